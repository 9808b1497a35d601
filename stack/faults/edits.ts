import type { Effects, OutFrame } from './effects.ts';
import { fault, type Fault, type FaultParameters } from './fault.ts';
import { change, editRuns, field, isPiece, type Message, send, type Seen } from './frame.ts';

/** Which frame of a run is meant: the one at a place, or the n-th of a type. */
const one = {
  at: { about: 'number of the frame in its run, from 1; 0: chosen by type', default: 0, min: 0, max: 10_000 },
  type: { about: 'type of the frame', default: 'agent_thinking' },
  nth: { about: 'number of the frame among those of this type, from 1', default: 1, min: 1, max: 10_000 },
} satisfies FaultParameters;

interface One {
  at: number;
  type: string;
  nth: number;
}

function meant({ at, type, nth }: One, seen: Seen): boolean {
  return at > 0 ? seen.place === at : seen.type === type && seen.placeOfType === nth;
}

/** Effects of an edit that changes one frame and leaves the others as they are. */
function onOne(values: One, edit: (seen: Seen) => OutFrame[]): Effects {
  return { frames: () => editRuns((seen) => (meant(values, seen) ? edit(seen) : [send(seen.frame)])) };
}

const wire = { where: 'wire' } as const;

/** Fields that tell a step or a duration, whatever the envelope. */
const figures = ['step_number', 'duration_ms', 'execution_time_ms', 'execution_time', 'duration'];

/** All costs but the first are twice as high, so that their sum is wrong. */
function otherCosts(frame: Message): Message {
  const costs = Object.entries(field(frame, 'cost_analysis') ?? {});
  const twice = costs.map(([name, value], place) => [name, place === 0 ? value : Number(value) * 2]);
  return costs.length === 0 ? frame : change(frame, 'cost_analysis', Object.fromEntries(twice));
}

/** A time `offset` ms later, in the form it had (ISO, seconds or milliseconds); what is no time stays as it is. */
function shifted(timestamp: unknown, offset: number): unknown {
  if (typeof timestamp === 'number') return timestamp < 1e11 ? timestamp + offset / 1000 : timestamp + offset;
  const parsed = typeof timestamp === 'string' ? Date.parse(timestamp) + offset : Number.NaN;
  return Math.abs(parsed) <= 8.64e15 ? new Date(parsed).toISOString() : timestamp;
}

