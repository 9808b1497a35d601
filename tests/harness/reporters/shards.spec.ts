import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { JSONReport, JSONReportSuite } from '@playwright/test/reporter';
import { expect, test } from '@playwright/test';
import { ROOT, run } from '../../../bin/child.mjs';
import { childEnvironment } from '../../../config/child-environment.mjs';
import { PLAYWRIGHT_CLI } from '../../../config/playwright-internals.mjs';

const config = join(import.meta.dirname, 'support', 'shards', 'shards.config.ts');

const titlesIn = ({ specs, suites = [] }: JSONReportSuite): string[] => [
  ...specs.map(({ title }) => title),
  ...suites.flatMap(titlesIn),
];

/** The tests that one shard ran. */
async function ranIn(shard: string, file: string, env: Record<string, string> = {}): Promise<string[]> {
  const { code, output } = await run(
    process.execPath,
    [join(ROOT, PLAYWRIGHT_CLI), 'test', '-c', config, `--shard=${shard}`, `--output=${file}.output`],
    {
      env: childEnvironment({
        NETRA_RUN: undefined,
        TEST_WORKER_INDEX: undefined,
        PLAYWRIGHT_JSON_OUTPUT_FILE: file,
        ...env,
      }),
    },
  );
  expect(code, output).toBe(0);
  return (JSON.parse(readFileSync(file, 'utf8')) as JSONReport).suites.flatMap(titlesIn);
}

// Each shard is a run of its own, with a runner that has to start.
test.describe.configure({ timeout: 180_000 });

for (const total of [2, 3, 8]) {
  test(`${total} shards run every test once; a serial group and the tests of one person stay together`, async ({}, testInfo) => {
    const shards: string[][] = [];
    for (let current = 1; current <= total; current += 1)
      shards.push(await ranIn(`${current}/${total}`, testInfo.outputPath(`${current}.json`)));
    const all = shards.flat();
    expect(all).toHaveLength(9);
    expect(new Set(all).size).toBe(9);
    for (const together of ['serial', 'signed out'])
      expect(shards.filter((titles) => titles.some((title) => title.startsWith(together)))).toHaveLength(1);
  });
}
