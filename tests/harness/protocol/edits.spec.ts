import assert from 'node:assert/strict';
import { test } from '@playwright/test';
import fc from 'fast-check';
import type { Frame, Violation } from '../../../lib/evidence/index.ts';
import { judgeAll, normalise } from '../../../lib/protocol/index.ts';
import {
  countsOf,
  ENVELOPES,
  expectationsFor,
  perform,
  runPlan,
  sendFrame,
  type Step,
  START,
  toFrames,
} from './support/scenes.ts';

const CASES = 60;

/**
 * Changes frames in one place. @returns the frames, and the number of the frame to be named; null where the edit makes
 * no sense.
 */
type Edit = (frames: Frame[], at: number) => { frames: Frame[]; named?: number[] } | null;

type Fields = Record<string, unknown>;

const edits: Record<string, Edit> = {
  'a dropped frame': (frames, at) => ({ frames: frames.toSpliced(at, 1) }),
  'a doubled frame': (frames, at) => ({ frames: frames.toSpliced(at, 0, frames[at] as Frame) }),
  'a swap of two frames': (frames, at) => {
    const [first, second] = [frames[at] as Frame, frames[at + 1]];
    // Those of two agents at work may cross (docs/contract/backend.md 4.4): see order.spec.ts.
    return second && agentOf(first) === agentOf(second)
      ? {
          frames: frames.toSpliced(at, 2, { ...first, text: second.text }, { ...second, text: first.text }),
          named: [at, at + 1],
        }
      : null;
  },
  'a renamed type': changed((message) => ({ ...message, type: `${String(message.type)}_v2` })),
  'a missing type': changed(({ type: _, ...message }) => message),
  'a thought under the type reasoning': changed((message) =>
    message.type === 'agent_thinking' ? { ...message, type: 'reasoning' } : null,
  ),
  'another run': changed(everywhere('run_id', 'run_of_somebody')),
  'another user': changed(everywhere('user_id', 'user-eve')),
  'another thread': changed(everywhere('thread_id', 'thread_of_somebody')),
  'an agent that nobody started': changed(everywhere('agent_name', 'ghost_agent')),
  'a missing run_id': changed(everywhere('run_id', undefined)),
  'a missing agent_name': changed((message) =>
    /^(agent|tool)_/.test(String(message.type)) ? everywhere('agent_name', undefined)(message) : null,
  ),
  'a missing tool_name': changed(everywhere('tool_name', undefined)),
  'another tool_name': changed(everywhere('tool_name', 'other_tool')),
  'another execution_id': changed(everywhere('execution_id', 'other')),
  'a tool without a result': changed((message) =>
    message.type === 'tool_completed' ? everywhere('result', undefined)(message) : null,
  ),
  'a thought without reasoning': changed(everywhere('reasoning', undefined)),
  'a canned thought': changed(everywhere('reasoning', 'Processing...')),
  'a missing timestamp': changed(everywhere('timestamp', undefined)),
  'a timestamp in words': changed(everywhere('timestamp', 'yesterday')),
  'a timestamp of zero': changed(everywhere('timestamp', 0)),
  'a timestamp an hour off': changed(everywhere('timestamp', START + 3_600_000)),
  'a frame that is cut off': (frames, at) => replaced(frames, at, { text: (frames[at] as Frame).text.slice(0, -10) }),
  'a frame that is not JSON': (frames, at) => replaced(frames, at, { text: `<html>${(frames[at] as Frame).text}` }),
  'an empty frame': (frames, at) => replaced(frames, at, { text: '' }),
  'a binary frame': (frames, at) => replaced(frames, at, { binary: true }),
  'an array': (frames, at) => replaced(frames, at, { text: `[${(frames[at] as Frame).text}]` }),
  'a mebibyte of text': changed(everywhere('content', 'x'.repeat(2 ** 20))),
  'a piece that says something else': changed(everywhere('content', 'Nobody said this.')),
  'half an answer in the report': changed(everywhere('executive_summary', 'It')),
  'half an answer in the result': changed(everywhere('result', 'It', 'agent_completed')),
  'a late frame after the end': (frames, at) => {
    const frame = frames[at] as Frame;
    if (/final_report/.test(frame.text) || at === frames.length - 1) return null;
    return {
      frames: [...frames.toSpliced(at, 1), { ...frame, time: (frames.at(-1) as Frame).time }],
      named: [frames.length - 1],
    };
  },
  'a frame that stalls the run': (frames, at) =>
    at === 0
      ? null
      : {
          frames: frames.map((frame, index) => (index < at ? frame : { ...frame, time: frame.time + 4_000 })),
          named: [at],
        },
  'a run that breaks off': (frames, at) =>
    /final_report/.test((frames[at] as Frame).text) ? null : { frames: frames.slice(0, at) },
};

function agentOf({ text }: Frame): string | undefined {
  return /"agent_name":"(\w+)"/.exec(text)?.[1];
}

/** An edit of the message in one frame; null where the message offers nothing to edit. */
function changed(change: (message: Fields) => Fields | null): Edit {
  return (frames, at) => {
    const after = change(JSON.parse((frames[at] as Frame).text) as Fields);
    return after && replaced(frames, at, { text: JSON.stringify(after) });
  };
}

function replaced(frames: Frame[], at: number, part: Partial<Frame>) {
  return { frames: frames.with(at, { ...(frames[at] as Frame), ...part }), named: [at] };
}

