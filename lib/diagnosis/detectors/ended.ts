import { flatten, type Run, violationsOf } from '../../protocol/index.ts';
import { fact, type Facts, field, nameOf } from '../facts.ts';
import { type Detector, OUTCOMES, SCREEN } from '../finding.ts';
import { COURSE, isOpen, signalsOf, UNWRITTEN } from './events.ts';

/** A run that its server ended as failed or stopped, and not as completed: what it then lacks follows from that. */
export const givenUp: Detector = (facts) => {
  const byEnd = new Map(facts.runs.map((run) => [run.ending?.frame.seq, run]));
  const told = facts.broken('expected-end').flatMap((violation) => {
    const run = byEnd.get(violation.frame ?? undefined);
    if (!run || run.end === 'completed' || isDelivered(run)) return [];
    return UNWRITTEN.test(run.ending?.message ?? '') ? [] : [{ violation, run }];
  });
  if (told.length === 0) return [];
  const others = told.filter(({ run }) => !isStoppedByThePerson(facts, run));
  const follows = violationsOf(
    told.map(({ run }) => run),
    facts.broken(...COURSE),
  );
  return [
    {
      id: 'run-given-up',
      confidence: 'likely',
      signals: signalsOf(others.map(({ violation }) => violation)),
      provoked: others.length === 0,
      from: told.map(({ violation }) => fact.violation(violation)),
      explains: [...follows.map(fact.violation), SCREEN, OUTCOMES],
      explainsSurely: true,
    },
  ];
};

/** Whether the test stopped the run at the page, which told so. */
function isStoppedByThePerson({ events, evidence: { stimuli = [] } }: Facts, run: Run): boolean {
  const { end, thread, startedAt, endedAt } = run;
  return (
    end === 'stopped' &&
    stimuli.some(({ kind }) => kind === 'stopped') &&
    events.some(
      (event) =>
        event.definition.stops === true &&
        (event.thread ?? thread) === thread &&
        event.frame.time >= (startedAt ?? 0) &&
        event.frame.time <= (endedAt ?? Infinity),
    )
  );
}

/** Whether the answer came all the same, so that the end is not what it says. */
function isDelivered({ events }: Run): boolean {
  return events.some(({ kind }) => kind === 'delivery');
}

/** A run that goes no further after an error that names no run, on the same socket. */
export const errorMidRun: Detector = (facts) => {
  const errors = facts.events.filter(
    ({ kind, run: of, frame: { direction } }) => kind === 'error' && of === null && direction === 'received',
  );
  if (errors.length === 0) return [];
  const [found] = facts.runs.flatMap((run) => {
    if (!isOpen(facts, run)) return [];
    const last = run.events.at(-1)?.frame;
    const error = errors.find(({ frame: { socket, seq } }) => socket === last?.socket && seq > last.seq);
    return error ? [{ run, error }] : [];
  });
  if (!found) return [];
  const { run, error } = found;
  const told = facts.broken('no-server-error').filter(({ frame }) => frame === error.frame.seq);
  const follows = [...violationsOf([run], facts.broken(...COURSE)), ...facts.broken('liveness')];
  return [
    {
      id: 'run-given-up',
      confidence: 'likely',
      signals: [
        {
          says: `${error.type} came while run ${run.id} was open, and nothing of the run after it: ${error.message ?? 'without a text'}`,
          at: `frame #${error.frame.seq}`,
        },
      ],
      from: [fact.open(run)],
      explains: [...[...told, ...follows].map(fact.violation), SCREEN, OUTCOMES],
    },
  ];
};

/** The API gives back a question without what its run has said, when the run was over: the page shows what it got. */
export const notKept: Detector = (facts) => {
  const lost = facts.runs.flatMap((run) => {
    const said = run.answer?.text ?? run.streamed.text;
    const question = flatten(facts.questionOf(run)?.text ?? '');
    const last = run.events.at(-1)?.frame.time ?? Infinity;
    const call = facts
      .of('api', /^\/api\/threads\/[^/]+\/messages/)
      .findLast(
        ({ method, path, startedAt }) => method === 'GET' && startedAt > last && path.includes(`/${run.thread}/`),
      );
    const list = field(call?.received, 'messages');
    if (run.end === null || said === '' || question === '' || !call || !Array.isArray(list)) return [];
    const at = list.findLastIndex((message) => flatten(String(field(message, 'content') ?? '')) === question);
    return at === -1 || at < list.length - 1 ? [] : [{ call, run }];
  });
  return lost.slice(0, 1).map(({ call, run }) => ({
    id: 'not-kept',
    confidence: 'likely',
    weak: true,
    about: /answer|article|message|said/i,
    signals: [
      { says: `it ends with the question, though run ${run.id} had said something and was over`, at: nameOf(call) },
    ],
    from: [`not kept ${fact.call(call)}`],
    explains: [SCREEN],
  }));
};
