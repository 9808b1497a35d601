import { expect, test } from '../../../fixtures/index.ts';

test('its worker does not end', async ({ chatPage }) => {
  await chatPage.goto();
  await expect(chatPage.composer.field).toBeEditable();
  process.on('exit', () => Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0));
});
