import { expect, test } from '@playwright/test';
import { diagnose } from '../../../lib/diagnosis/index.ts';
import type { Frame } from '../../../lib/evidence/index.ts';
import { sendFrame } from '../protocol/support/scenes.ts';
import { evidence, serverFrame, START, welcome } from './support/scenes.ts';

/** An answer that no agent made, and that names no run (docs/contract/backend.md 4.5). */
const canned = (at: number, part: Partial<Frame> = {}) =>
  serverFrame(
    { type: 'agent_response', content: 'Agent response for: Where?', user_id: 'user-ada', agent_name: 'triage' },
    { time: START + at, ...part },
  );

const causesOf = (...frames: Frame[]) =>
  diagnose(evidence({ steps: null, edit: () => [welcome, ...frames] })).causes.map(({ id }) => id);

const [first, second] = [sendFrame('thread_1', 0, 0, 'Where?'), sendFrame('thread_2', 3_000, 0, 'And why?')];

test('a canned answer accounts for the question that it answers, and for no other one', () => {
  expect(causesOf(first, canned(100))).toEqual(['F28']);
  expect(causesOf(first, canned(100), second, canned(3_100))).toEqual(['F28']);
  expect(causesOf(first, second, canned(3_050), canned(3_100))).toEqual(['F28']);
  expect(causesOf(first, canned(100), second)).toEqual(['silent-after-send', 'F28']);
  expect(causesOf(canned(-50), first), 'before the question').toEqual(['silent-after-send', 'F28']);
});

test('a canned answer on another socket accounts for a question only where its own socket has none', () => {
  const other = (frame: Frame) => ({ ...frame, socket: 2 });
  expect(causesOf(first, other(second), other(canned(3_100)))).toEqual(['silent-after-send', 'F28']);
});
