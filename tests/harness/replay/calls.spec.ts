import { expect, test } from '@playwright/test';
import { Prompts } from '../../../fixtures/replay/prompts.ts';
import { RecordedAnswers } from '../../../fixtures/replay/http.ts';
import { ReplayTokens } from '../../../fixtures/replay/tokens.ts';
import { Stimuli } from '../../../fixtures/stimuli.ts';
import type { Recording } from '../../../lib/recordings/index.ts';
import { START } from '../protocol/support/scenes.ts';

const SITE = { web: 'http://page.test', api: 'http://api.test', auth: 'http://auth.test', ws: 'ws://api.test' };

test('an answer that the page did not wait for is given to its next call', async ({ context }) => {
  const renewal = {
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
  const person = {
    account: { id: 'user-ada', email: 'ada@example.com' },
    sockets: [],
    frames: [],
    exchanges: [renewal],
  };
  const recording = { target: { site: SITE } } as unknown as Recording;
  const stimuli = new Stimuli();
  const answers = new RecordedAnswers(recording, person, SITE, new Prompts(person), new ReplayTokens(), stimuli);
  await answers.route(context);
  await context.route(`${SITE.web}/`, (route) => route.fulfill({ contentType: 'text/html', body: '' }));
  const page = await context.newPage();
  await page.goto(SITE.web);
  const renew = (patience: number) =>
    page.evaluate(
      ([url, limit]) =>
        fetch(url, { method: 'POST', signal: AbortSignal.timeout(limit) }).then(
          (answer) => answer.json() as Promise<unknown>,
          (error: Error) => error.name,
        ),
      [renewal.url, patience] as const,
    );
  expect(await renew(20)).toBe('TimeoutError');
  expect(await renew(10_000)).toEqual({ renewed: true });
  expect(await renew(10_000), 'it was recorded once').toBe('TypeError');
  expect(answers.missing).toEqual(['POST /auth/refresh']);
});