/** Sets a field wherever the envelope has it, or takes it out with `undefined`. */
function everywhere(field: string, value: unknown, only?: string): (message: Fields) => Fields | null {
  return (message) => {
    if (only !== undefined && message.type !== only) return null;
    let found = false;
    const set = (part: Fields): Fields =>
      Object.fromEntries(
        Object.entries(part).map(([key, old]) => {
          const inner =
            typeof old === 'object' && old !== null && ['payload', 'data'].includes(key) ? set(old as Fields) : old;
          found ||= key === field && JSON.stringify(old) !== JSON.stringify(value);
          return [key, key === field ? value : inner];
        }),
      );
    const after = set(message);
    return found ? after : null;
  };
}

/** A message and the run that answers it, with the frames of the run edited and renumbered. */
function judgeEdited(steps: readonly Step[], frames: Frame[]): Violation[] {
  const numbered = [sendFrame('thread_1', 0, 1), ...frames.map((frame, index) => ({ ...frame, seq: index + 2 }))];
  return judgeAll(
    numbered.map(normalise),
    expectationsFor(steps, {
      now: Math.max(...numbered.map(({ time }) => time)) + 4_000,
      thread: 'thread_1',
      counts: countsOf(steps),
      mentions: ['It:'],
      runIds: ['run_1'],
    }),
  );
}

function speaksOf(violations: Violation[], frame: number): boolean {
  return violations.some(
    (violation) => violation.frame === frame || new RegExp(`#${frame}\\b`).test(violation.message),
  );
}

test.describe('one edit of a legal run', () => {
  for (const [name, edit] of Object.entries(edits)) {
    test(`${name} is noticed and its frame named`, () => {
      let made = 0;
      fc.assert(
        fc.property(runPlan, fc.constantFrom(...ENVELOPES), fc.nat(), (plan, envelope, place) => {
          const steps = perform(plan);
          const frames = toFrames(steps, envelope);
          const edited = frames
            .map((_, offset) => edit(frames, (place + offset) % frames.length))
            .find((result) => result !== null);
          if (!edited) return;
          made += 1;
          const violations = judgeEdited(steps, edited.frames);
          assert(violations.length > 0, 'no rule noticed it');
          assert(
            violations.every(({ message }) => /#\d/.test(message)),
            'a violation names no frame',
          );
          const named = edited.named?.map((index) => index + 2) ?? [];
          assert(named.length === 0 || named.some((frame) => speaksOf(violations, frame)), `none of ${named} is named`);
        }),
        { numRuns: CASES },
      );
      assert(made >= CASES / 10, `the edit could be made ${made} times only`);
    });
  }
});

test.describe('swap of two neighbouring steps', () => {
  /** Whether the second step had to wait for the first. */
  const bound = (first: Step, second: Step): boolean => {
    const ofOneAgent = first.agent === second.agent;
    const ends = (step: Step) => step.type === 'agent_completed';
    const starts = (step: Step) => step.type === 'agent_started';
    if (first.type === 'final_report' || second.type === 'final_report') return false;
    if (ofOneAgent && (starts(first) || ends(second))) return true;
    if (first.type === 'partial_result' && second.type === 'partial_result')
      return first.fields.content !== second.fields.content;
    return ofOneAgent && first.type === 'tool_executing' && second.type === 'tool_completed' && sameCall(first, second);
  };
  const sameCall = (first: Step, second: Step) =>
    first.fields.tool_name === second.fields.tool_name &&
    JSON.stringify(first.fields.parameters) === JSON.stringify(second.fields.result);

  function swapped(steps: Step[], at: number): Step[] {
    const [first, second] = [steps[at] as Step, steps[at + 1] as Step];
    return steps.toSpliced(at, 2, { ...second, at: first.at }, { ...first, at: second.at });
  }

  test('swapped steps are noticed where their order matters', () => {
    let made = 0;
    fc.assert(
      fc.property(runPlan, fc.nat(), (plan, place) => {
        const steps = perform(plan);
        const pairs = steps
          .slice(0, -1)
          .flatMap((step, index) => (bound(step, steps[index + 1] as Step) ? [index] : []));
        const at = pairs[place % Math.max(pairs.length, 1)];
        if (at === undefined) return;
        // First in first out: without ids, the result of one call may close another call of the same tool.
        const { type, fields } = steps[at] as Step;
        const alike = steps.filter(
          (step) => step.type === 'tool_executing' && step.fields.tool_name === fields.tool_name,
        );
        if (type === 'tool_executing' && alike.length > 1 && fields.execution_id === undefined) return;
        made += 1;
        const violations = judgeEdited(steps, toFrames(swapped(steps, at)));
        assert(
          [at + 2, at + 3].some((frame) => speaksOf(violations, frame)),
          'neither of the two is named',
        );
      }),
      { numRuns: 4 * CASES },
    );
    assert(made > CASES);
  });

  test('swapped frames of overlapping tools or of two agents at work are accepted', () => {
    let made = 0;
    fc.assert(
      fc.property(runPlan, fc.nat(), (plan, place) => {
        const steps = perform(plan);
        const free = (first: Step, second: Step) =>
          first.agent !== second.agent
            ? ![first, second].some(({ type }) => ['agent_started', 'agent_completed'].includes(type))
            : first.type === second.type && first.type.startsWith('tool_');
        const pairs = steps
          .slice(0, -1)
          .flatMap((step, index) => (free(step, steps[index + 1] as Step) ? [index] : []));
        const at = pairs[place % Math.max(pairs.length, 1)];
        if (at === undefined) return;
        made += 1;
        assert.deepEqual(judgeEdited(steps, toFrames(swapped(steps, at))), []);
      }),
      { numRuns: 4 * CASES },
    );
    assert(made > CASES / 2);
  });
});
