import { answerThirdParties } from '../../fixtures/third-parties.ts';
import { expect, test } from './embedded.ts';

test('a request to a host that is not the site\'s is answered without leaving the machine, whatever the page asks', async ({ stack, page }) => {
  const site = { web: stack.webUrl, api: stack.apiUrl, auth: stack.authUrl, ws: stack.wsUrl };
  await answerThirdParties(page.context(), site);
  await page.goto(`${stack.webUrl}/login`);
  const ask = (url: string) => page.evaluate(async (address) => (await fetch(address)).json() as Promise<unknown>, url);
  expect(await ask('https://flags.example/v1/initialize')).toMatchObject({ has_updates: true, feature_gates: {} });
  expect(await ask(`${stack.webUrl.replace(/:\d+$/, '.example')}/health`)).toMatchObject({ has_updates: true });
  expect(await ask(`${stack.apiUrl}/health`), 'the site itself is not answered for').toMatchObject({ status: 'healthy' });
});

test('the page of the embedded stack asks nobody but its own services, so that nothing need be answered there', async ({ stack, page }) => {
  const hosts = new Set<string>();
  page.on('request', (request) => hosts.add(new URL(request.url()).origin));
  await page.goto(`${stack.webUrl}/chat`);
  await page.getByTestId('message-textarea').fill('How do we cut the cost of nightly reports?');
  await page.getByTestId('message-textarea').press('Enter');
  await expect(page.getByRole('heading', { name: 'Netra Agent', exact: true })).toBeVisible();
  expect([...hosts].filter((origin) => ![stack.webUrl, stack.apiUrl, stack.authUrl].includes(origin))).toEqual([]);
});
