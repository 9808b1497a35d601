import { expect, test } from '@playwright/test';
import type { Frame } from '../../../lib/evidence/index.ts';
import { diagnose } from '../../../lib/diagnosis/index.ts';
import { answer } from './support/causes/answer.ts';
import { isolation } from './support/causes/isolation.ts';
import { silence } from './support/causes/silence.ts';
import { evidence } from './support/scenes.ts';

const SCENES = [...answer, ...isolation, ...silence];

for (const [id, when, proof] of [
  ['F14', 'the question is answered later', /^probe ask-later: the same question, .* is answered$/],
  ['F15', 'the question is answered under an alias', /^probe ask-alias: /],
  ['F27', 'the run is said to have failed', /^probe runs: the server says that run run_1 is failed$/],
  ['F50', 'only the newer tab hears', /^socket 2: the whole stream came here/],
] as const) {
  test(`what proves ${id} is told before what goes with it, when ${when}`, () => {
    const seen = SCENES.find(([of, what]) => of === id && what === when)![2];
    const cause = diagnose(seen).causes.find((one) => one.id === id);
    expect(cause?.signals[0]).toMatch(proof);
    expect(cause?.signals.length).toBeGreaterThan(1);
  });
}

test("somebody else's answer proves F49 before their steps, and these before all other frames", () => {
  const ofEve = ({ direction, text, ...frame }: Frame): Frame => ({
    ...frame,
    direction,
    text: direction === 'sent' ? text : text.replaceAll('user-ada', 'user-eve').replaceAll('thread_1', 'thread_9'),
  });
  const { causes } = diagnose(evidence({ edit: (frames) => frames.map(ofEve) }));
  expect(causes.map(({ id }) => id)).toEqual(['F49']);
  expect(causes[0]?.signals.map((signal) => /^frame #\d+ (\w+)/.exec(signal)?.[1])).toEqual([
    'final_report',
    'partial_result',
    'partial_result',
  ]);
});
