import { type AgentEvent, canned, quote, unanswered } from '../../protocol/index.ts';
import { fact, type Facts, field, nameOf, type Question } from '../facts.ts';
import { type Detector, SCREEN, type Signal, SILENCE } from '../finding.ts';

/** Rules that break in frames of a run whose answer is canned: there was no agent that could have filled them. */
const OF_STUBS = ['run-id', 'required-fields', 'possible-figures', 'has-answer'];
/** Rules that break because the answer is none; where nothing came, in no frame. */
const OF_ANSWERS = [
  'no-canned-text',
  'on-topic',
  'one-answer',
  'streamed-equals-answer',
  'screen-canned',
  'screen-progressive',
];

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
  const nameless = said.filter(({ run }) => run === null);
  const answered = answeredBy(facts, nameless.length > 0 ? nameless : played.filter(({ run }) => run === null));
  const ids = new Set([...said, ...played].map(({ run }) => run));
  const runs = facts.runs.filter(({ id }) => ids.has(id));
  const own = new Set([...said, ...runs.flatMap(({ events }) => events)].map(({ frame }) => frame.seq));
  const follows = [
    ...facts.broken(...OF_ANSWERS).filter(({ frame }) => frame === null || own.has(frame)),
    ...facts.broken(...OF_STUBS).filter(({ frame }) => stubs.has(frame ?? 0)),
    ...facts.broken('send-answered').filter(({ frame }) => answered.some(({ at }) => isAt(at, frame))),
  ];
  return [
    {
      id: 'F28',
      confidence: said.length + rest.length > 0 ? 'certain' : 'likely',
      signals,
      from: ['canned', ...rest.map((call) => `canned ${fact.call(call)}`)],
      explains: [
        ...follows.map(fact.violation),
        ...[...stubs].map(fact.frame),
        ...runs.map(fact.half),
        SCREEN,
        ...(answered.length > 0 && facts.unanswered.every((one) => answered.includes(one)) ? [SILENCE] : []),
      ],
    },
  ];
};

function at(seq: number, says: string): Signal {
  return { says, at: `frame #${seq}` };
}

/** Whether a question left with this frame. */
function isAt(at: string, frame: number | null): boolean {
  return at.startsWith(`frame #${frame} `);
}

/** The questions without a run that these answers, which name none, are for. */
function answeredBy(facts: Facts, answers: readonly AgentEvent[]): Question[] {
  const told = facts.broken('send-answered');
  const waiting = facts.questions
    .filter((one) => facts.unanswered.includes(one) || told.some(({ frame }) => isAt(one.at, frame)))
    .map((question) => ({ at: question.time, socket: question.socket, thread: question.thread, question }));
  const came = answers.map(({ frame, thread }) => ({ at: frame.time, socket: frame.socket, thread }));
  const left = new Set(unanswered(waiting, came, []).map(({ asked }) => asked));
  return waiting.filter((one) => !left.has(one)).map(({ question }) => question);
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
