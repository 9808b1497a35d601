import { expect, test } from '@playwright/test';
import type { ToldLine, ToldState } from '../../../lib/evidence/index.ts';
import {
  judgeForeign,
  judgeNoText,
  judgeTold,
  judgeUntold,
  normalise,
  toRuns,
  type ToldWire,
} from '../../../lib/protocol/index.ts';
import { exampleSteps, QUESTION, START, toFrames } from './support/scenes.ts';

const [minute, hour, day] = [60_000, 3_600_000, 86_400_000];

/** The example with all that a page can tell of a run. */
const steps = exampleSteps().map((step) => {
  if (step.type === 'agent_completed') return { ...step, fields: { ...step.fields, duration_ms: 1_234 } };
  if (step.type === 'agent_thinking') return { ...step, fields: { ...step.fields, step_number: 1, total_steps: 3 } };
  if (step.type !== 'final_report') return step;
  const report = {
    recommendations: [{ title: 'Cache prompts', description: 'One in five repeats.', impact: 'high', effort: 'low' }],
    action_plan: ['Try one team', 'Compare after a week'],
    cost_analysis: { current_monthly_usd: 12_400, projected_monthly_usd: 9_300, price_per_call_usd: 0.42 },
    total_duration_ms: 3_210,
  };
  return { ...step, fields: { ...step.fields, ...report } };
});
const [run] = toRuns(toFrames(steps).map(normalise));

const wire: ToldWire = {
  runs: [run!],
  stored: [
    {
      time: START - 500,
      body: [
        { id: 'thread_1', title: 'Money', updated_at: START / 1000 - 5 * 3_600, created_at: START / 1000 - 9 * 3_600 },
        { id: 'thread_2', title: 'Time', updated_at: START / 1000 - 3 * 86_400, created_at: START / 1000 - 4 * 86_400 },
      ],
    },
  ],
  sent: [{ time: START, text: QUESTION, thread: null }],
  now: START + 5_000,
};

let parts = 0;
/** A part of the page that says this from a second after the run on; a row of several texts is one line each. */
function state(place: ToldState['place'], rows: string[][], more: Partial<ToldState> = {}): ToldState {
  const lines = rows.flatMap((row): ToldLine[] =>
    row.map((text) => ({ text, within: row.length > 1 ? [row.join(' ')] : [] })),
  );
  return {
    time: START + 1_000,
    page: 1,
    part: (parts += 1),
    place,
    name: '',
    body: '',
    zone: 0,
    ahead: 0,
    lines,
    ...more,
  };
}
const card = (...rows: string[][]) => state('card', rows);
const note = (name: string, body: string, time = '10:00 PM') => state('message', [[name], [time]], { name, body });
const thread = (id: string, age: string) => state('thread', [[id], [age]], { name: id });

const told = (...states: ToldState[]) => judgeTold(states, wire).map(({ rule }) => rule);

const truths: Record<string, ToldState> = {
  'a duration in seconds': card(['data_agent', '1.2s', 'Completed']),
  'a duration with more digits': note('data_agent', 'data_agent completed in 1.23s'),
  'the duration of all': card(['total duration', '3.2s']),
  'costs under their names': card(['current monthly', '$12,400'], ['Projected monthly cost', '$9,300']),
  'costs without a name': card(['$12,400']),
  'costs in thousands': card(['$12.4k']),
  'a price in cents': card(['price per call', '$0.42']),
  'a price in tens of cents': card(['price per call', '$0.4']),
  'a step and its share': card(['Step 1 of 3', '33%', '2 steps remaining']),
  'a count of agents': state('chat', [['Analysis Complete · 3 agents • 3s']]),
  'a text of the wire with a figure in it': card(['One in five repeats.']),
  'a second run of an agent': card(['data_agent (2)']),
  'tools at work': card(['usage_query < 1s'], ['price_lookup 1s']),
  'the tool that began first': card(['usage_query 1s']),
  'a number that is an id': note('data_agent', 'Message ID: agent_17958434-2 Starting data_agent...'),
  'the time at the person': note('data_agent', 'Starting data_agent...', '10:00:01 PM'),
  'the time of a day of 24 hours': note('data_agent', 'Starting data_agent...', '22:00'),
  'the time of the question': note('You', QUESTION, '10:00 PM'),
  'an age in hours': thread('thread_1', '5 h ago'),
  'an age of about that': thread('thread_1', 'about 5 hours ago'),
  'the age since it was made': thread('thread_1', '9 hours ago'),
  'an age in days': thread('thread_2', '3 days ago'),
  'a date': thread('thread_2', 'Jan 2'),
  'a title in the list': thread('thread_1', 'Money'),
  'a title above the chat': state('chat', [['Money'], ['Connected']], { name: 'thread_1' }),
  'a name for a thread without a title': state('chat', [['Money']], { name: 'thread_3' }),
  'a date at the person': { ...thread('thread_2', 'Jan 3'), zone: -330 },
};

