import { expect } from '@playwright/test';
import type { FaultSpec } from '../../../../../stack/faults/index.ts';
import type { RunningStack } from '../../../../../stack/stack.ts';
import type { Guest } from '../../../support/embedded.ts';
import { call, type Json, type DialOptions, type Line, type Reply } from '../../../support/wire-client.ts';

/** What a proof works with: a stack with the fault on, and a person who signed in before it was. */
export interface Bed {
  stack: RunningStack;
  ada: Guest;
  guest: (email: string) => Promise<Guest>;
  dial: (options?: DialOptions & { url?: string }) => Promise<Line>;
  dialAs: (guest: Guest) => Promise<Line>;
}

/** That a fault has the effect on the wire which its catalogue entry describes. */
export interface Proof {
  /** What the fault is told; waits are made short. */
  params?: Omit<FaultSpec, 'id'>;
  prove(bed: Bed): Promise<void>;
}

export type Proofs = Record<string, Proof>;

export const question = 'How do we cut the cost of nightly reports?';

/** A proof that tells nothing to the fault. */
export function proof(prove: Proof['prove']): Proof {
  return { prove };
}

export function asAda({ stack, ada }: Bed, path: string, body?: unknown): Promise<Reply> {
  return call(`${stack.apiUrl}${path}`, { token: ada.token, body });
}

/** Asks in a new thread; the report may never come. */
export async function ask(bed: Bed, line?: Line): Promise<Line> {
  const own = line ?? (await bed.dialAs(bed.ada));
  own.send({ type: 'start_agent', payload: { user_request: question } });
  return own;
}

/** Frames of runs that came until the report, and a moment longer. */
export async function wholeRun(bed: Bed): Promise<Json[]> {
  const line = await ask(bed);
  await line.heard('final_report');
  await new Promise((done) => setTimeout(done, 30));
  return runFrames(line);
}

export function runFrames(line: Line): Json[] {
  return line.frames.filter((frame) => typeof runOf(frame) === 'string');
}

function runOf(frame: Json): unknown {
  return frame['run_id'] ?? ((frame['payload'] ?? frame['data'] ?? {}) as Json)['run_id'];
}

export function fieldsOf(frame: Json | undefined): Json {
  return (frame?.['payload'] ?? {}) as Json;
}

export function typesOf(frames: Json[]): string[] {
  return frames.map((frame) => String(frame['type']));
}

export function count(frames: Json[], type: string): number {
  return typesOf(frames).filter((name) => name === type).length;
}

export function pieces(frames: Json[]): string {
  return frames
    .filter((frame) => frame['type'] === 'partial_result')
    .map((frame) => String(fieldsOf(frame)['content']))
    .join('');
}

export function answerIn(frames: Json[]): string {
  return String(fieldsOf(frames.find((frame) => frame['type'] === 'final_report'))['executive_summary']);
}

/** Nothing but this comes within a moment that is much longer than a run takes. */
export async function expectOnly(line: Line, types: string[], within = 250): Promise<void> {
  await new Promise((done) => setTimeout(done, within));
  expect(line.types()).toEqual(types);
}
