import { diagnose, type Diagnosis } from '../../lib/diagnosis/index.ts';
import type { Evidence, Exchange } from '../../lib/evidence/index.ts';
import { isAborted, isMadeGood } from '../../lib/protocol/index.ts';

/** Why no run came, if the calls or the end of a socket tell it, and not merely that nothing else was recorded. */
export function keptOut(evidence: Evidence): Diagnosis | null {
  const heard = new Set(evidence.frames.map(({ socket }) => socket));
  const sockets = evidence.sockets.filter(({ id, status, close }) => heard.has(id) || status !== 101 || close !== null);
  const diagnosis = diagnose({ ...evidence, sockets });
  // What one fact alone makes likely is not enough to break a verdict: nobody looked at the page.
  const causes = diagnosis.causes.filter(
    ({ id, confidence, signals }) => id !== 'unknown' && (confidence === 'certain' || signals.length > 1),
  );
  return causes.length > 0 ? { ...diagnosis, causes } : null;
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