const untruths: Record<string, [rule: string, state: ToldState]> = {
  'a duration of nobody': ['screen-figure', card(['data_agent', '7.7s', 'Completed'])],
  'milliseconds as seconds': ['screen-figure', note('data_agent', 'data_agent completed in 1234.00s')],
  'another duration of all': ['screen-figure', card(['total duration', '32.1s'])],
  'costs that changed places': ['screen-figure', card(['current monthly', '$9,300'])],
  'costs of nobody': ['screen-figure', card(['$4,711'])],
  'a price without its cents': ['screen-figure', card(['price per call', '$0'])],
  'costs ten times as high': ['screen-figure', card(['current monthly', '$124,000'])],
  'a step that was not reached': ['screen-figure', card(['Step 2 of 3'])],
  'another share': ['screen-figure', card(['66%'])],
  'another number of steps': ['screen-figure', card(['1 step remaining'])],
  'another count of agents': ['screen-figure', state('chat', [['Analysis Complete · 7 agents • 3s']])],
  'another count of recommendations': ['screen-figure', card(['4 recommendations'])],
  'a number of nowhere': ['screen-figure', card(['tokens used', '8150'])],
  'a thought without its words': ['screen-told', note('data_agent', 'data_agent:')],
  'a tool at work that was not so alone': ['screen-told', card(['price_lookup < 1s'])],
  'a tool at work for long': ['screen-figure', card(['usage_query 300s'])],
  'a failure of who completed': ['screen-told', card(['data_agent', 'Failed'])],
  'a completion before its time': [
    'screen-told',
    state('card', [['optimization_agent', 'Completed']], { time: START + 20, part: 9_001 }),
  ],
  'a time three hours off': ['screen-time', note('data_agent', 'Starting data_agent...', '07:00 PM')],
  'the time of Greenwich': ['screen-time', { ...note('data_agent', 'Starting data_agent...', '10:00 PM'), zone: -330 }],
  'the wrong half of the day': ['screen-time', note('You', QUESTION, '10:00 AM')],
  'an age of nothing': ['screen-threads', thread('thread_2', 'Just now')],
  'an age of another': ['screen-threads', thread('thread_1', '3 days ago')],
  'an age in the wrong unit': ['screen-threads', thread('thread_1', '5 min ago')],
  'the day after': ['screen-threads', thread('thread_2', 'Jan 3')],
  'the day before': ['screen-threads', thread('thread_2', 'Dec 31')],
  'a date of Greenwich': ['screen-threads', { ...thread('thread_2', 'Jan 1'), zone: -330 }],
  'the title of another in the list': ['screen-threads', thread('thread_1', 'Time')],
  'the title of another above the chat': ['screen-threads', state('chat', [['Time']], { name: 'thread_1' })],
  'the oldest first': ['screen-threads', state('list', [['thread_2'], ['thread_1']])],
};

