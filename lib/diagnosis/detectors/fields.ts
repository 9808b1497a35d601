import { isEnd } from '../../protocol/index.ts';
import { fact } from '../facts.ts';
import { type Finding, OUTCOMES, SCREEN, type Detector, type Signal, SILENCE } from '../finding.ts';

const FOLLOWS = [
  'required-fields',
  'run-id',
  'has-answer',
  'one-answer',
  'streamed-equals-answer',
  'tool-pairing',
  'declared-counts',
  'no-extra-event',
  'critical-events',
  'agent-lifecycle',
  'one-end',
  'starts-first',
  'nothing-after-end',
  'outermost-ends-last',
  'no-canned-text',
  'send-answered',
  'on-topic',
];

/** F24: a field is in the frame, but not where it is read. F25: it is nowhere. */
export const lostFields: Detector = (facts) => {
  const lacking = facts.broken('required-fields').map((violation) => ({
    violation,
    field: / has no (\w+)$/.exec(violation.message)?.[1] ?? '',
    event: facts.eventAt(violation.frame),
  }));
  const elsewhere = lacking.filter(({ event, field }) => event && holds(event.frame.text, field));
  const nameless = facts.events.filter(
    ({ run, step, kind, frame }) => frame.direction === 'received' && run === null && step !== null && kind !== 'error',
  );
  // Only an end that names no run, or no agent, leaves the run open.
  const endsNameless = [...nameless, ...lacking.map(({ event }) => event)].some(
    (event) => event !== undefined && isEnd(event) && (event.run === null || event.agent === null),
  );
  const found = (id: string, signals: Signal[], silent: boolean): Finding => ({
    id,
    confidence: 'certain',
    signals: signals.slice(0, 3),
    from: [
      ...lacking.map(({ violation }) => fact.violation(violation)),
      ...nameless.map(({ frame }) => fact.frame(frame.seq)),
    ],
    explains: [
      ...facts.broken(...FOLLOWS, ...(endsNameless ? ['liveness'] : [])).map(fact.violation),
      ...(endsNameless ? facts.runs.map(fact.open) : []),
      SCREEN,
      OUTCOMES,
      ...(silent ? [SILENCE] : []),
    ],
  });
  if (elsewhere.length > 0) {
    return [
      found(
        'F24',
        elsewhere.map(({ violation, field }) => ({
          says: `${field} is in the frame, but not where it is read`,
          at: `frame #${violation.frame}`,
        })),
        false,
      ),
    ];
  }
  const signals = [
    ...lacking.map(({ violation }) => ({ says: violation.message, at: `frame #${violation.frame}` })),
    ...nameless.map(({ frame, type }) => ({ says: `${type} has no run_id`, at: `frame #${frame.seq}` })),
  ];
  return signals.length === 0 ? [] : [found('F25', signals, nameless.length > 0)];
};

/** Whether a field stands anywhere in the text of a frame, with a value. */
function holds(text: string, field: string): boolean {
  return new RegExp(`"${field}"\\s*:\\s*(?!null\\b|"")`).test(text);
}
