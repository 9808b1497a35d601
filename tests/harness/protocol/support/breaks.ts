import { expect } from '@playwright/test';
import type { Frame, Violation } from '../../../../lib/evidence/index.ts';
import type { Expectations } from '../../../../lib/protocol/index.ts';
import { judge, normalise, toRuns } from '../../../../lib/protocol/index.ts';
import { exampleSteps, expectationsFor, type Step, toFrames } from './scenes.ts';

/**
 * One way to break a rule: what is done to the example run, the frame at which it breaks (null: nothing came), and the
 * sentence.
 */
export interface Case {
  rule: string;
  when: string;
  frame: number | null;
  says: RegExp;
  steps?: (steps: Step[]) => Step[];
  frames?: (frames: Frame[]) => Frame[];
  expecting?: Partial<Expectations>;
}

/** Puts fields into the root of one frame. */
export function edited(index: number, fields: Record<string, unknown>) {
  return (frames: Frame[]) => {
    const frame = frames[index] as Frame;
    return frames.with(index, { ...frame, text: JSON.stringify({ ...(JSON.parse(frame.text) as object), ...fields }) });
  };
}

/** One of the violations is the one of the case. */
export function expectViolation(
  violations: Violation[],
  { rule, frame, says }: Pick<Case, 'rule' | 'frame' | 'says'>,
): void {
  const told = violations.filter((violation) => violation.rule === rule);
  const one = told.find((violation) => violation.frame === frame && says.test(violation.message));
  expect(one, `${rule} at frame ${frame}, among ${JSON.stringify(violations, null, 1)}`).toBeDefined();
  expect(one?.legal.length).toBeGreaterThan(0);
  expect(one?.came).not.toBe('');
}

/** @returns what the rules of a run say of the example run, edited as the case has it */
export function violationsOf({
  steps = (all) => all,
  frames = (all) => all,
  expecting = {},
}: Pick<Case, 'steps' | 'frames' | 'expecting'>): Violation[] {
  const [run] = toRuns(frames(toFrames(steps(exampleSteps()))).map(normalise));
  if (!run) throw new Error('the case leaves no run');
  return judge(run, expectationsFor(exampleSteps(), expecting));
}

/** Leaves out one step. */
export const without = (index: number) => (steps: Step[]) => steps.toSpliced(index, 1);

/** Puts fields into one step. */
export const withFields = (index: number, fields: Record<string, unknown>) => (steps: Step[]) =>
  steps.with(index, { ...(steps[index] as Step), fields: { ...steps[index]?.fields, ...fields } });

/** Changes one step. */
export const withStep = (index: number, part: Partial<Step>) => (steps: Step[]) =>
  steps.with(index, { ...(steps[index] as Step), ...part });

/** Puts a step behind another, 5 ms later; what is not given is like that other. */
export const inserted = (after: number, part: Partial<Step>) => (steps: Step[]) =>
  steps.toSpliced(after + 1, 0, { ...(steps[after] as Step), at: (steps[after] as Step).at + 5, ...part });

/** All frames from one on come so many milliseconds later. */
export const late = (index: number, by: number) => (frames: Frame[]) =>
  frames.map((frame, place) => (place < index ? frame : { ...frame, time: frame.time + by }));

/** The pieces of the answer carry numbers from 0. */
export const numbered = (steps: Step[]) =>
  steps.map((step, index) =>
    step.type === 'partial_result'
      ? { ...step, type: 'agent_response_chunk', fields: { chunk: step.fields.content, chunk_index: index - 11 } }
      : step,
  );