test('a tool has been at work for as long as the clock of the page says, which a test may have moved', () => {
  const later = { ...card(['usage_query 300s']), ahead: 300_000 };
  expect(told(card(['usage_query 1s']), later)).toEqual([]);
  expect(told(later)).toEqual(['screen-figure']);
});

test('steps of several runs of one agent are each told as they came, and so is the number of its run', () => {
  const ends = steps.map((step) =>
    step.type === 'agent_thinking' ? { ...step, fields: { ...step.fields, step_number: 3 } } : step,
  );
  const later = Array.from({ length: 7 }, (_, index) =>
    ends.map((step) => ({ ...step, run: `run_${index + 2}`, at: step.at + 100 * index })),
  );
  const runs = toRuns([steps, ...later].flatMap((one, index) => toFrames(one, 'payload', 100 * index)).map(normalise));
  const rules = (line: string) =>
    judgeTold([{ ...card([line]), time: START + 4_900 }], { ...wire, runs }).map(({ rule }) => rule);
  for (const line of ['Step 1 of 3', 'Step 3 of 3', 'Run # 7']) expect.soft(rules(line), line).toEqual([]);
  expect(rules('Step 2 of 3')).toEqual(['screen-figure']);
  expect(rules('Run # 99')).toEqual(['screen-figure']);
});

test('what a page shows as it came breaks no rule', () => {
  for (const [what, one] of Object.entries(truths)) expect.soft(told(one), what).toEqual([]);
  expect(told(state('list', [['thread_1'], ['thread_2']]))).toEqual([]);
});

test('what a page shows differently from how it came is a violation that names it', () => {
  for (const [what, [rule, one]] of Object.entries(untruths)) {
    const gone = { ...one, time: START + 40, lines: [], body: '' };
    expect.soft(told(one, ...(one.part === 9_001 ? [gone] : [])), what).toEqual([rule]);
  }
  const [violation] = judgeTold([card(['current monthly', '$9,300'])], wire);
  expect(violation?.message).toContain('"$9,300" in "current monthly $9,300"');
});

test('a tool that is at work grows older', () => {
  const runs = toRuns(toFrames(steps.slice(0, 5)).map(normalise));
  const says = (clock: string) => {
    const later = { ...card([`usage_query ${clock}`]), time: START + 10_000 };
    return judgeTold([later], { ...wire, runs, now: START + 10_500 }).map(({ rule }) => rule);
  };
  expect(says('10s')).toEqual([]);
  expect(says('< 1s')).toEqual(['screen-figure']);
  expect(says('300s')).toEqual(['screen-figure']);
});

test('the time of several agents is that of their run, whichever agent is named above', () => {
  const says = (took: string) => {
    const line = `3 agents • ${took}`;
    const within = ['Analysis Complete', 'optimization_agent Connected Analysis Complete'].map(
      (one) => `${one} ${line}`,
    );
    const heading = { ...state('chat', []), time: START + 60_000, lines: [{ text: line, within }] };
    return judgeTold([heading], { ...wire, runs: slow, now: START + 90_000 }).map(({ rule }) => rule);
  };
  const slow = toRuns(toFrames(steps.map((step) => ({ ...step, at: step.at * 100 }))).map(normalise));
  const { startedAt, events } = slow[0]!;
  const seconds = Math.round((events.at(-1)!.frame.time - startedAt!) / 1_000);
  expect(says(`${seconds}s`)).toEqual([]);
  expect(says(`${seconds + 9}s`)).toEqual(['screen-figure']);
});