/** Edits that take a frame out of its place: dropped, doubled, swapped, late, and so on. */
const places: Fault[] = [
  fault({
    id: 'drop',
    title: 'A frame is dropped',
    owner: 'backend',
    cause: 'F20',
    ...wire,
    params: one,
    effects: (values) => onOne(values, () => []),
  }),
  fault({
    id: 'double',
    title: 'A frame is sent twice',
    owner: 'backend',
    cause: 'F23',
    ...wire,
    params: one,
    effects: (values) => onOne(values, ({ frame }) => [send(frame), send(frame)]),
  }),
  fault({
    id: 'swap',
    title: 'A frame swaps places with the next frame of its run',
    owner: 'backend',
    cause: 'F22',
    ...wire,
    params: one,
    effects: (values) => ({
      frames: () => {
        const held = new Map<string, OutFrame>();
        return editRuns((seen) => {
          const before = held.get(seen.run);
          held.delete(seen.run);
          if (before !== undefined) return [send(seen.frame), before];
          if (!meant(values, seen)) return [send(seen.frame)];
          held.set(seen.run, send(seen.frame));
          return [];
        });
      },
    }),
  }),
  fault({
    id: 'delay',
    title: 'A frame arrives late while the others go on',
    owner: 'backend',
    cause: 'F22',
    ...wire,
    params: { ...one, ms: { about: 'milliseconds', default: 200, min: 1, max: 600_000 } },
    effects: (values) => onOne(values, ({ frame }) => [send(frame, values.ms)]),
  }),
  fault({
    id: 'stall',
    title: 'The stream stops at a frame',
    owner: 'backend',
    cause: 'F20',
    ...wire,
    params: { ...one, ms: { about: 'milliseconds until it goes on; 0: never', default: 0, min: 0, max: 600_000 } },
    effects: (values) => ({
      frames: () => {
        const until = new Map<string, number>();
        return editRuns((seen) => {
          if (meant(values, seen)) until.set(seen.run, values.ms === 0 ? Infinity : performance.now() + values.ms);
          const wait = Math.max((until.get(seen.run) ?? 0) - performance.now(), 0);
          return wait === Infinity ? [] : [{ ...send(seen.frame, wait), inOrder: true }];
        });
      },
    }),
  }),
  fault({
    id: 'slow',
    title: 'The frames before the first piece of the answer arrive later and later',
    owner: 'backend',
    cause: 'unknown',
    ...wire,
    params: { ms: { about: 'milliseconds that each frame adds', default: 200, min: 1, max: 60_000 } },
    effects: ({ ms }) => ({
      frames: () => {
        const waits = new Map<string, number>();
        const flowing = new Set<string>();
        return editRuns((seen) => {
          if (isPiece(seen)) flowing.add(seen.run);
          const wait = (waits.get(seen.run) ?? 0) + (flowing.has(seen.run) ? 0 : ms);
          waits.set(seen.run, wait);
          return [{ ...send(seen.frame, wait), inOrder: true }];
        });
      },
    }),
  }),
  fault({
    id: 'batch-at-end',
    title: 'All frames of a run arrive in one batch at its end',
    owner: 'backend',
    cause: 'F22',
    ...wire,
    effects: () => ({
      frames: () => {
        const held = new Map<string, OutFrame[]>();
        return editRuns(({ frame, run, ends, type }) => {
          const batch = [...(held.get(run) ?? []), send(frame)];
          const over = ends || type === 'final_report' || type === 'error';
          held.set(run, over ? [] : batch);
          return over ? batch : [];
        });
      },
    }),
  }),
  fault({
    id: 'late-after-end',
    title: 'A frame arrives after the end of its run',
    owner: 'backend',
    cause: 'F22',
    ...wire,
    params: {
      type: { about: 'type of the frame; its last one before the end is sent again', default: 'agent_thinking' },
      ms: { about: 'milliseconds after the end', default: 25, min: 1, max: 600_000 },
    },
    effects: ({ type, ms }) => ({
      frames: () => {
        const last = new Map<string, Seen>();
        return editRuns((seen) => {
          const earlier = last.get(seen.run);
          if (seen.type === type) last.set(seen.run, seen);
          if (!seen.ends || earlier === undefined) return [send(seen.frame)];
          const late = change(earlier.frame, 'timestamp', shifted(seen.frame['timestamp'], ms));
          return [send(seen.frame), send(late, ms)];
        });
      },
    }),
  }),
];

