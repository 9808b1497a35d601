import { expect, test } from '@playwright/test';
import { stackHostAddress } from '../../config/run.ts';
import { bringUpStack, takeDownStack } from '../../stack/client.ts';

test('the steps of the golden path, looking at nothing', async ({ page }) => {
  const host = stackHostAddress();
  const stack = await bringUpStack(host, {});
  const question = 'How can we lower our GPU bill next quarter?';
  const field = page.getByRole('textbox', { name: 'Message input' });
  const answer = page
    .getByRole('article')
    .filter({ has: page.getByRole('heading', { name: 'Netra Agent', exact: true }) });

  await page.addInitScript(() => localStorage.setItem('dev_logout_flag', 'true'));
  await page.goto(`${stack.webUrl}/login`);
  await page.getByRole('button', { name: /^Quick Dev Login/ }).click();
  await expect(field).toBeEditable();
  await expect(page.getByText('Connected', { exact: true })).toBeVisible();
  await field.fill(question);
  await field.press('Enter');
  await expect(answer).toBeVisible();
  await expect(page.getByRole('button', { name: 'Stop agent' })).toBeHidden();
  await page.reload();
  await expect(page.getByRole('article').filter({ hasText: question }).first()).toBeVisible();
  await expect(answer).toBeVisible();

  await takeDownStack(host, stack);
});
