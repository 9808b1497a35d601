import { createHash } from 'node:crypto';
import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { expect, test as base } from '@playwright/test';
import { run } from '../../../bin/child.mjs';
import { childEnvironment } from '../../../config/child-environment.mjs';
import { assess } from '../../../reporters/assess/assess.ts';
import { writeReports } from '../../../reporters/write/write-reports.ts';
import { planned } from '../reporters/support/record-samples.ts';
import { red, runOf, stuck } from '../reporters/support/runs.ts';
import { deadLinksKept, linksKept, linksToOtherFiles } from './support/kept-links.ts';
import { cloneInto, machinesFolder } from './support/machines.ts';

/** A machine on which nothing but a run is, whose test left a summary and a screenshot. */
const test = base.extend<{ machine: string }>({
  machine: async ({}, use) => {
    const place = machinesFolder();
    const machine = join(place.folder, 'packs');
    cloneInto(machine, {});
    await use(machine);
    place.release();
  },
});

/** The files of the test by the names of its attachments, which they hold as well. */
const LEFT = { screenshot: 'test-failed-1.png', 'triage.md': 'triage.md' };
const attachments = Object.entries(LEFT).map(([name, file]) => ({
  name,
  type: 'text/plain',
  path: `reports/runs/one/artifacts/a-test/${file}`,
  bytes: name.length,
  sha256: createHash('sha256').update(name).digest('hex'),
}));

/** Packs the run, in the second attempt of a night. @param files what it left, with their contents */
async function pack(machine: string, files: Readonly<Record<string, string>>) {
  const dir = join(machine, 'reports', 'runs', 'one');
  for (const [file, content] of Object.entries(files)) {
    mkdirSync(dirname(join(dir, file)), { recursive: true });
    writeFileSync(join(dir, file), content);
  }
  writeReports(assess(runOf([planned('one'), red({ diagnosis: stuck, attachments })])), dir);
  const ended = await run(process.execPath, [join(machine, 'bin', 'run.mjs'), 'pack', 'one'], {
    cwd: machine,
    env: childEnvironment({
      NETRA_RUN: undefined,
      TEST_WORKER_INDEX: undefined,
      GITHUB_ACTIONS: 'true',
      GITHUB_RUN_ATTEMPT: '2',
    }),
  });
  expect(ended.code, ended.output).toBe(0);
  const reports = join(machine, 'reports');
  const page = readFileSync(join(reports, 'worklog-attempt-2.html'), 'utf8');
  return { output: ended.output, kept: join(reports, 'kept'), page };
}

const artifacts = Object.fromEntries(Object.entries(LEFT).map(([name, file]) => [`artifacts/a-test/${file}`, name]));
const report = { 'html/index.html': '', 'html/data/12.png': 'screenshot', 'html/data/34.md': 'triage.md' };

test("what is kept leads into Playwright's report, and a worklog that is kept alone names where that is", async ({
  machine,
}) => {
  const { output, kept, page } = await pack(machine, { ...artifacts, ...report });
  expect(output).toBe('8 files in reports/kept.\nreports/worklog-attempt-2.html\n');
  expect(linksKept(kept)).toEqual(['html/data/34.md', 'html/index.html#?testId=one', 'html/data/12.png']);
  expect(deadLinksKept(kept)).toEqual([]);
  expect(linksToOtherFiles(page)).toEqual([]);
  expect(page).toContain(
    'Begin with: triage.md (<code>html/data/34.md</code>), the test in Playwright&#39;s report ' +
      '(<code>html/index.html#?testId=one</code>), in <code>reports/kept</code>, which a night keeps as the artefact ' +
      '<code>nightly-attempt-2</code>.',
  );
});

test("what is kept of a run without Playwright's report leads to the files of its tests", async ({ machine }) => {
  const { kept, page } = await pack(machine, artifacts);
  expect(linksKept(kept)).toEqual(['artifacts/a-test/triage.md', 'artifacts/a-test/test-failed-1.png']);
  expect(deadLinksKept(kept)).toEqual([]);
  expect(linksToOtherFiles(page)).toEqual([]);
});
