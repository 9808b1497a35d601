import type { Effects, OutFrame } from './effects.ts';
import { fault, type Fault } from './fault.ts';
import { change, editRuns, field, send, taken, textField, without, type Message } from './frame.ts';

const critical = ['agent_started', 'agent_thinking', 'tool_executing', 'tool_completed', 'agent_completed'] as const;
const wire = { where: 'wire' } as const;

/** The start of each tool is held back until its end was sent. */
function endsFirst(): Effects {
  return {
    frames: () => {
      const held = new Map<string, OutFrame>();
      return editRuns(({ frame, type }) => {
        const id = textField(frame, 'execution_id') || textField(frame, 'tool_name');
        if (type === 'tool_executing') {
          held.set(id, send(frame));
          return [];
        }
        const start = type === 'tool_completed' ? held.get(id) : undefined;
        return start === undefined ? [send(frame)] : [send(frame), start];
      });
    },
  };
}

/** Frames are grouped by type in an `event_batch`, which loses their order (docs/contract/backend.md 3.7). */
function batches(size: number): Effects {
  return {
    frames: () => {
      const held = new Map<string, Message[]>();
      let number = 0;
      return editRuns(({ frame, run, ends, type }) => {
        const batch = [...(held.get(run) ?? []), frame];
        const full = batch.length >= size || ends || type === 'final_report';
        held.set(run, full ? [] : batch);
        if (!full) return [];
        number += 1;
        const types = [...new Set(batch.map((one) => textField(one, 'type')))];
        const events = Object.fromEntries(
          types.map((name) => [name, batch.filter((one) => textField(one, 'type') === name)]),
        );
        return [
          send({
            type: 'event_batch',
            batch_id: `batch_${number}`,
            events,
            batch_size: batch.length,
            timestamp: Date.now() / 1000,
          }),
        ];
      });
    },
  };
}

/** The same fields in another envelope. */
function moved(frame: Message, to: string): Message {
  const { around, fields } = taken(frame);
  if (to === 'root') return { ...fields, ...around };
  return to === 'data' ? { ...around, data: fields } : { ...around, body: fields };
}

function misread(frame: Message, type: string): string {
  const name = textField(frame, 'tool_name');
  return `{"type": "${type}", "tool_name": "${name}", "started_at": datetime.datetime(2025, 9, 14, 7, 30), "result": <ToolResult`;
}

