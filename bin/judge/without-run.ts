import { diagnose, type Diagnosis } from '../../lib/diagnosis/index.ts';
import type { Evidence, Exchange, Socket } from '../../lib/evidence/index.ts';
import { isAborted, isMadeGood } from '../../lib/protocol/index.ts';

/** Why no run came, if the calls or the end of a socket tell it, and not merely that nothing else was recorded. */
export function keptOut(evidence: Evidence): Diagnosis | null {
  const heard = new Set(evidence.frames.map(({ socket }) => socket));
  const sockets = evidence.sockets.filter(
    (socket) => heard.has(socket.id) || socket.status !== 101 || socket.close !== null || isForeignChoice(socket),
  );
  const diagnosis = diagnose({ ...evidence, sockets });
  // What one fact alone makes likely is not enough to break a verdict: nobody looked at the page.
  const causes = diagnosis.causes.filter(
    ({ id, confidence, signals }) => id !== 'unknown' && (confidence === 'certain' || signals.length > 1),
  );
  return causes.length > 0 ? { ...diagnosis, causes } : null;
}

/**
 * The server chose a subprotocol that was not offered, so that a browser must fail it (RFC 6455, section 4.1). An offer
 * without a token may have been blacked out.
 */
function isForeignChoice({ chosen, offered, credential }: Socket): boolean {
  return chosen !== null && !offered.includes(chosen) && credential.by === 'subprotocol';
}

const MOST_CALLS = 4;

/** Calls that failed and were not repeated with success. */
export function failedCallsOf(exchanges: readonly Exchange[]): string[] {
  const isGood = ({ status }: Exchange) => status !== null && status < 400;
  const failed = exchanges.filter(
    (one) =>
      (one.status !== null || one.failure !== null) &&
      !isAborted(one) &&
      (!isGood(one) || isUnexpectedPage(one)) &&
      !isMadeGood(one, exchanges),
  );
  return failed.slice(0, MOST_CALLS).map((call) => {
    const path = URL.canParse(call.url) ? new URL(call.url).pathname : call.url;
    if (call.status === null) return `${call.method} ${path} failed: ${call.failure}`;
    return `${call.method} ${path} was answered with ${call.status}${isUnexpectedPage(call) ? ' and a page of HTML' : ''}`;
  });
}

function isUnexpectedPage({ url, server }: Exchange): boolean {
  return URL.canParse(url) && new URL(url).pathname.startsWith('/api/') && /html/.test(server['content-type'] ?? '');
}
