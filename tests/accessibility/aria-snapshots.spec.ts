import { expect, test } from '../../fixtures/index.ts';

const question = 'Where could our batch jobs save?';

// What a product promises of its screens stands in the other specs; here, that ours change only on purpose.
test.describe(
  'the accessibility tree of each screen of the embedded page is as it was reviewed',
  { tag: '@embedded' },
  () => {
    for (const [mode, developmentMode] of [
      ['development', true],
      ['production', false],
    ] as const) {
      test.describe(`sign-in page of ${mode}`, () => {
        test.use({ stackOptions: { developmentMode }, arrives: 'by the sign-in form' });

        test(`sign-in page of ${mode}`, async ({ loginPage }) => {
          await loginPage.goto();
          await expect(loginPage.wayIn).toBeVisible();
          await expect(loginPage.page).toMatchAriaSnapshot({ name: `sign-in-${mode}.aria.yml` });
        });
      });
    }

    test.describe('no auth service', () => {
      test.use({ stackOptions: { faults: [{ id: 'F36' }] }, arrives: 'signed out' });

      test('sign-in page while the auth service is away', async ({ loginPage }) => {
        await loginPage.goto();
        await expect(loginPage.problem).toBeVisible();
        await expect(loginPage.page).toMatchAriaSnapshot({ name: 'sign-in-away.aria.yml' });
      });
    });

    test.describe('wrong password', () => {
      test.use({ arrives: 'by the sign-in form' });

      test('sign-in page after a wrong password', async ({ loginPage }) => {
        await loginPage.goto();
        await loginPage.signInAs('person@example.com', 'wrong');
        await expect(loginPage.problem).toBeVisible();
        await expect(loginPage.page).toMatchAriaSnapshot({ name: 'sign-in-refused.aria.yml' });
      });
    });

    test('chat before the first message', async ({ chatPage }) => {
      await chatPage.goto();
      await expect(chatPage.connected).toBeVisible();
      await expect(chatPage.page).toMatchAriaSnapshot({ name: 'chat-empty.aria.yml' });
    });

    test('chat with an answer, and after a reload', async ({ chatPage, conversation }) => {
      const { page } = chatPage;
      await chatPage.goto();
      await expect(chatPage).toShowTheAnswerOf(await conversation.ask(question));
      await expect(page).toMatchAriaSnapshot({ name: 'chat-answer.aria.yml' });
      await chatPage.reload();
      await expect(chatPage.connected).toBeVisible();
      await expect(page).toMatchAriaSnapshot({ name: 'chat-history.aria.yml' });
      await chatPage.sidebar.search.fill('nothing of the kind');
      await expect(chatPage.sidebar.root).toMatchAriaSnapshot({ name: 'sidebar-nothing-found.aria.yml' });
    });

    test.describe('paused tools', () => {
      test.use({ stackOptions: { faults: [{ id: 'stall', type: 'tool_completed', nth: 1 }] } });

      test('chat while tools work', async ({ chatPage, conversation }) => {
        await chatPage.goto();
        await conversation.ask(question);
        await expect(chatPage.runCard.toolsAtWork).toHaveCount(2);
        await expect(chatPage.page).toMatchAriaSnapshot({ name: 'chat-tools.aria.yml' });
      });
    });

    test.describe('paused stream', () => {
      test.use({ stackOptions: { faults: [{ id: 'stall', type: 'partial_result', nth: 3 }] } });

      test('chat while an answer streams', async ({ chatPage, conversation }) => {
        await chatPage.goto();
        await conversation.ask(question);
        await expect(chatPage.runCard.root).toContainText('Last month your workspace');
        await expect(chatPage.page).toMatchAriaSnapshot({ name: 'chat-stream.aria.yml' });
      });
    });

    test.describe('very slow agents', () => {
      test.use({ stackOptions: { pace: 2_000 } });

      test('chat with a run that was stopped', async ({ chatPage, conversation }) => {
        await chatPage.goto();
        await conversation.ask(question);
        await conversation.stop();
        await expect(chatPage.badge).toHaveText('Stopped');
        await expect(chatPage.page).toMatchAriaSnapshot({ name: 'chat-stopped.aria.yml' });
      });
    });

    test.describe('failed agent', () => {
      test.use({ stackOptions: { scenario: 'agent-error' } });

      test('chat with a run that failed', async ({ chatPage, conversation }) => {
        await chatPage.goto();
        await conversation.ask(question);
        await expect(chatPage.transcript.failure).toBeVisible();
        await expect(chatPage.page).toMatchAriaSnapshot({ name: 'chat-failed.aria.yml' });
      });
    });

    test('chat without a network', async ({ chatPage, network }) => {
      await chatPage.goto();
      await expect(chatPage.connected).toBeVisible();
      await network.goOff();
      await chatPage.composer.send(question);
      await expect(chatPage.composer.failure).toBeVisible();
      await expect(chatPage.page).toMatchAriaSnapshot({ name: 'chat-offline.aria.yml' });
    });

    test.describe('phone', () => {
      test.use({ viewport: { width: 390, height: 780 } });

      test('chat on a phone, with its conversations closed and open', async ({ chatPage }) => {
        const { page } = chatPage;
        await chatPage.goto();
        await expect(chatPage.connected).toBeVisible();
        await expect(page).toMatchAriaSnapshot({ name: 'phone.aria.yml' });
        await chatPage.openConversations.click();
        await expect(page).toMatchAriaSnapshot({ name: 'phone-conversations.aria.yml' });
      });
    });
  },
);
