import type { Page } from '@playwright/test';
import { expect, test } from '../support/embedded.ts';

/** The dev person on the chat page, who has asked something. */
async function ask(page: Page, webUrl: string): Promise<void> {
  await page.goto(`${webUrl}/chat`);
  await page.getByTestId('message-textarea').fill('How do we cut the cost of nightly reports?');
  await page.getByTestId('message-textarea').press('Enter');
}

test.describe('faults of the page in a browser', () => {
  test('F26 keeps the answer from the screen, not from the wire', async ({ stack, page }) => {
    stack.setFaults([{ id: 'F26' }]);
    const frames: string[] = [];
    page.on('websocket', (socket) => socket.on('framereceived', ({ payload }) => frames.push(String(payload))));
    await ask(page, stack.webUrl);
    await expect.poll(() => frames.some((text) => text.includes('"final_report"')), { intervals: [50] }).toBe(true);
    await expect(page.getByText('Starting optimization_agent...')).toBeVisible();
    await expect(page.getByText(/Moving .* and caching repeated prompts/)).toHaveCount(0);
  });

  test('F44 opens the first socket without a protocol', async ({ stack, page }) => {
    stack.setFaults([{ id: 'F44' }]);
    await page.goto(`${stack.webUrl}/chat`);
    await expect
      .poll(() => stack.log().filter(({ what }) => what === 'refused'), { intervals: [50] })
      .toContainEqual(expect.objectContaining({ code: 1008, reason: 'No token' }));
  });

  test('F46 sends the sign-in to an address that does not exist', async ({ stack, page }) => {
    stack.setFaults([{ id: 'F46', url: 'http://localhost:9' }]);
    const lost = page.waitForEvent('requestfailed', (request) => request.url().startsWith('http://localhost:9/'));
    await page.goto(stack.webUrl);
    await lost;
    expect(stack.log().filter(({ service }) => service === 'auth')).toEqual([]);
  });

  test('F48 leaves the page blank and silent', async ({ stack, page }) => {
    stack.setFaults([{ id: 'F48' }]);
    await page.goto(stack.webUrl);
    await expect(page.locator('body')).toHaveText('');
    expect(stack.log().filter(({ service }) => service !== 'web')).toEqual([]);
  });

  test('screen-frozen stops the screen while frames go on', async ({ stack, page }) => {
    stack.setFaults([{ id: 'screen-piece', how: 'altered', nth: 2 }]);
    await ask(page, stack.webUrl);
    await expect(page.getByTestId('response-card').getByText(/Nobody said this\./)).toBeVisible();
  });

  test('screen-frozen stops what is shown while frames go on', async ({ stack, page }) => {
    stack.setFaults([{ id: 'screen-frozen' }]);
    await ask(page, stack.webUrl);
    await expect
      .poll(() => stack.log().some(({ what, status }) => what === 'run' && status === 'completed'), { intervals: [50] })
      .toBe(true);
    await expect(page.getByText('Starting data_agent...')).toBeVisible();
    await expect(page.getByText('Starting optimization_agent...')).toHaveCount(0);
  });
});
