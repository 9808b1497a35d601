import type { APIRequestContext } from '@playwright/test';
import { expect, test } from '@playwright/test';
import { Services } from '../../fixtures/services.ts';

const site = { web: 'http://web', api: 'http://api', ws: 'ws://api', auth: 'http://auth' };

/** Services that give the same answer to every call. */
function servicesThatAnswer(status: number, body: string, headers: Record<string, string> = { 'content-type': 'application/json' }) {
  const answer = {
    status: () => status, ok: () => status < 400, headers: () => headers, text: () => Promise.resolve(body), body: () => Promise.resolve(Buffer.from(body)),
  };
  return new Services({ get: () => Promise.resolve(answer) } as unknown as APIRequestContext, site);
}

const gateway = servicesThatAnswer(502, '<html>Bad gateway</html>', { 'content-type': 'text/html' });
const noJson = /^GET \/health answered 502 with what is no JSON \(text\/html\)/;

test('the page of a gateway is no answer of a service, in one sentence', async () => {
  await expect(gateway.health('/health')).rejects.toThrow(noJson);
  await expect(gateway.release()).rejects.toThrow(noJson);
});

test('a fast refusal is not a fast service', async () => {
  await expect(servicesThatAnswer(503, '{}').times('/health', 2)).rejects.toThrow(/^GET \/health answered 503/);
  expect(await servicesThatAnswer(200, '{}').times('/health', 2)).toHaveLength(2);
});
