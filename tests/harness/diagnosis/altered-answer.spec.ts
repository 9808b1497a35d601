import { expect, test } from '@playwright/test';
import { diagnose } from '../../../lib/diagnosis/index.ts';
import { evidence } from './support/scenes.ts';

test('an answer that is shown without some of its characters is altered, and not missing', () => {
  const seen = evidence();
  const last = seen.screen.at(-1)!;
  const answers = last.answers.map((text) => text.slice(0, -9) + text.slice(-9).replaceAll('o', ''));
  const screen = [...seen.screen.slice(0, -1).map((one) => ({ ...one, answers: [] })), { ...last, answers }];
  expect(diagnose({ ...seen, screen }).causes).toMatchObject([
    {
      id: 'F75',
      signals: expect.arrayContaining([expect.stringMatching(/is shown altered: ".+" in place of ".+"/)]),
    },
  ]);
});

test('another answer in place of one is not an altered one', () => {
  const seen = evidence();
  const screen = seen.screen.map((one) => ({ ...one, answers: one.answers.map(() => 'Your agents are ready.') }));
  expect(
    diagnose({ ...seen, screen })
      .causes.flatMap(({ signals }) => signals)
      .join(),
  ).not.toContain('altered');
});