test('agents, tools and thoughts whose events come twice may be counted once, and not be more than came', () => {
  const twice = steps.flatMap((step) => [step, step]);
  const runs = toRuns(toFrames(twice.map((step, index) => ({ ...step, at: index * 1_000 }))).map(normalise));
  const says = (text: string) => {
    const later = { ...card([text]), time: START + 100_000 };
    return judgeTold([later], { ...wire, runs, now: START + 101_000 }).map(({ rule }) => rule);
  };
  const { events } = runs[0]!;
  const of = (step: string, subject: 'agent' | 'execution' | 'text') =>
    new Set(events.filter((event) => event.step === step).map((event) => event[subject])).size;
  const [agents, tools, thoughts] = [of('start', 'agent'), of('call', 'execution'), of('think', 'text')];
  const kinds = [
    [agents, 'agents'],
    [tools, 'tools'],
    [thoughts, 'thoughts'],
  ] as const;
  for (const [count, noun] of kinds) {
    expect([...says(`${count} ${noun}`), ...says(`${2 * count} ${noun}`)], noun).toEqual([]);
    expect(says(`${2 * count + 1} ${noun}`), noun).toEqual(['screen-figure']);
  }
});

test('an agent that goes on may be shown as failed after an error that names no run, and not before', () => {
  const goingOn = toRuns(toFrames(steps.slice(0, 4)).map(normalise));
  const { agent } = goingOn[0]!.events.find((event) => event.agent !== null)!;
  const says = (...errors: number[]) =>
    judgeTold([card([agent!, 'Failed'])], { ...wire, runs: goingOn, errors }).map(({ rule }) => rule);
  expect(says(START + 500)).toEqual([]);
  expect(says()).toEqual(['screen-told']);
  expect(says(START - 500), 'before the run').toEqual(['screen-told']);
  expect(says(START + 6_000), 'after the page said so').toEqual(['screen-told']);
});

test('an agent whose completion reports a failure may be shown as completed or as failed', () => {
  const failing = steps.map((step) =>
    step.type === 'agent_completed' ? { ...step, fields: { ...step.fields, result: { success: false } } } : step,
  );
  const runs = toRuns(toFrames(failing).map(normalise));
  const says = (outcome: string) => judgeTold([card(['data_agent', outcome])], { ...wire, runs });
  expect([...says('Completed'), ...says('Failed')]).toEqual([]);
  expect(judgeTold([card(['data_agent', 'Failed'])], wire), 'it completed').toHaveLength(1);
});

test('an agent whose end was missed has completed when the answer of its run is stored', () => {
  const missed = toRuns(toFrames(steps.slice(0, 4)).map(normalise));
  const agent = missed[0]!.events.find((event) => event.agent !== null)!.agent!;
  const says = (stored: ToldWire['stored']) =>
    judgeTold([card([agent, 'Completed'])], { ...wire, runs: missed, stored }).map(({ rule }) => rule);
  const answer = (run: string, role = 'assistant', time = START + 500) => [
    { time, body: { messages: [{ role, content: 'A fifth less.', metadata: { run_id: run } }] } },
  ];
  expect(says(answer(missed[0]!.id))).toEqual([]);
  expect(says([]), 'nothing is stored').toEqual(['screen-told']);
  expect(says(answer('run_other')), 'the answer of another run').toEqual(['screen-told']);
  expect(says(answer(missed[0]!.id, 'user')), 'the question alone').toEqual(['screen-told']);
});

test('an agent whose end was missed has completed when its run has, and not before', () => {
  const ofData = (step: (typeof steps)[number]) => step.type === 'agent_completed' && step.agent === 'data_agent';
  const says = (some: typeof steps) => {
    const runs = toRuns(toFrames(some).map(normalise));
    return judgeTold([card(['data_agent', 'Completed'])], { ...wire, runs }).map(({ rule }) => rule);
  };
  expect(steps.some(ofData)).toBe(true);
  expect(says(steps.filter((step) => !ofData(step)))).toEqual([]);
  expect(says(steps.slice(0, steps.findIndex(ofData))), 'the run goes on').toEqual(['screen-told']);
});