/** Events that are missing, doubled, out of order, half, or not what they should be. */
export const eventFaults: readonly Fault[] = [
  fault({
    id: 'F19',
    title: 'The agent starts and never completes',
    owner: 'backend',
    where: 'stack',
    params: { after: { about: 'frames sent before it hangs', default: 2, min: 1, max: 10_000 } },
    effects: ({ after }) => ({ run: () => ({ dies: { after, status: 'running' } }) }),
  }),
  fault({
    id: 'F20',
    title: 'A critical event is missing',
    owner: 'backend',
    ...wire,
    params: {
      type: { about: 'the missing event', default: 'agent_thinking', oneOf: critical },
      as: {
        about: 'the type sent instead; none: nothing is sent',
        default: 'none',
        oneOf: ['none', 'reasoning'],
      },
    },
    effects: (values) => ({
      frames: () =>
        editRuns(({ frame, type }) => {
          if (type !== values.type) return [send(frame)];
          return values.as === 'none' ? [] : [send(change(frame, 'type', values.as))];
        }),
    }),
  }),
  fault({
    id: 'F21',
    title: 'A tool event has no matching start or end',
    owner: 'backend',
    ...wire,
    params: {
      lost: { about: 'the event that is lost', default: 'tool_completed', oneOf: ['tool_completed', 'tool_executing'] },
      nth: { about: 'number of the tool, from 1', default: 1, min: 1, max: 1000 },
    },
    effects: ({ lost, nth }) => ({
      frames: () =>
        editRuns(({ frame, type, placeOfType }) => (type === lost && placeOfType === nth ? [] : [send(frame)])),
    }),
  }),
  fault({
    id: 'F22',
    title: 'Events arrive out of order',
    owner: 'backend',
    ...wire,
    params: {
      mode: { about: 'what breaks the order', default: 'end-before-start', oneOf: ['end-before-start', 'batch'] },
      size: { about: 'events in a batch', default: 5, min: 2, max: 1000 },
    },
    effects: ({ mode, size }) => (mode === 'batch' ? batches(size) : endsFirst()),
  }),
  fault({
    id: 'F23',
    title: 'Events arrive twice',
    owner: 'backend',
    ...wire,
    effects: () => ({ frames: () => editRuns(({ frame }) => [send(frame), send(frame)]) }),
  }),
  fault({
    id: 'F24',
    title: 'Event fields are not where the page reads them',
    owner: 'backend',
    ...wire,
    params: { where: { about: 'where the fields are', default: 'body', oneOf: ['body', 'data', 'root'] } },
    effects: ({ where }) => ({ frames: () => editRuns(({ frame }) => [send(moved(frame, where))]) }),
  }),
  fault({
    id: 'F25',
    title: 'Required event fields are missing',
    owner: 'backend',
    ...wire,
    params: {
      field: {
        about: 'the missing field',
        default: 'tool_name',
        oneOf: ['tool_name', 'result', 'run_id', 'agent_name', 'reasoning'],
      },
    },
    effects: (values) => ({ frames: () => editRuns(({ frame }) => [send(without(frame, values.field))]) }),
  }),
  fault({
    id: 'F28',
    title: 'A canned answer is returned as a success',
    owner: 'backend',
    where: 'stack',
    params: {
      text: { about: 'the answer', default: 'Mock triage agent response: Successfully processed your request' },
    },
    effects: ({ text }) => ({ run: () => ({ answer: text }) }),
  }),
  fault({
    id: 'F32',
    title: 'Thread ids do not match',
    owner: 'backend',
    ...wire,
    params: { thread: { about: 'the id in the frames', default: 'thread_1757894400000_run_1a2b3c4d' } },
    effects: ({ thread }) => ({
      frames: () =>
        editRuns(({ frame }) => [
          send(field(frame, 'thread_id') === undefined ? frame : change(frame, 'thread_id', thread)),
        ]),
      answer: ({ service, path, method }) => {
        if (service !== 'api' || method === 'OPTIONS' || !/^\/api\/threads\/[^/]+\/messages$/.test(path))
          return undefined;
        return {
          status: 404,
          headers: { 'content-type': 'application/json' },
          body: '{"detail":"404: Thread not found"}',
        };
      },
    }),
  }),
  fault({
    id: 'F53',
    title: 'The answer stops in the middle',
    owner: 'backend',
    where: 'stack',
    params: { pieces: { about: 'pieces that are sent', default: 4, min: 1, max: 1000 } },
    effects: ({ pieces }) => ({ run: () => ({ cutAfterPieces: pieces }) }),
  }),
  fault({
    id: 'F54',
    title: 'An event cannot be serialized as JSON',
    owner: 'backend',
    ...wire,
    params: {
      type: { about: 'type of the event', default: 'tool_completed', oneOf: critical },
      mode: { about: 'what is sent instead', default: 'malformed', oneOf: ['malformed', 'error'] },
    },
    effects: (values) => ({
      frames: () =>
        editRuns(({ frame, type }) => {
          if (type !== values.type) return [send(frame)];
          if (values.mode === 'malformed') return [send(misread(frame, type))];
          const error_message = 'Object of type datetime is not JSON serializable';
          return [
            send({
              type: 'error_message',
              error_code: 'SERIALIZATION_ERROR',
              error_message,
              details: {},
              timestamp: Date.now() / 1000,
            }),
          ];
        }),
    }),
  }),
];
