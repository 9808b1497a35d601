import { label, named, type AgentEvent } from '../event.ts';
import { belongsToRun } from '../collect-runs.ts';
import { refusals } from '../refusals.ts';
import { at, type TrafficRule } from '../violation.ts';
import { isPrompt } from '../vocabulary.ts';
import { sentAnew, stoppedInTime, unanswered } from './answering.ts';
import { foreignUsers } from './identity.ts';
import { unknownKinds } from './shape.ts';

export const knownTraffic: TrafficRule = {
  id: 'known-kind',
  says: 'every frame, either way, is a message of a known type',
  check(events) {
    return unknownKinds(this.id, events);
  },
};

export const ownTraffic: TrafficRule = {
  id: 'own-user',
  says: 'every frame belongs to the signed-in user',
  check(events, { user }) {
    return foreignUsers(
      this.id,
      events.filter((event) => event.frame.direction === 'received'),
      user ?? null,
    );
  },
};

const MUST_NAME_RUN = new Set(['tool', 'text', 'delivery']);

export const namedRun: TrafficRule = {
  id: 'run-id',
  says: 'every step, piece and answer names its run',
  check(events) {
    const nameless = events.filter((event) => {
      const ofRun = (event.kind === 'agent' && event.step !== null) || MUST_NAME_RUN.has(event.kind);
      return event.frame.direction === 'received' && event.run === null && ofRun;
    });
    return nameless.map((event) =>
      at(this.id, event, `${named(event)} has no run_id`, ['run_id'], Object.keys(event.fields).join(', ')),
    );
  },
};

export const noServerError: TrafficRule = {
  id: 'no-server-error',
  says: 'the server reports no error, except one that ends a run',
  check(events) {
    const errors = events.filter((event) => event.kind === 'error' && (event.step === null || !belongsToRun(event)));
    return errors.map((event) => {
      return at(this.id, event, `${named(event)} reports an error: ${event.message ?? 'without a text'}`, ['no error']);
    });
  },
};

export const understood: TrafficRule = {
  id: 'understood',
  says: 'a message that asks for an answer is not merely acknowledged, which means: not understood',
  check(events, _expectations, vocabulary) {
    const acks = events.filter(({ kind, acknowledged }) => kind === 'ack' && isPrompt(acknowledged ?? '', vocabulary));
    return acks.map((event) => {
      const message = `${named(event)} acknowledges ${event.acknowledged}, as the server does with types it does not know`;
      return at(this.id, event, message, ['agent_started']);
    });
  },
};

/**
 * Bytes from which on a message is larger than the server says that it takes (docs/contract/backend.md 3.6;
 * docs/contract/backend.md 3.1).
 */
const TOO_LARGE = 1_048_576;

export const frameSize: TrafficRule = {
  id: 'frame-size',
  says: 'every frame is smaller than the 1 MiB at which the server draws the line',
  check(events) {
    return events
      .filter(({ frame: { text } }) => bytes(text) >= TOO_LARGE)
      .map((event) =>
        at(this.id, event, `${named(event)} is ${bytes(event.frame.text)} bytes large`, [
          `less than ${TOO_LARGE} bytes`,
        ]),
      );
  },
};

/** Counted only where it can matter: a character is at most three bytes of each of its code units. */
function bytes(text: string): number {
  return text.length * 3 < TOO_LARGE ? text.length : new TextEncoder().encode(text).length;
}

function prompts(events: readonly AgentEvent[]): AgentEvent[] {
  return events.filter(({ definition }) => definition.asks);
}

export const sendShape: TrafficRule = {
  id: 'send-shape',
  says: 'what the page sends has the shape that the server reads',
  check(events) {
    return prompts(events)
      .filter(({ lacks, envelope, definition }) => lacks.length > 0 || envelope !== (definition.envelope ?? envelope))
      .map((event) => {
        const { text = [], envelope } = event.definition;
        const shape = `${event.type} with ${[envelope, text[0]].filter((name) => name !== undefined).join('.')}`;
        return at(this.id, event, `${named(event)} is not ${shape}`, [shape], Object.keys(event.fields).join(', '));
      });
  },
};

export const knownRuns: TrafficRule = {
  id: 'known-run',
  says: 'every run was asked for by this page',
  check(events, { runIds }) {
    if (!runIds) return [];
    const known = new Set(runIds);
    const legal = runIds.map((id) => `run_id ${id}`);
    return firstEvents(events)
      .filter(({ run }) => !known.has(run ?? ''))
      .map((event) =>
        at(this.id, event, `${named(event)} belongs to an unknown run: ${event.run}`, legal, `run_id ${event.run}`),
      );
  },
};

export const sendAnswered: TrafficRule = {
  id: 'send-answered',
  says: 'a message that is not stopped is answered by a run, within the longest silence',
  check(events, { silence, now }) {
    const stops = events.filter(({ definition }) => definition.stops);
    const firsts = firstEvents(events);
    const asked = prompts(events);
    const isSentAnew = sentAnew(asked.map(sentOf), silence);
    const waiting = unanswered(asked.map(placed), firsts.map(placed), refusals(events).map(placed))
      .map(({ asked: { event }, refusal }) => ({ event, refusal: refusal?.event }))
      .filter(
        ({ event: { frame, thread } }) =>
          now - frame.time > silence && !stoppedInTime({ time: frame.time, thread }, stops, silence),
      )
      .filter(({ event, refusal }) => refusal !== undefined || !isSentAnew(sentOf(event)));
    if (waiting.length === 0) return [];
    const strays = strayEvents(events, firsts);
    return waiting.map(({ event, refusal }) => {
      const waited = `${Math.round(now - event.frame.time)} ms`;
      const stray = event.thread === null ? undefined : strays.get(event.thread);
      const why = stray
        ? `, and ${named(stray)} of its thread has the id of a run in another thread, ${stray.run}`
        : '';
      const instead = refusal ? `, but by ${named(refusal)}` : ` in the ${waited} until the end of the observation`;
      return at(
        this.id,
        event,
        `${named(event)} is not answered by any run${instead}${why}`,
        [`agent_started within ${silence} ms`],
        refusal ? label(refusal) : `${waited} without a run`,
      );
    });
  },
};

function sentOf({ frame: { time, page, socket }, text, thread }: AgentEvent) {
  return { time, text, thread, page, socket };
}

function placed(event: AgentEvent) {
  return { at: event.frame.seq, socket: event.frame.socket, thread: event.thread, event };
}

/** By thread: the first event that has the id of a run which began in another thread. */
function strayEvents(events: readonly AgentEvent[], firsts: readonly AgentEvent[]): Map<string, AgentEvent> {
  const threads = new Map(firsts.map(({ run, thread }) => [run, thread]));
  const found = new Map<string, AgentEvent>();
  for (const event of events) {
    const own = threads.get(event.run);
    if (event.thread !== null && own && own !== event.thread && !found.has(event.thread))
      found.set(event.thread, event);
  }
  return found;
}

function firstEvents(events: readonly AgentEvent[]): AgentEvent[] {
  const seen = new Set<string>();
  return events.filter((event) => {
    if (event.run === null || !belongsToRun(event) || seen.has(event.run)) return false;
    seen.add(event.run);
    return true;
  });
}
