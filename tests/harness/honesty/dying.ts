import { expect, test } from '../../../fixtures/index.ts';

test('its worker dies', async ({ chatPage }) => {
  await chatPage.goto();
  process.kill(process.pid, 'SIGKILL');
  await expect(chatPage.composer.field).toBeEditable();
});

test('its browser dies', async ({ browser, chatPage }) => {
  await chatPage.goto();
  const session = await browser.newBrowserCDPSession();
  await session.send('Browser.crash').catch(() => undefined);
  await expect(chatPage.composer.field).toBeEditable();
});

test('its page dies', async ({ chatPage }) => {
  await chatPage.goto();
  await chatPage.page.goto('chrome://crash').catch(() => undefined);
  await expect(chatPage.composer.field).toBeEditable();
});
