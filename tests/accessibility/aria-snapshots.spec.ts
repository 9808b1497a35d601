import { expect, test } from '../../fixtures/index.ts';

const question = 'Where could our batch jobs save?';

// What a product promises of its screens stands in the other specs; here, that ours change only on purpose.
test.describe(
  'accessibility tree and markup of each screen of the embedded page are as they were reviewed',
  { tag: '@embedded' },
  () => {
    for (const [mode, developmentMode] of [
      ['development', true],
      ['production', false],
    ] as const) {
      test.describe(`sign-in page of ${mode}`, () => {
        test.use({ stackOptions: { developmentMode }, arrives: 'by the sign-in form' });

        test(`sign-in page of ${mode}`, async ({ loginPage, markup }) => {
          await loginPage.goto();
          await expect(loginPage.wayIn).toBeVisible();
          await expect(loginPage.page).toMatchAriaSnapshot({ name: `sign-in-${mode}.aria.yml` });
          expect(await markup()).toMatchSnapshot(`sign-in-${mode}.txt`);
        });
      });
    }

    test.describe('no auth service', () => {
      test.use({ stackOptions: { faults: [{ id: 'F36' }] }, arrives: 'signed out' });

      test('sign-in page while the auth service is away', async ({ loginPage, markup }) => {
        await loginPage.goto();
        await expect(loginPage.problem).toBeVisible();
        await expect(loginPage.page).toMatchAriaSnapshot({ name: 'sign-in-away.aria.yml' });
        expect(await markup()).toMatchSnapshot('sign-in-away.txt');
      });
    });

    test.describe('wrong password', () => {
      test.use({ arrives: 'by the sign-in form' });

      test('sign-in page after a wrong password', async ({ loginPage, markup }) => {
        await loginPage.goto();
        await loginPage.signInAs('person@example.com', 'wrong');
        await expect(loginPage.problem).toBeVisible();
        await expect(loginPage.page).toMatchAriaSnapshot({ name: 'sign-in-refused.aria.yml' });
        expect(await markup()).toMatchSnapshot('sign-in-refused.txt');
      });
    });

    test('chat before the first message', async ({ chatPage, markup }) => {
      await chatPage.goto();
      await expect(chatPage.connected).toBeVisible();
      await expect(chatPage.page).toMatchAriaSnapshot({ name: 'chat-empty.aria.yml' });
      expect(await markup()).toMatchSnapshot('chat-empty.txt');
    });

    test('chat with an answer, and after a reload', async ({ chatPage, conversation, markup }) => {
      const { page } = chatPage;
      await chatPage.goto();
      await expect(chatPage).toShowTheAnswerOf(await conversation.ask(question));
      await expect(page).toMatchAriaSnapshot({ name: 'chat-answer.aria.yml' });
      expect(await markup()).toMatchSnapshot('chat-answer.txt');
      await chatPage.reload();
      await expect(chatPage.connected).toBeVisible();
      await expect(page).toMatchAriaSnapshot({ name: 'chat-history.aria.yml' });
      expect(await markup()).toMatchSnapshot('chat-history.txt');
      await chatPage.sidebar.search.fill('nothing of the kind');
      await expect(chatPage.sidebar.root).toMatchAriaSnapshot({ name: 'sidebar-nothing-found.aria.yml' });
      expect(await markup()).toMatchSnapshot('sidebar-nothing-found.txt');
    });

    test.describe('paused tools', () => {
      test.use({ stackOptions: { faults: [{ id: 'stall', type: 'tool_completed', nth: 1 }] } });

      test('chat while tools work', async ({ chatPage, conversation, markup }) => {
        await chatPage.goto();
        await conversation.ask(question);
        await expect(chatPage.runCard.toolsAtWork).toHaveCount(2);
        await expect(chatPage.page).toMatchAriaSnapshot({ name: 'chat-tools.aria.yml' });
        expect(await markup()).toMatchSnapshot('chat-tools.txt');
      });
    });

    test.describe('paused stream', () => {
      test.use({ stackOptions: { faults: [{ id: 'stall', type: 'partial_result', nth: 3 }] } });

      test('chat while an answer streams', async ({ chatPage, conversation, markup }) => {
        await chatPage.goto();
        await conversation.ask(question);
        await expect(chatPage.runCard.root).toContainText('Last month your workspace');
        await expect(chatPage.page).toMatchAriaSnapshot({ name: 'chat-stream.aria.yml' });
        expect(await markup()).toMatchSnapshot('chat-stream.txt');
      });
    });

    test.describe('very slow agents', () => {
      test.use({ stackOptions: { pace: 2_000 } });

      test('chat with a run that was stopped', async ({ chatPage, conversation, markup }) => {
        await chatPage.goto();
        await conversation.ask(question);
        await conversation.stop();
        await expect(chatPage.badge).toHaveText('Stopped');
        await expect(chatPage.page).toMatchAriaSnapshot({ name: 'chat-stopped.aria.yml' });
        expect(await markup()).toMatchSnapshot('chat-stopped.txt');
      });
    });

    test.describe('failed agent', () => {
      test.use({ stackOptions: { scenario: 'agent-error' } });

      test('chat with a run that failed', async ({ chatPage, conversation, markup }) => {
        await chatPage.goto();
        await conversation.ask(question);
        await expect(chatPage.transcript.failure).toBeVisible();
        await expect(chatPage.page).toMatchAriaSnapshot({ name: 'chat-failed.aria.yml' });
        expect(await markup()).toMatchSnapshot('chat-failed.txt');
      });
    });

    test('chat without a network', async ({ chatPage, markup, network }) => {
      await chatPage.goto();
      await expect(chatPage.connected).toBeVisible();
      await network.goOff();
      await chatPage.composer.send(question);
      await expect(chatPage.composer.failure).toBeVisible();
      await expect(chatPage.page).toMatchAriaSnapshot({ name: 'chat-offline.aria.yml' });
      expect(await markup()).toMatchSnapshot('chat-offline.txt');
    });

    test.describe('phone', () => {
      test.use({ viewport: { width: 390, height: 780 } });

      test('chat on a phone, with its conversations closed and open', async ({ chatPage, markup }) => {
        const { page } = chatPage;
        await chatPage.goto();
        await expect(chatPage.connected).toBeVisible();
        await expect(page).toMatchAriaSnapshot({ name: 'phone.aria.yml' });
        expect(await markup()).toMatchSnapshot('phone.txt');
        await chatPage.openConversations.click();
        await expect(page).toMatchAriaSnapshot({ name: 'phone-conversations.aria.yml' });
        expect(await markup()).toMatchSnapshot('phone-conversations.txt');
      });
    });
  },
);
