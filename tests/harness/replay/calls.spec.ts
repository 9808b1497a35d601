import { type BrowserContext, expect, test } from '@playwright/test';
import { Prompts } from '../../../fixtures/replay/prompts.ts';
import { RecordedAnswers } from '../../../fixtures/replay/http.ts';
import { ReplayTokens } from '../../../fixtures/replay/tokens.ts';
import { Stimuli } from '../../../fixtures/stimuli.ts';
import type { Recording } from '../../../lib/recordings/index.ts';
import { START } from '../protocol/support/scenes.ts';

const SITE = { web: 'http://page.test', api: 'http://api.test', auth: 'http://auth.test', ws: 'ws://api.test' };

const RENEWAL = {
  method: 'POST',
  url: `${SITE.auth}/auth/refresh`,
  resource: 'fetch',
  startedAt: START,
  status: 200,
  server: { 'content-type': 'application/json' },
  took: 300,
  failure: null,
  sent: null,
  received: { renewed: true },
};

/** A page whose calls are answered by a recording of one renewal. */
async function pageWith(context: BrowserContext, closedBefore: (time: number) => Promise<void>) {
  const account = { id: 'user-ada', email: 'ada@example.com' };
  const person = { account, sockets: [], frames: [], exchanges: [RENEWAL] };
  const recording = { target: { site: SITE } } as unknown as Recording;
  const answers = new RecordedAnswers(recording, {
    person,
    site: SITE,
    prompts: new Prompts(person),
    tokens: new ReplayTokens(),
    stimuli: new Stimuli(),
    sockets: { closedBefore },
  });
  await answers.route(context);
  await context.route(`${SITE.web}/`, (route) => route.fulfill({ contentType: 'text/html', body: '' }));
  const page = await context.newPage();
  await page.goto(SITE.web);
  return { answers, page };
}

test('an answer that the page did not wait for is given to its next call', async ({ context }) => {
  const { answers, page } = await pageWith(context, async () => {});
  const renew = (patience: number) =>
    page.evaluate(
      ([url, limit]) =>
        fetch(url, { method: 'POST', signal: AbortSignal.timeout(limit) }).then(
          (answer) => answer.json() as Promise<unknown>,
          (error: Error) => error.name,
        ),
      [RENEWAL.url, patience] as const,
    );
  expect(await renew(20)).toBe('TimeoutError');
  expect(await renew(10_000)).toEqual({ renewed: true });
  expect(await renew(10_000), 'it was recorded once').toBe('TypeError');
  expect(answers.missing).toEqual(['POST /auth/refresh']);
});

test('a page that asks sooner than recorded is not answered before what the server had closed until then', async ({
  context,
}) => {
  const asked: number[] = [];
  let close = () => {};
  const closed = new Promise<void>((resolve) => (close = resolve));
  const { page } = await pageWith(context, (time) => {
    asked.push(time);
    return closed;
  });
  const order: string[] = [];
  const renewed = page.evaluate((url) => fetch(url, { method: 'POST' }).then(() => {}), RENEWAL.url);
  void renewed.then(() => order.push('answered'));
  await expect.poll(() => asked).toEqual([START]);
  await page.evaluate((limit) => new Promise((resolve) => setTimeout(resolve, limit)), 2 * RENEWAL.took);
  order.push('closed');
  close();
  await renewed;
  expect(order).toEqual(['closed', 'answered']);
});
