import { createHash } from 'node:crypto';
import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { type TestInfo, expect, test } from '@playwright/test';
import { assess } from '../../../reporters/assess/assess.ts';
import { inRunFolder } from '../../../reporters/write/run-files.ts';
import { writeReports } from '../../../reporters/write/write-reports.ts';
import { planned } from './support/record-samples.ts';
import { other, red, runOf, stuck } from './support/runs.ts';

const png = Buffer.from(`\x89PNG\r\n\x1a\n${'the page as it was'.repeat(20)}`, 'latin1');
const summary = Buffer.from('what broke');
const sha256 = (content: Buffer) => createHash('sha256').update(content).digest('hex');
const screenshot = 'artifacts/one/test-failed-1.png';
const triage = 'artifacts/one/triage.md';
/** As the record lists a file of the run: relative to the project. */
const listed = (path: string) => `reports/runs/20261130-0000-abcd/${path}`;
const withScreenshot = {
  diagnosis: stuck,
  attachments: [
    { name: 'screenshot', type: 'image/png', path: listed(screenshot), bytes: png.length, sha256: sha256(png) },
    { name: 'triage.md', type: 'text/markdown', path: listed(triage), bytes: summary.length, sha256: sha256(summary) },
  ],
};
const run = assess(
  runOf([planned('one'), red(withScreenshot)], [other('two'), red({ ...withScreenshot, diagnosis: null })]),
);

/** Where the pictures of a page come from. */
const sourcesIn = (html: string) => [...html.matchAll(/<img src="([^"]*)"/g)].map(([, source]) => source);
const embedded = `data:image/png;base64,${png.toString('base64')}`;

/** The worklog of the run whose screenshot lies in this file of its folder, or in none. */
function worklogIn(testInfo: TestInfo, file?: string, content = png): { html: string; markdown: string } {
  const dir = testInfo.outputPath('run');
  mkdirSync(dir, { recursive: true });
  if (file) {
    mkdirSync(dirname(join(dir, file)), { recursive: true });
    writeFileSync(join(dir, file), content);
  }
  writeReports(run, dir);
  const read = (name: string) => readFileSync(join(dir, name), 'utf8');
  return { html: read('worklog.html'), markdown: read('worklog.md') };
}

test.describe('screenshots of the worklog', () => {
  test('the worklog shows for each cause what the page looked like, and needs no other file for it', ({}, testInfo) => {
    const { html, markdown } = worklogIn(testInfo, screenshot);
    expect(sourcesIn(html)).toEqual([embedded, embedded]);
    expect(html).toContain('alt="The page at the end of the test"');
    expect(markdown).toContain(`The page at the end of this test: one [local]. [Screenshot](${screenshot})\n`);
  });

  test("the worklog of a merged run takes a screenshot from Playwright's report, where it has another name", ({}, testInfo) => {
    const { html, markdown } = worklogIn(testInfo, 'html/data/0123abc.png');
    expect(sourcesIn(html)).toEqual([embedded, embedded]);
    expect(markdown).toContain('[Screenshot](html/data/0123abc.png)');
  });

  for (const [what, file, content] of [
    ['is gone', undefined, png],
    ['is another one', 'html/data/0123abc.png', Buffer.from('another page')],
    ['is larger than 500 kB', screenshot, Buffer.alloc(500_001, png)],
  ] as const) {
    test(`the worklog says why it does not show a screenshot that ${what}`, ({}, testInfo) => {
      const { html, markdown } = worklogIn(testInfo, file, content);
      expect(sourcesIn(html)).toHaveLength(0);
      expect(markdown).toContain("The screenshot is not here: it is too large, or no longer in the run's folder.");
    });
  }
});

/** The links of a page. */
const linksIn = (html: string) =>
  [...html.matchAll(/<a href="([^#"][^"]*)">([^<]*)</g)].map(([, to, label]) => [label, to]);

test.describe('links of the worklog', () => {
  test("a cause leads to the summary of its test and to the test in Playwright's report", ({}, testInfo) => {
    const report = 'html/index.html';
    const dir = testInfo.outputPath('run');
    mkdirSync(join(dir, 'html'), { recursive: true });
    writeFileSync(join(dir, report), 'a report');
    const { html, markdown } = worklogIn(testInfo, triage);
    const inReport = (id: string) => ['the test in Playwright&#39;s report', `html/index.html#?testId=${id}`];
    expect(linksIn(html)).toEqual([['triage.md', triage], inReport('one'), ['triage.md', triage], inReport('two')]);
    expect(markdown).toContain(
      `Begin with: [triage.md](${triage}) · [the test in Playwright's report](${report}#?testId=one)\n`,
    );
  });

  test("the summary of a test of a merged run is found in Playwright's report, where it has another name", ({}, testInfo) => {
    const { html } = worklogIn(testInfo, 'html/data/0123abc.md', summary);
    expect(linksIn(html)).toEqual([
      ['triage.md', 'html/data/0123abc.md'],
      ['triage.md', 'html/data/0123abc.md'],
    ]);
  });

  test('nothing leads to a file that is not there', ({}, testInfo) => {
    const { html, markdown } = worklogIn(testInfo);
    expect(linksIn(html)).toEqual([]);
    expect(markdown).not.toContain('Begin with');
  });
});

test('a file of a part lies in the folder of its part', () => {
  const file = 'artifacts/a-test/triage.md';
  expect(inRunFolder(`reports/runs/one/${file}`)).toBe(file);
  expect(inRunFolder(`reports/runs/one/shards/2/${file}`)).toBe(`shards/2/${file}`);
  expect(inRunFolder(`reports/runs/outer/artifacts/a-harness-test/run/${file}`)).toBe(file);
});
