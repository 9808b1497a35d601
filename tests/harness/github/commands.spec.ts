import { once } from 'node:events';
import { type IncomingMessage, createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { join } from 'node:path';
import { expect, test as base } from '@playwright/test';
import { ROOT, run } from '../../../bin/child.mjs';
import { childEnvironment } from '../../../config/child-environment.mjs';

interface Rehearsed {
  /** A GitHub whose answer a test decides; gives its address, and remembers what it was asked. */
  gitHub: (answer: (request: IncomingMessage) => string) => Promise<{ address: string; asked: string[] }>;
}

const test = base.extend<Rehearsed>({
  gitHub: async ({}, use) => {
    const servers: ReturnType<typeof createServer>[] = [];
    await use(async (answer) => {
      const asked: string[] = [];
      const server = createServer((request, response) => {
        asked.push(request.url!);
        response.end(answer(request));
      });
      servers.push(server);
      await once(server.listen(0, '127.0.0.1'), 'listening');
      return { address: `http://127.0.0.1:${(server.address() as AddressInfo).port}`, asked };
    });
    for (const server of servers) server.close();
  },
});

function watchdog(api: string) {
  return run(process.execPath, [join(ROOT, 'bin', 'run.mjs'), 'watchdog'], {
    env: childEnvironment({
      GITHUB_API_URL: api,
      GITHUB_TOKEN: 'not-a-real-token',
      GITHUB_REPOSITORY: 'ada/suite',
      NETRA_RUN: undefined,
      TEST_WORKER_INDEX: undefined,
    }),
  });
}

/** The runs of a workflow as GitHub lists them. */
const ran = (updated_at: string) => JSON.stringify({ workflow_runs: [{ conclusion: 'failure', updated_at }] });

test('the watchdog looks for nightly runs that the schedule started', async ({ gitHub }) => {
  const { address, asked } = await gitHub(({ url = '' }) =>
    url.includes('event=schedule') ? '{"workflow_runs":[]}' : ran(new Date().toISOString()),
  );
  expect(await watchdog(address)).toMatchObject({ code: 1, output: 'The nightly has never run.\n' });
  expect(asked).toHaveLength(1);
});

test('the watchdog accepts a night that ran, whatever its result', async ({ gitHub }) => {
  const { address } = await gitHub(() => ran(new Date().toISOString()));
  expect(await watchdog(address)).toMatchObject({ code: 0, output: 'The nightly ran.\n' });
});

test('an unreachable or wrong GitHub address is reported in one message', async ({ gitHub }) => {
  expect(await watchdog('http://127.0.0.1:1')).toMatchObject({
    code: 2,
    output: expect.stringMatching(/^GitHub did not answer GET \S+ \([^)]+\): check the network, then run again\.\n$/),
  });
  const { address } = await gitHub(() => '<html>');
  expect(await watchdog(address)).toMatchObject({
    code: 2,
    output: expect.stringMatching(/^GitHub answered GET \S+ with something that is no JSON[^\n]*\n$/),
  });
});
