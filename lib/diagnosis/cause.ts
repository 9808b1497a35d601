import { entryOf, type Class, type Owner } from './catalogue/index.ts';
import type { Facts } from './facts.ts';
import type { Candidate, Confidence, Finding } from './finding.ts';

/** A named cause of a failure. */
export interface Cause {
  /** Id of the failure catalogue; of a class of look-alikes; or `unknown`. */
  id: string;
  title: string;
  class: Class | 'unknown';
  confidence: Confidence;
  owner: Owner | null;
  /** What was seen, one sentence each. */
  signals: string[];
  /** What else it could be, and the probe that would tell. */
  candidates: (Candidate & { title: string })[];
  lookFirst: string;
}

/** Look-alikes that no evidence at hand tells apart: the catalogue has no one name for them. */
const LOOK_ALIKES: Record<string, { title: string; class: Class; owner: Owner; lookFirst: string }> = {
  'silent-after-send': {
    title: 'The server does not react to the message',
    class: 'silence',
    owner: 'backend',
    lookFirst: 'what the server did with the message: the log of its router',
  },
  'answered-with-error': {
    title: 'The question is answered with an error',
    class: 'silence',
    owner: 'backend',
    lookFirst: 'the text of the error, and what sent it',
  },
  'late-events': {
    title: 'Events of the run come late',
    class: 'silence',
    owner: 'backend',
    lookFirst: 'what the backend did before the event that came late: its queue, its start, its database, its model',
  },
  'run-given-up': {
    title: 'The run does not complete, and the server says so',
    class: 'events',
    owner: 'backend',
    lookFirst: 'what the last event of the run says, and the log of the agent that sent it',
  },
  'refused-otherwise': {
    title: 'A credential is refused in another way than it must be',
    class: 'isolation',
    owner: 'auth',
    lookFirst: 'how the named calls answer a bad credential: a page renews its token after a 401, and after no other',
  },
  'answered-otherwise': {
    title: 'A service answers a call in another way than it must',
    class: 'silence',
    owner: 'backend',
    lookFirst: 'what the handler of the named call answers, and when',
  },
  'not-kept': {
    title: 'What an agent said is not kept',
    class: 'silence',
    owner: 'backend',
    lookFirst: 'what stores the answer when a run ends, in each of the ways in which it can end',
  },
  'closed-unasked': {
    title: 'The server closes a socket that nothing has ended',
    class: 'close',
    owner: 'backend',
    lookFirst: 'what closes sockets with this code and reason, and which ones',
  },
  'upgrade-refused': {
    title: 'The upgrade to a WebSocket is refused',
    class: 'upgrade',
    owner: 'infrastructure',
    lookFirst: 'the body of the answer, with a bare client',
  },
};

/** The class of a finding's cause. @param id of the finding */
export function classOf(id: string): Class {
  return LOOK_ALIKES[id]?.class ?? entryOf(id).class;
}

/** Ends advice to look into a log where the target is the embedded stack, which lives only as long as its test. */
const NO_LOG = ' (the embedded stack keeps no log; triage.md of the test has what it sent)';

/** The cause that a finding names, with what the catalogue says of it. @param target on which it was seen */
export function causeOf({ id, confidence, signals, candidates = [], ...found }: Finding, target: string): Cause {
  const alike = LOOK_ALIKES[id];
  const { title, owner, lookFirst, class: of } = alike ?? { ...entryOf(id), title: entryOf(id).name };
  const first = found.lookFirst ?? lookFirst;
  return {
    id,
    title,
    class: of,
    confidence,
    owner: found.owner ?? owner,
    lookFirst: target === 'local' && /\blog\b/.test(first) ? first + NO_LOG : first,
    signals: [...new Set(signals.map(({ says, at }) => (says.startsWith(at) ? says : `${at}: ${says}`)))],
    candidates: candidates.map((candidate) => ({ ...candidate, title: entryOf(candidate.id).name })),
  };
}

/** A finding that does not explain the failure, in one sentence. */
export function noteOf({ id, confidence, signals }: Finding): string {
  const name = LOOK_ALIKES[id]?.title ?? entryOf(id).name;
  return `${id} ${name} (${confidence}): ${signals[0]?.says ?? 'no signal'}`;
}

/** The cause of a failure that fits no entry of the catalogue. @param seen its facts, which are its signals */
export function unknownCause({ aftermath, provoked, evidence }: Facts, seen: string[]): Cause {
  const isUnrecorded = evidence.stimuli?.some(({ kind }) => kind === 'not recorded');
  const why = isUnrecorded ? 'is not in the recording that is replayed' : 'was provoked by the test itself';
  return {
    id: 'unknown',
    title: aftermath.length > 0 || provoked.any ? `No known cause fits; what would fit ${why}` : 'No known cause fits',
    class: 'unknown',
    confidence: 'possible',
    owner: null,
    signals: seen,
    candidates: [],
    lookFirst: 'the error of the test and the timeline beside it',
  };
}
