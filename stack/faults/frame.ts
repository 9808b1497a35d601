import type { FrameEditor, OutFrame } from './effects.ts';

/** A frame as JSON. */
export type Message = Record<string, unknown>;

function isObject(value: unknown): value is Message {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

/** The JSON object in a frame, if it is one. */
function read(data: string): Message | undefined {
  try {
    const value: unknown = JSON.parse(data);
    return isObject(value) ? value : undefined;
  } catch (error) {
    if (error instanceof SyntaxError) return undefined;
    throw error;
  }
}

/** Name of the part that holds the fields of an event: `payload`, `data`, or none when they are at the root. */
function part(frame: Message): 'payload' | 'data' | undefined {
  if (isObject(frame['payload'])) return 'payload';
  return isObject(frame['data']) ? 'data' : undefined;
}

/** A field of an event, wherever its envelope has it. */
export function field(frame: Message, name: string): unknown {
  const inner = part(frame);
  const fields = inner === undefined ? frame : (frame[inner] as Message);
  return frame[name] ?? fields[name];
}

/** A field as text; empty when it is none. */
export function textField(frame: Message, name: string): string {
  const value = field(frame, name);
  return typeof value === 'string' ? value : '';
}

/** The frame with a field changed wherever it stands; one that it does not have is not added. */
export function change(frame: Message, name: string, value: unknown): Message {
  const inner = part(frame);
  const changed = { ...frame };
  if (Object.hasOwn(frame, name)) changed[name] = value;
  if (inner !== undefined && Object.hasOwn(frame[inner] as Message, name))
    changed[inner] = { ...(frame[inner] as Message), [name]: value };
  return changed;
}

/** The frame without a field, wherever it stood. */
export function without(frame: Message, name: string): Message {
  const inner = part(frame);
  const { [name]: _gone, ...rest } = frame;
  if (inner === undefined) return rest;
  const { [name]: _alsoGone, ...fields } = frame[inner] as Message;
  return { ...rest, [inner]: fields };
}

/** The fields of an event on their own, and what surrounds them. */
export function taken(frame: Message): { around: Message; fields: Message } {
  const inner = part(frame);
  if (inner === undefined) return { around: {}, fields: frame };
  const { [inner]: fields, ...around } = frame;
  return { around, fields: fields as Message };
}

/** Sends a frame at its place. */
export function send(frame: Message | string | Uint8Array, delay = 0): OutFrame {
  return { data: typeof frame === 'string' || frame instanceof Uint8Array ? frame : JSON.stringify(frame), delay };
}

/** A frame of a run, as an edit sees it. */
export interface Seen {
  frame: Message;
  type: string;
  run: string;
  agent: string;
  /** Its place among the frames of its run on this socket, from 1. */
  place: number;
  /** Its place among those of its type. */
  placeOfType: number;
  /** It ends the outermost agent of its run. */
  ends: boolean;
}

const ends = new Set([
  'agent_completed',
  'agent_finished',
  'agent_error',
  'agent_failed',
  'agent_death',
  'agent_stopped',
  'agent_cancelled',
]);

/** An editor that looks only at frames of runs and lets everything else through. */
export function editRuns(edit: (seen: Seen) => OutFrame[]): FrameEditor {
  const counts = new Map<string, number>();
  const outermost = new Map<string, string>();
  const count = (key: string): number => {
    const counted = (counts.get(key) ?? 0) + 1;
    counts.set(key, counted);
    return counted;
  };
  return (data) => {
    const frame = read(data);
    const run = frame === undefined ? '' : textField(frame, 'run_id');
    if (frame === undefined || run === '') return [send(data)];
    const type = textField(frame, 'type');
    const agent = textField(frame, 'agent_name');
    if (!outermost.has(run)) outermost.set(run, agent);
    const last = ends.has(type) && agent === outermost.get(run);
    return edit({ frame, type, run, agent, place: count(run), placeOfType: count(`${run} ${type}`), ends: last });
  };
}

/** Whether a frame carries a piece of the answer. */
export function isPiece({ type }: Seen): boolean {
  return type === 'partial_result' || type === 'stream_chunk';
}

/** Name of the field that holds the text of a piece. */
export function pieceField({ frame }: Seen): 'content' | 'chunk' {
  return textField(frame, 'content') === '' ? 'chunk' : 'content';
}

/** One editor made of several: what one gives, the next one gets. */
export function chain(editors: readonly FrameEditor[]): FrameEditor {
  return (data) => {
    let frames: OutFrame[] = [send(data)];
    for (const editor of editors) {
      frames = frames.flatMap((out) => {
        if (typeof out.data !== 'string') return [out];
        const edited = editor(out.data).map((next) => ({ ...next, delay: next.delay + out.delay }));
        const last = edited.at(-1);
        if (out.cut === true && last !== undefined) last.cut = true;
        return edited;
      });
    }
    return frames;
  };
}
