import { mkdirSync, readFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { ROOT, run } from '../../../bin/child.mjs';
import { childEnvironment } from '../../../config/child-environment.mjs';
import { PLAYWRIGHT_CLI } from '../../../config/playwright-internals.mjs';
import type { RunRecord } from '../../../reporters/record/schema.ts';
import { seededPeople } from '../../../stack/server/memory.ts';
import { expect, test } from '../support/embedded.ts';

test.describe.configure({ timeout: 240_000 });

/** Where Playwright keeps compiled code. */
const COMPILED = join(tmpdir(), `playwright-transform-cache-${process.geteuid?.() ?? ''}`);

/** When an account was used, as the record of a shard tells it: from the first request to the end of the test. */
interface Use {
  account: string;
  from: number;
  to: number;
}

function usesIn(record: RunRecord): Use[] {
  return record.tests
    .flatMap(({ attempts }) => attempts)
    .flatMap(({ startedAt, took, seen }) => {
      if (!seen) return [];
      const first = Math.min(...seen.exchanges.map((exchange) => exchange.startedAt));
      return [{ account: seen.account, from: first, to: Date.parse(startedAt) + took }];
    });
}

test('two shards with two accounts never drive one person at once, on machines that know nothing of each other', async ({
  stack,
}, testInfo) => {
  const shard = async (current: number) => {
    const dir = testInfo.outputPath('runs', String(current));
    // Locks lie in the temporary folder: with one each, only the shards themselves keep people apart.
    const temporary = testInfo.outputPath(`tmp-${current}`);
    mkdirSync(temporary, { recursive: true });
    const args = ['test', '--project=dev', `--shard=${current}/2`, '--workers=1', 'threads/threads', 'messages/stored'];
    const { output } = await run(process.execPath, [join(ROOT, PLAYWRIGHT_CLI), ...args], {
      env: childEnvironment({
        NETRA_RUN: JSON.stringify({ id: `shard-${current}`, dir, secrets: join(temporary, 'private'), whole: dir }),
        NETRA_STACK_HOST: undefined,
        TEST_WORKER_INDEX: undefined,
        TMPDIR: temporary,
        // What Playwright has compiled lies in the temporary folder as well, and is no secret between machines.
        PLAYWRIGHT_TRANSFORM_CACHE_DIR: COMPILED,
        DEV_BASE_URL: stack.webUrl,
        DEV_API_URL: stack.apiUrl,
        DEV_AUTH_URL: stack.authUrl,
        DEV_SIGN_IN: 'password',
        DEV_PASSWORD: seededPeople[0]!.password,
        DEV_ACCOUNTS: seededPeople.map(({ email }) => email).join(','),
      }),
    });
    const record = JSON.parse(readFileSync(join(dir, 'record.json'), 'utf8')) as RunRecord;
    expect(record.machine.browser, 'browser and version').toMatch(/^[A-Za-z ]+ \d+\.\d+/);
    const uses = usesIn(record);
    expect(uses.length, output).toBeGreaterThan(1);
    return uses;
  };
  const uses = (await Promise.all([shard(1), shard(2)])).flat();
  expect([...new Set(uses.map(({ account }) => account))].sort()).toEqual(
    seededPeople.map(({ email }) => email).sort(),
  );
  const overlaps = uses.filter((one, index) =>
    uses.slice(index + 1).some((other) => other.account === one.account && other.from < one.to && one.from < other.to),
  );
  expect(overlaps, 'one person in two tests at once').toEqual([]);
});
