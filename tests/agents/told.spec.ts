import { expect, source, test } from '../../fixtures/index.ts';

const question = 'Where could our batch jobs save?';
const next = 'And what would the nightly exports cost?';

test.use({ stackOptions: { pace: 40 } });

/** A zone in which it is afternoon now, half an hour apart from those of whole hours. */
function afternoonZone(): string {
  const hour = new Date().getUTCHours();
  if (hour >= 7 && hour < 18) return 'Asia/Kolkata';
  return hour >= 18 && hour < 22 ? 'America/St_Johns' : 'Pacific/Marquesas';
}

// Whether what it tells is true, down to each figure and time, is judged at the end of every test.
test(
  'the page shows all that a run reports: thoughts, agents, recommendations, plan and costs',
  { annotation: source('docs/contract/frontend.md 6') },
  async ({ chatPage, conversation }) => {
    await chatPage.goto();
    const run = await conversation.ask(question);
    await expect(run).toBeShownInFull();
    await expect(chatPage).toShowTheAnswerOf(run);
  },
);

test.describe('second run of a thread', () => {
  test.use({ stackOptions: { pace: 100 } });

  test(
    'the card of a run tells the thoughts and the report of this run, and no thought of the run before',
    { tag: '@advice', annotation: source('docs/contract/frontend.md 6') },
    async ({ chatPage, conversation }) => {
      const { root, partialResults } = chatPage.runCard;
      await chatPage.goto();
      const before = await conversation.ask(question);
      await expect(chatPage).toShowTheAnswerOf(before);
      const run = await conversation.ask(next);
      await expect(partialResults).toBeVisible();
      const [own, earlier] = [run, before].map(({ events }) =>
        events.filter(({ step }) => step === 'think').map(({ text }) => text ?? ''),
      );
      for (const thought of own!) await expect.soft(root).toContainText(thought);
      for (const thought of earlier!.filter((text) => !own!.includes(text)))
        await expect.soft(root).not.toContainText(thought);
      await expect(run).toBeShownInFull();
    },
  );
});

test.describe('a computer whose clock is five minutes ahead', { tag: '@embedded' }, () => {
  test.use({ stackOptions: { pace: 100 } });

  test('what agents and tools take is told right', async ({ chatPage, clock, conversation }) => {
    await clock.install({ ahead: 5 * 60_000 });
    await chatPage.goto();
    const run = await conversation.ask(question);
    await expect(run).toBeShownInFull();
    await expect(chatPage).toShowTheAnswerOf(run);
  });
});

test.describe('far from Greenwich', { annotation: source('docs/contract/failures.md 8.4, F89') }, () => {
  test.use({ timezoneId: afternoonZone() });

  test('messages show the local time of the person, also after a reload', async ({ chatPage, conversation }) => {
    await chatPage.goto();
    const run = await conversation.ask(question);
    await expect(chatPage).toShowTheAnswerOf(run);
    await chatPage.reload();
    await expect(chatPage).toShowTheAnswerOf(run);
  });
});

test.describe('a run that fails', { tag: '@embedded' }, () => {
  test.use({ stackOptions: { scenario: 'agent-error', pace: 40 } });

  test('a failed agent is shown as failed, and the others as completed', async ({ chatPage, conversation }) => {
    await chatPage.goto();
    const run = await conversation.ask(question);
    await expect(run).toFollowAgentSequence({ end: 'error', counts: undefined });
    await expect(run).toBeShownInFull();
  });
});
