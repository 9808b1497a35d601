import { expect, test } from '../../fixtures/index.ts';

const question = 'Where could our batch jobs save, and what would that mean for next year?';
const byRest = 'Which data could we process at night?';

// What a product promises of these calls stands in the other specs; here, that ours change only on purpose.
test.describe('all that the embedded page says to the services is as it was reviewed', { tag: '@embedded' }, () => {
  test.describe('somebody who comes signed out', () => {
    test.use({ stackOptions: { pace: 300 }, arrives: 'signed out' });

    test('what the page says from the sign-in to the sign-out', async ({
      pageLog,
      loginPage,
      chatPage,
      conversation,
      signOut,
    }) => {
      const { badge, composer, connected, runCard, sidebar, transcript, page } = chatPage;
      const part = async (title: string, count: number) => {
        await expect.poll(() => pageLog.count, { message: title }).toBe(count);
        pageLog.keep(title);
      };
      const stop = async () => {
        await expect(runCard.root).toContainText('Working...');
        await conversation.stop();
        await expect(badge).toHaveText('Stopped');
      };
      await loginPage.goto();
      await expect(loginPage.wayIn).toBeEnabled();
      await part('the sign-in page', 2);
      await loginPage.quickDevLogin.click();
      await expect(connected).toBeVisible();
      await expect(sidebar.noConversations).toBeVisible();
      await part('the sign-in', 4);
      await composer.send(`${question}\nThat is all.`);
      await stop();
      await part('the first message, and its stop', 5);
      await composer.send(byRest);
      await stop();
      await part('a message over REST, and its stop', 3);
      await sidebar.newChat.click();
      await expect(transcript.messages).toHaveCount(0);
      await part('a new chat', 2);
      await chatPage.example.click();
      await stop();
      await part('an example, and its stop', 4);
      await sidebar.search.fill('batch');
      await expect(sidebar.threads).toHaveCount(1);
      await sidebar.threads.click();
      await expect(transcript.questions).toHaveText([/Where could/, byRest]);
      await part('a search, and a thread that the page knows', 1);
      await page.evaluate(() => dispatchEvent(new PageTransitionEvent('pagehide')));
      await part('leaving the page', 2);
      await signOut();
      await expect(loginPage.wayIn).toBeEnabled();
      await part('the sign-out', 3);
      expect(pageLog.text).toMatchSnapshot('sign-in-to-sign-out.txt');
    });
  });

  test('what the page says when it opens stored threads, and when its token has expired', async ({
    pageLog,
    chatPage,
    threads,
    server,
  }) => {
    const { connected, sidebar, transcript } = chatPage;
    const part = async (title: string, count: number) => {
      await expect.poll(() => pageLog.count, { message: title }).toBe(count);
      pageLog.keep(title);
    };
    const other = await threads.create('Models', ['Which model?']);
    await threads.create('Costs', ['What does it cost?']);
    await chatPage.goto();
    await expect(connected).toBeVisible();
    await expect(transcript.questions).toHaveText(['What does it cost?']);
    await part('a visit, and the newest thread', 7);
    await sidebar.thread(other.id).click();
    await expect(transcript.questions).toHaveText(['Which model?']);
    await part('another thread', 3);
    await server.hangUp(1008, 'Token expired');
    await expect(connected).toBeVisible();
    await part('the renewal of an expired token', 2);
    expect(pageLog.text).toMatchSnapshot('stored-threads.txt');
  });
});
