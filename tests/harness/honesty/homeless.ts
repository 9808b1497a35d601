import { stackHostAddress } from '../../../config/run.ts';
import { expect, test } from '../../../fixtures/index.ts';

test.describe.configure({ mode: 'default' });

test('its stack dies, with all the others', async ({ chatPage, conversation }) => {
  await chatPage.goto();
  await expect(chatPage.connected).toBeVisible();
  process.kill(stackHostAddress().pid, 'SIGKILL');
  await conversation.ask('Is anybody there?');
});

for (let number = 1; number <= 12; number += 1) {
  test(`would come after it, ${number}`, async ({ chatPage }) => {
    await chatPage.goto();
    await expect(chatPage.connected).toBeVisible();
  });
}