const whole = [
  card(['supervisor_agent', 'Planning'], ['data_agent', 'Choosing records']),
  card(
    ['data_agent', '1.2s', 'Completed'],
    ['optimization_agent', '1.2s', '✓ Completed'],
    ['supervisor_agent', 'done'],
  ),
  card(['Cache prompts', 'One in five repeats.', 'Impact: high', 'Effort: low']),
  card(['Try one team'], ['Compare after a week']),
  card(['current monthly', '$12,400'], ['projected monthly', '$9,300'], ['price per call', '$0.42']),
];
const without = (text: string, instead: string) =>
  whole.map((one) => ({
    ...one,
    lines: one.lines.map((line) => ({
      text: line.text.replaceAll(text, instead),
      within: line.within.map((around) => around.replaceAll(text, instead)),
    })),
  }));

const gaps: Record<string, [text: string, instead: string]> = {
  'a thought': ['Choosing records', ''],
  'the agent of a thought': ['data_agent', 'optimization_agent'],
  'how an agent ended': ['✓ Completed', ''],
  'a recommendation': ['Cache prompts', ''],
  'its description': ['One in five repeats.', ''],
  'its impact': ['Impact: high', 'Impact: low'],
  'a step of the plan': ['Compare after a week', ''],
  'a cost': ['$9,300', ''],
};

test('a page that shows all of a run is distinguished from one that leaves something out', () => {
  expect(judgeUntold(run!, whole, wire)).toEqual([]);
  for (const [what, [text, instead]] of Object.entries(gaps)) {
    const rules = new Set(judgeUntold(run!, without(text, instead), wire).map(({ rule }) => rule));
    expect.soft(rules, what).toEqual(new Set(['screen-told']));
  }
  const turned = [...whole.slice(0, 3), card(['Compare after a week'], ['Try one team']), whole[4]!];
  expect(judgeUntold(run!, turned, wire).map(({ message }) => message)).toEqual([
    expect.stringContaining('in another order than the page'),
  ]);
});

test('a text of somebody else is found, if it stood there for one picture only', () => {
  const seen = (who: string | null, text: string) => ({ time: START + day, page: 1, who, text });
  const owned = [
    { who: 'ada', text: 'The merger with Globex cost four million.' },
    { who: 'ada', text: 'Which models are the largest?' },
    { who: 'eve', text: 'Which models are the largest?' },
  ];
  expect(judgeForeign([seen('ada', 'The merger with Globex cost four million.')], owned)).toEqual([]);
  expect(judgeForeign([seen('eve', 'Which models are the largest?')], owned)).toEqual([]);
  expect(judgeForeign([seen('eve', 'The merger with')], owned), 'too short to be somebody’s').toEqual([]);
  for (const text of ['AI The merger with Globex cost four million. Raw Data', 'The merger with Globex cost four'])
    expect(judgeForeign([seen('eve', text)], owned)).toMatchObject([
      { rule: 'screen-foreign', message: expect.stringContaining('showed eve what belongs to ada') },
    ]);
});

test('an object of a script in place of words is found, unless it came so', () => {
  const seen = [{ time: START, page: 1, who: 'ada', text: 'Error - [object Object] (Attempt 1/3)' }];
  expect(judgeNoText(seen, wire)).toMatchObject([
    { rule: 'screen-told', message: expect.stringContaining('the page shows "Error - [object Object]') },
  ]);
  const asked = { time: START, text: 'Why does the log say [object Object]?', thread: null };
  expect(judgeNoText(seen, { ...wire, sent: [asked] })).toEqual([]);
  expect(judgeNoText(seen, { ...wire, stored: [{ time: START, body: { detail: '[object Object]' } }] })).toEqual([]);
});

test('ages in words are read as the times that they may mean', () => {
  for (const age of [3 * minute, 50 * minute, 5 * hour, 3 * day]) {
    const words =
      age < hour ? `${age / minute} minutes ago` : age < day ? `${age / hour} hours ago` : `${age / day} days ago`;
    const used = {
      ...wire,
      stored: [{ time: START, body: [{ id: 't', updated_at: new Date(START + 1_000 - age).toISOString() }] }],
    };
    expect(judgeTold([thread('t', words)], used), words).toEqual([]);
    expect(judgeTold([thread('t', 'Just now')], used), words).toHaveLength(1);
  }
});
