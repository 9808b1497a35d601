import { expect, source, test } from '../../fixtures/index.ts';

const first = 'Which invoices of last year are the largest?';
const second = 'And which of them were for training?';

test.describe('reading in a low window', { annotation: source('docs/contract/failures.md 8.4, F90') }, () => {
  test.use({ viewport: { width: 1000, height: 460 }, stackOptions: { pace: 60 } });

  test('a person who reads further up is not moved while an answer streams', async ({ chatPage, conversation }) => {
    const { transcript, runCard } = chatPage;
    await chatPage.goto();
    await expect(chatPage).toShowTheAnswerOf(await conversation.ask(first));
    const run = await conversation.ask(second);
    await expect(runCard.partialResults).toBeVisible();
    // A page may still follow to the end the piece that comes at the same moment: a person turns the wheel again.
    await expect(async () => {
      await transcript.scrollToStart();
      await expect(transcript.firstMessage).toBeInViewport({ timeout: 300 });
    }).toPass({ timeout: 5_000 });
    await expect(transcript.firstMessage).toStayInPlaceUntil(run);
    await expect(chatPage).toShowTheAnswerOf(run);
  });

  test('a person at the end of a conversation sees each answer without scrolling', async ({
    chatPage,
    conversation,
  }) => {
    const { transcript } = chatPage;
    await chatPage.goto();
    for (const question of [first, second]) {
      const run = await conversation.ask(question);
      await expect(chatPage).toShowTheAnswerOf(run);
      await expect(transcript.lastAnswer).toBeInViewport();
    }
  });
});

test(
  'a long conversation is opened at its end, also from the beginning of another one',
  { tag: '@embedded' },
  async ({ chatPage, threads }) => {
    const { transcript, sidebar } = chatPage;
    const written = Array.from({ length: 40 }, (_, index) => `message ${index + 1}`);
    const [long, other] = [await threads.create('Long', written), await threads.create('Other', written)];
    await chatPage.goto(long.id);
    await expect(transcript.lastQuestion).toBeInViewport();
    await transcript.scrollToStart();
    await expect(transcript.firstMessage).toBeInViewport();
    await sidebar.thread(other.id).click();
    await expect(chatPage.page).toHaveURL(new RegExp(`${other.id}$`));
    await expect(transcript.lastQuestion).toBeInViewport();
  },
);

test(
  'the text of an answer can be selected and copied',
  { tag: '@advice', annotation: source('any person may expect to lose nothing') },
  async ({ chatPage, conversation }) => {
    const { transcript, composer } = chatPage;
    await chatPage.goto();
    const run = await conversation.ask(first);
    await expect(chatPage).toShowTheAnswerOf(run);
    await transcript.lastAnswer.click({ clickCount: 3 });
    await chatPage.page.keyboard.press('ControlOrMeta+C');
    await composer.field.press('ControlOrMeta+V');
    await expect(composer.field).not.toHaveValue('');
    expect(run.answerText).toContain((await composer.field.inputValue()).trim());
  },
);

test(
  'question and answer are on the printed page',
  { tag: '@advice', annotation: source('any person may expect to lose nothing') },
  async ({ chatPage, conversation }) => {
    await chatPage.goto();
    const run = await conversation.ask(first);
    await expect(chatPage).toShowTheAnswerOf(run);
    await chatPage.page.emulateMedia({ media: 'print' });
    for (const text of [chatPage.transcript.lastQuestion, chatPage.transcript.lastAnswer])
      await expect(text).toBeVisible();
  },
);

test.describe('agents at reading speed', () => {
  test.use({ stackOptions: { pace: 100 } });

  test(
    'text that a person has selected stays selected while the next answer streams',
    { tag: '@advice', annotation: source('any person may expect to lose nothing') },
    async ({ chatPage, conversation }) => {
      const { transcript, page } = chatPage;
      const selected = () => page.evaluate(() => getSelection()?.toString().trim() ?? '');
      await chatPage.goto();
      await expect(chatPage).toShowTheAnswerOf(await conversation.ask(first));
      const run = await conversation.ask(second);
      await transcript.firstMessage.getByText(first).click({ clickCount: 3 });
      await expect(chatPage).toShowTheAnswerOf(run);
      expect(await selected(), 'the text that is selected').toBe(first);
    },
  );
});

const windows = {
  phone: { width: 360, height: 740 },
  tablet: { width: 820, height: 1180 },
  laptop: { width: 1366, height: 768 },
  desktop: { width: 1920, height: 1080 },
  'wide desktop': { width: 2560, height: 1440 },
};

test(
  'an answer can be read in every size of window, in light and dark colours',
  { annotation: source('docs/contract/failures.md 8.4, F88') },
  async ({ chatPage, conversation }) => {
    const { page } = chatPage;
    await chatPage.goto();
    const run = await conversation.ask(first);
    for (const size of Object.values(windows)) {
      await page.setViewportSize(size);
      await expect(chatPage).toShowTheAnswerOf(run);
    }
    for (const colorScheme of ['dark', 'light'] as const) {
      await page.emulateMedia({ colorScheme });
      await expect(chatPage).toShowTheAnswerOf(run, { onPixels: true });
    }
  },
);
