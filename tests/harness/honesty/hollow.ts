import { expect, test } from '../../../fixtures/index.ts';

test('looks at nothing', () => {
  expect(1 + 1).toBe(2);
});

test('opens the page and does not wait for anything of it', async ({ chatPage }) => {
  await chatPage.goto();
  expect(chatPage.page.url()).toContain('chat');
});

test('asks the API and does not look at the answer', async ({ api }) => {
  await api.get('/health');
});

test('waits for a fact of the page', async ({ chatPage }) => {
  await chatPage.goto();
  await expect(chatPage.composer.field).toBeEditable();
});

test('looks at an answer of the API', async ({ api }) => {
  expect((await api.get('/health')).status()).toBe(200);
});
