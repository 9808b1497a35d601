import { expect } from '@playwright/test';
import type { Frame, Violation } from '../../../../lib/evidence/index.ts';
import type { Expectations } from '../../../../lib/protocol/index.ts';
import type { Step } from './scenes.ts';

/**
 * One way to break a rule: what is done to the example run, the frame at which it breaks (null: nothing came), and
 * the sentence.
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
