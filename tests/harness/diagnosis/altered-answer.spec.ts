import { expect, test } from '@playwright/test';
import { diagnose } from '../../../lib/diagnosis/index.ts';
import { sendFrame } from '../protocol/support/scenes.ts';
import { evidence, START } from './support/scenes.ts';

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

test('the refusal of another message is not another text of the answer before it', () => {
  const refusal = { time: START + 2_100, streaming: null, answers: ['Too many messages'] };
  const ids = (...more: ReturnType<typeof sendFrame>[]) => {
    const seen = evidence({ edit: (frames) => [...frames, ...more] });
    const answers = [...seen.screen.at(-1)!.answers, ...refusal.answers];
    return diagnose({ ...seen, screen: [...seen.screen, { ...refusal, answers }] }).causes.map(({ id }) => id);
  };
  expect(ids()).toContain('F75');
  expect(ids(sendFrame('thread_1', 2_000, 0, 'And the rest?'))).not.toContain('F75');
});
