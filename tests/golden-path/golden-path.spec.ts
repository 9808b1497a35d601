import { expect, test } from '../../fixtures/index.ts';

test.use({ arrives: 'by the sign-in form', stackOptions: { pace: 15 } });

test(
  'a person signs in, sends a message and sees the AI answer stream in',
  {
    tag: ['@golden', '@golden-path', '@GP-001', '@GP-003', '@critical-path', '@CP-003'],
  },
  async ({ enter, chatPage, account, wire, conversation }) => {
    const question = 'How can we lower our GPU bill next quarter?';

    await test.step('sign in', async () => {
      await enter();
      await expect(chatPage.composer.field).toBeEditable();
      await expect(chatPage.connected).toBeVisible();
      await expect(await wire.socket()).toBeAuthenticatedAs(account);
    });

    const run = await test.step('send a message', () => conversation.ask(question));

    await test.step('see the answer stream in', async () => {
      await expect(run).toFollowAgentSequence({ mentions: ['GPU'] });
      await expect.soft(run).toStreamProgressively();
      await expect.soft(chatPage).toShowTheAnswerOf(run, { onPixels: true });
      await expect.soft(conversation).toHaveSentOnce(question);
      await expect.soft(run).toMeetBudget('firstEvent', 'firstText', 'silence', 'runEnd');
    });

    await test.step('see the answer again after a reload', async () => {
      await chatPage.reload();
      await expect.soft(chatPage.transcript.lastQuestion).toHaveText(question);
      await expect.soft(chatPage).toShowTheAnswerOf(run);
    });
  },
);
