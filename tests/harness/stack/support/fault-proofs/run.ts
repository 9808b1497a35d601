import { expect } from '@playwright/test';
import type { Json } from '../../../support/wire-client.ts';
import {
  answerIn,
  asAda,
  ask,
  count,
  expectOnly,
  fieldsOf,
  pieces,
  proof,
  question,
  runFrames,
  typesOf,
  wholeRun,
  type Bed,
  type Proofs,
} from './proof.ts';

async function storedAnswer(bed: Bed): Promise<string | undefined> {
  const threads = (await asAda(bed, '/api/threads')).body as unknown as Json[];
  const { body } = await asAda(bed, `/api/threads/${String(threads[0]?.['id'])}/messages`);
  return (body['messages'] as Json[])
    .filter(({ role }) => role === 'assistant')
    .map(({ content }) => String(content))[0];
}

async function runStatus(bed: Bed): Promise<unknown> {
  return ((await asAda(bed, '/api/agents/status')).body as unknown as Json[])[0]?.['status'];
}

function tools(frames: Json[], type: string): unknown[] {
  return frames.filter((frame) => frame['type'] === type).map((frame) => fieldsOf(frame)['tool_name']);
}

/** Faults that show in the events of a run. */
export const runProofs: Proofs = {
  F18: proof(async (bed) => {
    const line = await ask(bed);
    await expect.poll(() => runStatus(bed)).toBe('completed');
    await expectOnly(line, ['connection_established', 'thread_created']);
    expect(await storedAnswer(bed)).toContain(question);
  }),
  F19: proof(async (bed) => {
    const line = await ask(bed);
    await expectOnly(line, ['connection_established', 'thread_created', 'agent_started', 'agent_thinking']);
    expect(await runStatus(bed)).toBe('running');
    expect(await storedAnswer(bed)).toBeUndefined();
  }),
  F20: proof(async (bed) => {
    const frames = await wholeRun(bed);
    expect(count(frames, 'agent_thinking')).toBe(0);
    expect(count(frames, 'agent_started')).toBe(3);
  }),
  F21: proof(async (bed) => {
    const frames = await wholeRun(bed);
    expect(tools(frames, 'tool_executing')).toEqual(['usage_query', 'price_lookup', 'savings_model']);
    expect(tools(frames, 'tool_completed')).toEqual(['usage_query', 'savings_model']);
  }),
  F22: proof(async (bed) => {
    const frames = await wholeRun(bed);
    expect(typesOf(frames).indexOf('tool_completed')).toBeLessThan(typesOf(frames).indexOf('tool_executing'));
    expect(count(frames, 'tool_executing')).toBe(3);
  }),
  F23: proof(async (bed) => {
    const frames = await wholeRun(bed);
    expect(frames.filter((_frame, index) => index % 2 === 0)).toEqual(
      frames.filter((_frame, index) => index % 2 === 1),
    );
  }),
  F24: proof(async (bed) => {
    const frames = await wholeRun(bed);
    const tool = frames.find(({ type }) => type === 'tool_executing');
    expect(tool).toMatchObject({ agent_name: 'data_agent', body: { tool_name: 'usage_query' } });
    expect(tool).not.toHaveProperty('payload');
  }),
  F25: proof(async (bed) => {
    const frames = await wholeRun(bed);
    expect(JSON.stringify(frames)).not.toContain('tool_name');
    expect(count(frames, 'tool_executing')).toBe(3);
  }),
  F27: proof(async (bed) => {
    const line = await ask(bed);
    await expectOnly(line, ['connection_established', 'thread_created', 'agent_started', 'agent_thinking']);
    expect(await runStatus(bed)).toBe('failed');
  }),
  F32: proof(async (bed) => {
    const frames = await wholeRun(bed);
    const threads = (await asAda(bed, '/api/threads')).body as unknown as Json[];
    expect(new Set(frames.map((frame) => frame['thread_id']))).toEqual(new Set(['thread_1757894400000_run_1a2b3c4d']));
    const { status, body } = await asAda(bed, `/api/threads/${String(threads[0]?.['id'])}/messages`);
    expect([status, body]).toEqual([404, { detail: '404: Thread not found' }]);
  }),
  F53: proof(async (bed) => {
    const line = await ask(bed);
    await line.several('partial_result', 4);
    await new Promise((done) => setTimeout(done, 150));
    expect(count(runFrames(line), 'partial_result')).toBe(4);
    expect(runFrames(line).at(-1)).toMatchObject({ type: 'partial_result' });
    expect(await storedAnswer(bed)).toBe(pieces(runFrames(line)));
  }),
  F54: proof(async (bed) => {
    const line = await ask(bed);
    await line.heard('final_report');
    expect(line.raw.filter(({ data }) => data.includes('datetime.datetime'))).toHaveLength(3);
    expect(line.raw.length - line.frames.length).toBe(3);
    expect(line.of('tool_completed')).toEqual([]);
  }),
  F59: proof(async (bed) => {
    const line = await bed.dialAs(bed.ada);
    await asAda(bed, '/api/agent/v2/execute', { message: question });
    await expect.poll(() => runStatus(bed)).toBe('completed');
    await expectOnly(line, ['connection_established']);
    expect(await storedAnswer(bed)).toContain(question);
    await ask(bed, line);
    await line.heard('final_report');
  }),
  drop: { params: { at: 3 }, prove: async (bed) => expect(count(await wholeRun(bed), 'agent_started')).toBe(2) },
  double: {
    params: { at: 3 },
    prove: async (bed) => {
      const frames = await wholeRun(bed);
      expect(frames[3]).toEqual(frames[2]);
    },
  },
  swap: {
    params: { at: 3 },
    prove: async (bed) =>
      expect(typesOf(await wholeRun(bed)).slice(0, 4)).toEqual([
        'agent_started',
        'agent_thinking',
        'agent_thinking',
        'agent_started',
      ]),
  },
  delay: {
    params: { at: 1, ms: 12 },
    prove: async (bed) => {
      const frames = await wholeRun(bed);
      expect(frames[0]?.['type']).toBe('agent_thinking');
      expect(count(frames, 'agent_started')).toBe(3);
    },
  },
  stall: {
    params: { type: 'partial_result' },
    prove: async (bed) => {
      const line = await ask(bed);
      const lastThought = () =>
        runFrames(line)
          .filter((frame) => frame['agent_name'] === 'supervisor_agent')
          .map((frame) => frame['type']);
      await expect.poll(lastThought).toEqual(['agent_started', 'agent_thinking', 'agent_thinking']);
      await new Promise((done) => setTimeout(done, 150));
      expect(runFrames(line).at(-1)).toMatchObject({ type: 'agent_thinking', agent_name: 'supervisor_agent' });
    },
  },
  slow: {
    params: { ms: 20 },
    prove: async (bed) => {
      const began = performance.now();
      const line = await ask(bed);
      await line.heard('partial_result');
      expect(performance.now() - began).toBeGreaterThan(200);
      await line.heard('final_report');
      expect(typesOf(runFrames(line)).slice(-2)).toEqual(['agent_completed', 'final_report']);
    },
  },
  'batch-at-end': proof(async (bed) => {
    const line = await ask(bed);
    await line.next(({ type, agent_name }) => type === 'agent_completed' && agent_name === 'supervisor_agent');
    const times = line.raw.filter(({ data }) => data.includes('"run_id"')).map(({ at }) => at);
    const stamps = runFrames(line).map((frame) => Number(frame['timestamp']));
    const spread = (values: number[]) => Math.max(...values) - Math.min(...values);
    expect(runFrames(line).length).toBeGreaterThan(20);
    expect(spread(times)).toBeLessThan(spread(stamps) / 2);
  }),
  'late-after-end': {
    params: { ms: 500 },
    prove: async (bed) => {
      const line = await ask(bed);
      await line.several('agent_thinking', 5);
      expect(typesOf(runFrames(line)).slice(-2)).toEqual(['final_report', 'agent_thinking']);
    },
  },
  truncate: proof((bed) => expectUnreadable(bed, /^\{"type":"agent_thinking".*[^}]$/)),
  'bad-json': proof((bed) => expectUnreadable(bed, /^\{"type"=/)),
  empty: proof((bed) => expectUnreadable(bed, /^$/)),
  binary: proof(async (bed) => {
    const line = await ask(bed);
    await line.heard('final_report');
    expect(line.raw.filter(({ binary }) => binary).map(({ data }) => (JSON.parse(data) as Json)['type'])).toEqual([
      'agent_thinking',
    ]);
  }),
  rename: proof(async (bed) => {
    const frames = await wholeRun(bed);
    expect([count(frames, 'agent_reflecting'), count(frames, 'agent_thinking')]).toEqual([1, 3]);
  }),
  'wrong-run': proof(async (bed) => expect(oneOther(await wholeRun(bed), 'run_id')).toBe('run_of_somebody_else')),
  'wrong-user': proof(async (bed) => expect(oneOther(await wholeRun(bed), 'user_id')).toBe('user-somebody-else')),
  'wrong-thread': proof(async (bed) =>
    expect(oneOther(await wholeRun(bed), 'thread_id')).toBe('thread_of_somebody_else'),
  ),
  'bad-timestamp': proof(async (bed) => expect(oneOther(await wholeRun(bed), 'timestamp')).toBe('half past never')),
  huge: proof(async (bed) => {
    const line = await ask(bed);
    await line.heard('final_report');
    expect(line.raw.map(({ data }) => Buffer.byteLength(data)).filter((size) => size > 100_000)).toEqual([1_048_576]);
  }),
  'half-answer': proof(async (bed) => {
    const frames = await wholeRun(bed);
    expect(count(frames, 'partial_result')).toBe(4);
    expect(answerIn(frames)).toBe(pieces(frames));
    expect(await storedAnswer(bed)).not.toBe(answerIn(frames));
  }),
  'other-answer': proof(async (bed) => {
    const frames = await wholeRun(bed);
    expect(answerIn(frames)).toContain('Lisbon');
    expect(answerIn(frames).startsWith(pieces(frames))).toBe(true);
    expect(JSON.stringify(frames.filter(({ type }) => type === 'agent_completed').at(-1))).toContain('Lisbon');
  }),
  'results-swapped': proof(async (bed) => {
    const results = (await wholeRun(bed)).filter(({ type }) => type === 'tool_completed').map(fieldsOf);
    expect(results.map(({ tool_name }) => tool_name)).toEqual(['price_lookup', 'usage_query', 'savings_model']);
    expect(results[0]?.['result']).toHaveProperty('spend_usd');
    expect(results[1]?.['result']).toHaveProperty('current_model');
  }),
  'wrong-figure': proof(async (bed) => {
    const ended = (await wholeRun(bed)).filter(({ type }) => type === 'agent_completed').map(fieldsOf);
    expect(ended.map(({ duration_ms }) => Number(duration_ms) === 3_600_000)).toEqual([true, false, false]);
  }),
  'tool-failed': proof(async (bed) => {
    const returned = (await wholeRun(bed)).filter(({ type }) => type === 'tool_completed').map(fieldsOf);
    expect(returned.map(({ success, status }) => [success, status])).toEqual([
      [false, 'failed'],
      [true, 'completed'],
      [true, 'completed'],
    ]);
  }),
  'agent-failed': proof(async (bed) => {
    const ended = (await wholeRun(bed)).filter(({ type }) => type === 'agent_completed').map(fieldsOf);
    expect(ended.map(({ result }) => result)).toEqual([
      expect.objectContaining({ success: false }),
      expect.any(String),
      expect.any(String),
    ]);
  }),
  'chunk-after-last': proof(async (bed) => {
    const sent = (await wholeRun(bed)).filter(({ type }) => type === 'partial_result').map(fieldsOf);
    expect(sent.findIndex(({ is_complete }) => is_complete === true)).toBe(2);
    expect(sent.filter(({ is_complete }) => is_complete === true)).toHaveLength(1);
    expect(sent.length).toBeGreaterThan(3);
  }),
  'damaged-text': proof(async (bed) => {
    const frames = await wholeRun(bed);
    expect(pieces(frames).split('\ufffd')).toHaveLength(2);
    expect(answerIn(frames)).toBe(pieces(frames));
  }),
  'no-answer': proof(async (bed) => {
    const line = await ask(bed);
    await line.next(({ type, agent_name }) => type === 'agent_completed' && agent_name === 'supervisor_agent');
    const frames = runFrames(line);
    expect([count(frames, 'partial_result'), count(frames, 'final_report')]).toEqual([0, 0]);
    expect(fieldsOf(frames.at(-1))['result']).toBe('');
  }),
  'two-answers': proof(async (bed) => {
    const frames = await wholeRun(bed);
    expect(answerIn(frames)).toBe(pieces(frames));
    expect(String(fieldsOf(frames.findLast(({ type }) => type === 'agent_completed'))['result'])).toContain('Lisbon');
  }),
  'chunk-lost': proof((bed) =>
    expectChunks(bed, (shown, all) => expect(shown).toEqual([...all.slice(0, 2), ...all.slice(3)])),
  ),
  'chunk-repeated': proof((bed) =>
    expectChunks(bed, (shown, all) => expect(shown).toEqual([...all.slice(0, 3), ...all.slice(2)])),
  ),
  'chunk-swapped': proof((bed) =>
    expectChunks(bed, (shown, all) => {
      expect(shown).toEqual([all[0], all[1], all[3], all[2], ...all.slice(4)]);
    }),
  ),
};

/** One frame cannot be read, and it is this one. */
async function expectUnreadable(bed: Bed, pattern: RegExp): Promise<void> {
  const line = await ask(bed);
  await line.heard('final_report');
  const readable = new Set(line.frames.map((frame) => JSON.stringify(frame)));
  const unreadable = line.raw.map(({ data }) => data).filter((data) => !readable.has(data));
  expect(unreadable).toEqual([expect.stringMatching(pattern)]);
}

/** The one value of a field that differs from all others; for times, from numbers. */
function oneOther(frames: Json[], name: string): unknown {
  const usual = frames[0]?.[name];
  const others = frames
    .map((frame) => frame[name])
    .filter((value) => (typeof usual === 'number' ? typeof value !== 'number' : value !== usual));
  expect(others).toHaveLength(1);
  return others[0];
}

/** Compares pieces with those of a run of the same question without the fault; numbers are always in order. */
async function expectChunks(bed: Bed, compare: (shown: string[], all: string[]) => void): Promise<void> {
  const contents = (frames: Json[]) =>
    frames.filter(({ type }) => type === 'partial_result').map((frame) => String(fieldsOf(frame)['content']));
  const edited = (await wholeRun(bed)).filter(({ type }) => type === 'partial_result');
  expect(edited.map((frame) => fieldsOf(frame)['chunk_index'])).toEqual(edited.map((_frame, index) => index));
  bed.stack.setFaults([]);
  compare(contents(edited), contents(await wholeRun(bed)));
}
