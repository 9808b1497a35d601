import type { Exchange, SentMessage, Violation } from '../evidence/index.ts';
import type { AgentEvent } from './event.ts';
import type { Run } from './run.ts';
import { commonPrefix } from './text.ts';
import { isPrompt } from './vocabulary.ts';

/** Body of the call that asks the agents (docs/contract/frontend.md 5). */
interface RestMessage {
  message?: string;
  thread_id?: string | null;
  [field: string]: unknown;
}

/** What that body must say, by the address to which the page was built to send it (docs/contract/frontend.md 5). */
const SHAPES: readonly { path: RegExp; fields: readonly string[] }[] = [
  { path: /^\/api\/agent\/v2\/execute$/, fields: ['request_id', 'agent_type', 'message'] },
  { path: /^\/api\/agents\/\w+$/, fields: ['type', 'message'] },
];

/** @returns every message that left the browser, over a socket or by REST, in order */
export function sentMessages(events: readonly AgentEvent[], exchanges: readonly Exchange[]): SentMessage[] {
  const overSocket = events
    .filter(({ type, frame }) => frame.direction === 'sent' && isPrompt(type))
    .map(({ frame, type, text, thread, envelope }) => ({
      text: text ?? '',
      by: 'websocket' as const,
      name: `frame #${frame.seq} ${type}`,
      thread,
      page: frame.page,
      wellFormed: envelope === 'payload',
      time: frame.time,
    }));
  return [...overSocket, ...sentByRest(exchanges)].sort((one, other) => one.time - other.time);
}

/**
 * A call refused for its token does not count: the page renews the token and repeats the call
 * (docs/contract/frontend.md 2.3).
 */
function sentByRest(exchanges: readonly Exchange[]): SentMessage[] {
  const isMessage = ({ method, sent, status }: Exchange) =>
    method === 'POST' && status !== 401 && typeof (sent as RestMessage | null)?.message === 'string';
  return exchanges.filter(isMessage).map(({ url, sent, startedAt, ofPage }) => {
    const [body, path] = [sent as RestMessage, URL.canParse(url) ? new URL(url).pathname : url];
    return {
      text: body.message!,
      by: 'rest' as const,
      name: `POST ${path}`,
      thread: body.thread_id ?? null,
      page: ofPage,
      wellFormed: hasShape(path, body),
      time: startedAt,
    };
  });
}

function hasShape(path: string, body: RestMessage): boolean {
  const fields = SHAPES.find((shape) => shape.path.test(path))?.fields ?? [];
  return fields.length > 0 && fields.every((name) => typeof body[name] === 'string');
}

/**
 * The runs that somebody asked for: each message accounts for one, in the thread that it names.
 * @param runs as far as they were heard
 * @param asked every message that asked for one
 * @returns ids of runs
 */
export function runsAskedFor(runs: readonly Run[], asked: readonly Pick<SentMessage, 'thread'>[]): string[] {
  const threads = asked.map(({ thread }) => thread);
  const take = (fits: (thread: string | null) => boolean) => {
    const place = threads.findIndex(fits);
    return place !== -1 && threads.splice(place, 1).length > 0;
  };
  const heard = [...new Map(runs.map((run) => [run.id, run.thread])).entries()];
  const inNamedThread = new Set(heard.filter(([, thread]) => take((named) => named !== null && named === thread)));
  const others = heard
    .filter((run) => !inNamedThread.has(run))
    .filter(([, thread]) => take((named) => named === null || thread === null));
  return [...inNamedThread, ...others].map(([id]) => id);
}

/**
 * The moment before which nobody can have asked for a run: when the first message of its thread left.
 * @param sent every message that left, in order
 * @returns of a run, epoch milliseconds as what is expected of it; nothing where no message left before it began
 */
export function askedFor(sent: readonly SentMessage[]): (run: Run) => { askedAt?: number } {
  const firsts = new Map<string | null, number>();
  for (const { thread, time } of sent) if (!firsts.has(thread)) firsts.set(thread, time);
  const first = sent[0]?.time ?? Infinity;
  return ({ thread, startedAt }) => {
    const inThread = Math.min(firsts.get(thread) ?? Infinity, firsts.get(null) ?? Infinity);
    const askedAt = thread === null ? first : inThread;
    return startedAt === null || askedAt > startedAt ? {} : { askedAt };
  };
}

/**
 * Holds a question against what left the browser. Its ends are apart, which the page trims (docs/contract/frontend.md
 * 5), and so is how its lines end and its letters are composed, which nobody sees.
 * @param sent the message that left for it
 * @returns a violation of `sent-as-written`; null when the question left as it was written
 */
export function sentOtherwise(question: string, sent: string): Violation | null {
  const [written, left] = [question, sent].map((text) => text.replace(/\r\n?/g, '\n').normalize('NFC').trim()) as [
    string,
    string,
  ];
  if (left === written) return null;
  const from = Math.max(0, commonPrefix(written, left) - 20);
  const [asked, came] = [written, left].map((text) => JSON.stringify(text.slice(from, from + 60)));
  const message = `the person wrote ${asked}, and ${came} left the browser`;
  return { rule: 'sent-as-written', frame: null, event: null, message, legal: [asked!], came: came! };
}