/** Edits that change what is in a frame. */
const contents: Fault[] = [
  fault({
    id: 'truncate',
    title: 'A frame is cut off in the middle',
    owner: 'backend',
    cause: 'F54',
    ...wire,
    params: one,
    effects: (values) =>
      onOne(values, ({ frame }) => {
        const data = JSON.stringify(frame);
        return [send(data.slice(0, Math.floor(data.length / 2)))];
      }),
  }),
  fault({
    id: 'rename',
    title: 'A frame has another type',
    owner: 'backend',
    cause: 'F20',
    ...wire,
    params: { ...one, as: { about: 'the other type', default: 'agent_reflecting' } },
    effects: (values) => onOne(values, ({ frame }) => [send(change(frame, 'type', values.as))]),
  }),
  fault({
    id: 'wrong-run',
    title: 'A frame names another run',
    owner: 'backend',
    cause: 'F32',
    ...wire,
    params: one,
    effects: (values) => onOne(values, ({ frame }) => [send(change(frame, 'run_id', 'run_of_somebody_else'))]),
  }),
  fault({
    id: 'wrong-user',
    title: 'A frame names another person',
    owner: 'backend',
    cause: 'F49',
    ...wire,
    params: one,
    effects: (values) => onOne(values, ({ frame }) => [send(change(frame, 'user_id', 'user-somebody-else'))]),
  }),
  fault({
    id: 'wrong-thread',
    title: 'A frame names another thread',
    owner: 'backend',
    cause: 'F32',
    ...wire,
    params: one,
    effects: (values) => onOne(values, ({ frame }) => [send(change(frame, 'thread_id', 'thread_of_somebody_else'))]),
  }),
  fault({
    id: 'bad-timestamp',
    title: 'A frame has an impossible timestamp',
    owner: 'backend',
    cause: 'unknown',
    ...wire,
    params: {
      ...one,
      time: {
        about: 'what is wrong with the timestamp',
        default: 'unreadable',
        oneOf: ['unreadable', 'past', 'future'],
      },
    },
    effects: (values) =>
      onOne(values, ({ frame }) => {
        const hour = values.time === 'past' ? -3_600_000 : 3_600_000;
        const timestamp = values.time === 'unreadable' ? 'half past never' : shifted(frame['timestamp'], hour);
        return [send(change(frame, 'timestamp', timestamp))];
      }),
  }),
  fault({
    id: 'wrong-figure',
    title: 'A frame tells an impossible step, duration or sum',
    owner: 'backend',
    cause: 'unknown',
    ...wire,
    params: { ...one, type: { about: 'type of the frame', default: 'agent_completed' } },
    effects: (values) =>
      onOne(values, ({ frame }) => [
        send(figures.reduce((all, name) => change(all, name, 3_600_000), otherCosts(frame))),
      ]),
  }),
  fault({
    id: 'bad-json',
    title: 'A frame is not valid JSON',
    owner: 'backend',
    cause: 'F54',
    ...wire,
    params: one,
    effects: (values) => onOne(values, ({ frame }) => [send(JSON.stringify(frame).replace('":', '"='))]),
  }),
  fault({
    id: 'binary',
    title: 'A frame is binary',
    owner: 'backend',
    cause: 'F54',
    ...wire,
    params: one,
    effects: (values) => onOne(values, ({ frame }) => [send(new TextEncoder().encode(JSON.stringify(frame)))]),
  }),
  fault({
    id: 'empty',
    title: 'A frame is empty',
    owner: 'backend',
    cause: 'F54',
    ...wire,
    params: one,
    effects: (values) => onOne(values, () => [send('')]),
  }),
  fault({
    id: 'tool-failed',
    title: 'A tool returns with a failure',
    owner: 'backend',
    cause: 'F66',
    ...wire,
    params: { ...one, type: { about: 'type of the frame', default: 'tool_completed' } },
    effects: (values) =>
      onOne(values, ({ frame }) => [send(change(change(frame, 'success', false), 'status', 'failed'))]),
  }),
  fault({
    id: 'results-swapped',
    title: "Two tools that run at the same time return each other's result",
    owner: 'backend',
    cause: 'unknown',
    ...wire,
    effects: () => ({
      frames: () => {
        const held = new Map<string, Message>();
        return editRuns(({ frame, type, run, placeOfType }) => {
          if (type !== 'tool_completed' || placeOfType > 2) return [send(frame)];
          const first = held.get(run);
          if (first)
            return [
              [first, frame],
              [frame, first],
            ].map(([to, from]) => send(change(to!, 'result', field(from!, 'result'))));
          held.set(run, frame);
          return [];
        });
      },
    }),
  }),
  fault({
    id: 'agent-failed',
    title: 'An agent that failed is sent as completed',
    owner: 'backend',
    cause: 'F66',
    ...wire,
    params: { ...one, type: { about: 'type of the frame', default: 'agent_completed' } },
    effects: (values) =>
      onOne(values, ({ frame }) => [
        send(change(frame, 'result', { status: 'completed', success: false, error: 'The model gave no answer' })),
      ]),
  }),
  fault({
    id: 'huge',
    title: 'A frame is very large',
    owner: 'backend',
    cause: 'unknown',
    ...wire,
    params: { ...one, bytes: { about: 'size of the frame', default: 1_048_576, min: 1024, max: 64_000_000 } },
    effects: (values) =>
      onOne(values, ({ frame }) => {
        const bare = JSON.stringify({ ...frame, padding: '' });
        const missing = Math.max(values.bytes - new TextEncoder().encode(bare).length, 0);
        return [send({ ...frame, padding: 'x'.repeat(missing) })];
      }),
  }),
];

export const frameEdits: readonly Fault[] = [...places, ...contents];
