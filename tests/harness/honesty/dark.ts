import { expect, test } from '../../../fixtures/index.ts';

for (let number = 1; number <= 12; number += 1) {
  test(`is one of many that a dark target concerns, ${number}`, async ({ chatPage }) => {
    await chatPage.goto();
    await expect(chatPage.connected).toBeVisible();
  });
}
