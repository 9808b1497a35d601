import { renewalTime } from '../../../stack/web/tokens.ts';
import { expect, test } from '../support/embedded.ts';
import { claims, mint } from '../support/wire-client.ts';

test('the page of the embedded stack reports that it closes, on its socket and by a beacon', async ({
  stack,
  page,
}) => {
  await page.goto(`${stack.webUrl}/chat`);
  await expect(page.getByText('Connected', { exact: true })).toBeVisible();
  const farewells = () =>
    stack
      .log()
      .filter(({ what, type, path }) => (what === 'message' && type === 'disconnect') || path === '/ws/beacon');
  expect(farewells()).toEqual([]);
  await page.goto('about:blank');
  await expect.poll(farewells, { intervals: [50] }).toHaveLength(2);
  expect(farewells()).toContainEqual(expect.objectContaining({ what: 'message', type: 'disconnect' }));
  expect(farewells()).toContainEqual(expect.objectContaining({ what: 'request', service: 'api', method: 'POST' }));
});

test.describe('development form', () => {
  for (const [email, password, name] of [
    ['person@example.com', 'golden-path', 'Pat Person'],
    ['colleague@example.com', 'golden-path', 'Cory Colleague'],
    ['dev@example.com', 'dev', 'Dev User'],
  ] as const) {
    test(`the development form signs in ${email} with the right password only`, async ({ stack, page }) => {
      await page.addInitScript(() => localStorage.setItem('dev_logout_flag', 'true'));
      await page.goto(`${stack.webUrl}/login`);
      const login = page.getByRole('button', { name: 'Login with Custom Credentials' });
      await page.getByLabel('Email').fill(email);
      await page.getByLabel('Password').fill('wrong');
      await login.click();
      await expect(page.getByRole('alert')).toHaveText('Invalid credentials');
      await page.getByLabel('Password').fill(password);
      await login.click();
      await expect(page.getByTestId('user-email')).toHaveText(name);
    });
  }
});

test.describe('run on the embedded page', () => {
  test.use({ stackOptions: { pace: 40 } });

  test('the progress of a run never reaches 100 % while agents work', async ({ stack, page }) => {
    await page.addInitScript(() => {
      const told: string[] = [];
      Object.assign(window, { told });
      new MutationObserver(() => {
        const text = document.querySelector('.run-progress:not([hidden]) .run-progress-text')?.textContent;
        if (text && text !== told.at(-1)) told.push(text);
      }).observe(document, { subtree: true, childList: true, characterData: true, attributes: true });
    });
    await page.goto(`${stack.webUrl}/chat`);
    await page.getByTestId('message-textarea').fill('How do we cut the cost of nightly reports?');
    await page.getByTestId('message-textarea').press('Enter');
    await expect(page.getByText('Completed', { exact: true }).first()).toBeVisible();
    await expect(page.getByTestId('message-textarea')).toBeEnabled();
    const told = await page.evaluate(() => (window as unknown as { told: string[] }).told);
    expect(told).toEqual(['Step 1 of 333%2 steps remaining', 'Step 3 of 395%Last step']);
  });
});

test.describe('embedded page on a phone', () => {
  test.use({ viewport: { width: 390, height: 664 } });

  test('a new chat begins at its top on a phone', async ({ stack, page }) => {
    await page.goto(`${stack.webUrl}/chat`);
    await page.getByTestId('message-textarea').fill('How do we cut the cost of nightly reports?');
    await page.getByTestId('message-textarea').press('Enter');
    await expect(page.getByRole('button', { name: /^Analysis Complete/ })).toBeVisible();
    await page.getByRole('button', { name: 'Open conversations' }).click();
    await page.getByTestId('new-chat-button').click();
    await expect(page.getByRole('heading', { name: 'Welcome to Netra AI' })).toBeInViewport({ ratio: 1 });
    expect(await page.getByTestId('main-content').evaluate((chat) => chat.scrollHeight > chat.clientHeight)).toBe(true);
    expect(await page.getByTestId('main-content').evaluate((chat) => chat.scrollTop)).toBe(0);
  });
});

for (const [life, left] of [
  [4, 1],
  [60, 15],
  [300, 150],
  [900, 300],
  [86_400, 300],
] as const) {
  test(`the page renews a token of ${life} s when ${left} s of it are left`, async () => {
    const token = claims(life);
    expect(token.exp! * 1000 - renewalTime(await mint('any key', token))!).toBe(left * 1000);
  });
}

test.describe('addresses of the embedded page', () => {
  for (const path of ['/settings', '/chat/a/b', '/chat//', '/chat/%zz', '/index.html', '/missing.js']) {
    test(`an unknown address answers 404 and says so: ${path}`, async ({ stack, page }) => {
      expect((await page.goto(stack.webUrl + path))?.status()).toBe(404);
      await expect(page.getByRole('heading', { name: 'Page not found' })).toBeVisible();
      await page.getByRole('link', { name: 'Go to Chat' }).click();
      await expect(page.getByText('Connected', { exact: true })).toBeVisible();
    });
  }

  const views = {
    '/login/': 'Send message',
    '/chat/': 'Send message',
    '/chat/thread_of_nobody/': 'Return to Chat',
    '/auth/error/': /^Quick Dev Login/,
  };
  for (const [path, button] of Object.entries(views)) {
    test(`an address with a slash at its end shows the same page: ${path}`, async ({ stack, page }) => {
      expect((await page.goto(stack.webUrl + path))?.status()).toBe(200);
      await expect(page.getByRole('button', { name: button })).toBeVisible();
    });
  }
});
