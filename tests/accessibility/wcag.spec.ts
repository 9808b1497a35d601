import { expect, source, test } from '../../fixtures/index.ts';

const question = 'Can everybody read this answer?';

for (const colorScheme of ['light', 'dark'] as const) {
  test.describe(`${colorScheme} mode`, () => {
    test.use({ colorScheme });

    test(
      `the page is ${colorScheme} in ${colorScheme} mode`,
      { tag: '@advice', annotation: source('any person may expect to see') },
      async ({ chatPage, brightness }) => {
        await chatPage.goto();
        await expect(chatPage.composer.field).toBeEditable();
        const shade = await brightness();
        expect(shade > 127 ? 'light' : 'dark', `brightness ${shade.toFixed(0)} of 255`).toBe(colorScheme);
      },
    );

    test(
      `the chat has no WCAG 2.2 AA violations in ${colorScheme} mode, before and after an answer`,
      { annotation: source('WCAG 2.2, levels A and AA') },
      async ({ chatPage, conversation, axeViolations }) => {
        await chatPage.goto();
        await expect(chatPage.connected).toBeVisible();
        await expect(chatPage.sidebar.loaded).not.toHaveCount(0);
        expect(await axeViolations(), 'WCAG violations before an answer').toEqual([]);
        await expect(chatPage).toShowTheAnswerOf(await conversation.ask(question));
        expect(await axeViolations(), 'WCAG violations after an answer').toEqual([]);
      },
    );

    test.describe('sign-in page', () => {
      test.use({ arrives: 'signed out' });

      test(
        `the sign-in page has no WCAG 2.2 AA violations in ${colorScheme} mode`,
        { tag: '@dev-form', annotation: source('WCAG 2.2, levels A and AA') },
        async ({ loginPage, axeViolations }) => {
          await loginPage.goto();
          await expect(loginPage.quickDevLogin).toBeEnabled();
          expect(await axeViolations(), 'WCAG violations').toEqual([]);
        },
      );
    });

    test.describe('stalled stream', { tag: '@embedded' }, () => {
      test.use({ stackOptions: { faults: [{ id: 'stall', type: 'partial_result', nth: 3 }] } });

      test(`a streaming answer has no WCAG 2.2 AA violations in ${colorScheme} mode`, async ({
        chatPage,
        conversation,
        axeViolations,
      }) => {
        await chatPage.goto();
        await conversation.ask(question);
        await expect(chatPage.runCard.partialResults).toBeVisible();
        expect(await axeViolations(), 'WCAG violations').toEqual([]);
      });
    });

    test.describe('agent failure', { tag: '@embedded' }, () => {
      test.use({ stackOptions: { scenario: 'agent-error' } });

      test(`error messages have no WCAG 2.2 AA violations in ${colorScheme} mode`, async ({
        chatPage,
        conversation,
        network,
        axeViolations,
      }) => {
        await chatPage.goto();
        await conversation.ask(question);
        await expect(chatPage.transcript.failure).toBeVisible();
        await network.goOff();
        await chatPage.composer.send('What is a test?');
        await expect(chatPage.composer.failure).toBeVisible();
        expect(await axeViolations(), 'WCAG violations').toEqual([]);
      });
    });

    test(
      `the error for a conversation that cannot be opened has no WCAG 2.2 AA violations in ${colorScheme} mode`,
      { annotation: source('WCAG 2.2, levels A and AA') },
      async ({ chatPage, clock, axeViolations }) => {
        await clock.install();
        await chatPage.goto('thread_of_nobody');
        await expect(chatPage.unableToLoad).toBeVisible();
        expect(await axeViolations(), 'WCAG violations').toEqual([]);
      },
    );
  });
}
