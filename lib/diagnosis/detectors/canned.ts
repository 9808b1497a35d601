import { type AgentEvent, canned, quote } from '../../protocol/index.ts';
import { fact, type Facts, field, nameOf } from '../facts.ts';
import { type Detector, SCREEN, type Signal, SILENCE } from '../finding.ts';

/** Rules that break in frames of a run whose answer is canned: there was no agent that could have filled them. */
const OF_STUBS = ['run-id', 'required-fields', 'possible-figures', 'has-answer', 'send-answered'];

/** F28: the answer is one of the canned texts, or the tool is that of the handler which plays a run. */
export const cannedAnswer: Detector = (facts) => {
  const answers = new Set(facts.runs.flatMap((run) => run.answers.map(({ frame }) => frame)));
  const said = facts.events.filter(
    ({ frame, run, answer }) =>
      frame.direction === 'received' && (run === null || answers.has(frame.seq)) && canned(answer ?? '') !== null,
  );
  const rest = facts
    .of('api', /^\/api\/agents?\//)
    .filter(({ received }) => canned(String(field(received, 'response') ?? '')) !== null);
  const played = playedTools(facts);
  if (said.length + rest.length + played.length === 0) return [];
  const signals: Signal[] = [
    ...said.slice(0, 2).map(({ type, answer, frame }) => at(frame.seq, `${type} says ${quote(answer ?? '', 60)}`)),
    ...rest.slice(0, 1).map((call) => ({
      says: `answers ${quote(String(field(call.received, 'response')), 60)}`,
      at: nameOf(call),
    })),
    ...played
      .slice(0, 1)
      .map(({ frame }) => at(frame.seq, `${TOOL} says that it took ${TOOK} ms, which it did not: both are constants`)),
  ];
  const stubs = new Set([...said, ...played].flatMap((event) => besides(facts, event)).map(({ frame }) => frame.seq));
  const follows = [
    ...facts.broken(
      'no-canned-text',
      'on-topic',
      'one-answer',
      'streamed-equals-answer',
      'screen-canned',
      'screen-progressive',
    ),
    ...facts.broken(...OF_STUBS).filter(({ frame, rule }) => rule === 'send-answered' || stubs.has(frame ?? 0)),
  ];
  return [
    {
      id: 'F28',
      confidence: said.length + rest.length > 0 ? 'certain' : 'likely',
      signals,
      from: ['canned'],
      explains: [
        ...follows.map(fact.violation),
        ...[...stubs].map(fact.frame),
        ...facts.runs.map(fact.half),
        SCREEN,
        ...(said.some(({ run }) => run === null) ? [SILENCE] : []),
      ],
    },
  ];
};

function at(seq: number, says: string): Signal {
  return { says, at: `frame #${seq}` };
}

/** The events of the same run; of one without an id, those without one on its socket. */
function besides({ events }: Facts, { run, frame: { socket } }: AgentEvent): AgentEvent[] {
  return events.filter((one) => one.run === run && one.step !== null && (run !== null || one.frame.socket === socket));
}

/** The tool and the time of the product's handler that plays a run (docs/contract/backend.md 4.5). */
const TOOL = 'analysis_tool';
const TOOK = 2_000;

/** Results of that tool that say so long, and came in much less. */
function playedTools({ events }: Facts): AgentEvent[] {
  const called = events.find(({ step, tool }) => step === 'call' && tool === TOOL)?.frame.time ?? -Infinity;
  return events.filter(({ step, tool, fields, frame }) => {
    const told = [fields, field(fields, 'payload')].flatMap((part) =>
      ['duration_ms', 'execution_time_ms'].map((name) => field(part, name)),
    );
    return step === 'return' && tool === TOOL && told.includes(TOOK) && frame.time - called < TOOK / 2;
  });
}
