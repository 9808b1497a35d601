import { mkdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { stripVTControlCharacters } from 'node:util';
import { type TestInfo, expect, test } from '@playwright/test';
import { CATALOGUE, HARMS } from '../../../lib/diagnosis/index.ts';
import { type Assessment, assess } from '../../../reporters/assess/assess.ts';
import { plan } from '../../../reporters/github/issues.ts';
import type { RecordedCause, RecordedDiagnosis } from '../../../reporters/record/schema-attempt.ts';
import { fold } from '../../../reporters/record/fold.ts';
import { enrichResults } from '../../../reporters/write/allure/results.ts';
import { reportTitle } from '../../../reporters/write/cause.ts';
import { annotations, jobSummary } from '../../../reporters/write/exports/github.ts';
import { outcomeText } from '../../../reporters/write/terminal/outcome.ts';
import { writeReports } from '../../../reporters/write/write-reports.ts';
import { attempted, ended, opened, planned, ran, seenIn } from './support/record-samples.ts';
import { assessedRunOf, other, red } from './support/runs.ts';

/** A diagnosis that names these entries of the catalogue. */
function naming(...ids: string[]): RecordedDiagnosis {
  return namedAs('certain', ...ids);
}

function namedAs(confidence: string, ...ids: string[]): RecordedDiagnosis {
  const causes = ids.map((id): RecordedCause => {
    const entry = CATALOGUE.find((one) => one.id === id)!;
    return { id, title: entry.name, confidence, owner: entry.owner, signals: [`what ${id} looks like, ${confidence}`] };
  });
  return { causes, alternatives: [], probe: null, whys: [], lookFirst: null, notes: [] };
}

const golden = planned('a person sees the answer');
const refused = seenIn({ upgrade: 403, api: 200 });
const runs: readonly (readonly [what: string, verdict: string, run: Assessment])[] = [
  [
    'the list of threads fails (F31)',
    'The golden path is alive. 1 of 2 critical checks failed.',
    assessedRunOf(
      [golden, attempted('passed')],
      [other('the threads are listed'), red({ diagnosis: naming('F31'), seen: seenIn({ api: 200 }) })],
    ),
  ],
  [
    'the server picks the wrong subprotocol (F03)',
    'The golden path is broken. 2 of 2 critical checks failed.',
    assessedRunOf(
      [golden, red({ diagnosis: naming('F03'), seen: refused })],
      [other('the page connects'), red({ diagnosis: naming('F03'), seen: refused })],
    ),
  ],
  [
    'the target is down, and the golden path was not run any more',
    'The golden path was not run. 1 of 2 critical checks failed, and 1 was not run.',
    assess(
      fold([
        ...opened([golden, other('the page connects')]),
        ...ran('the page connects', red({ diagnosis: naming('F08') })),
        ended('interrupted'),
      ]),
    ),
  ],
];

/** What every report of a run says, by the name of the report, with all white space as one space. */
function reportsOf(run: Assessment, testInfo: TestInfo): Map<string, string> {
  const dir = testInfo.outputPath('run');
  mkdirSync(join(dir, 'allure-results'), { recursive: true });
  writeReports(run, dir);
  enrichResults(dir, run);
  const files = ['worklog.md', 'worklog.html', 'junit.xml', 'ctrf.json', 'chat.txt'];
  const reports: [string, string][] = [
    ...files.map((name): [string, string] => [name, readFileSync(join(dir, name), 'utf8')]),
    ['Allure', readFileSync(join(dir, 'allure-results', 'environment.properties'), 'utf8')],
    ['terminal', stripVTControlCharacters(outcomeText(run, { worklog: 'worklog.html', report: null }))],
    ['gate', run.gate.conditions.map(({ found }) => found).join(' ')],
    ['annotations on GitHub', annotations(run).join('\n')],
    ['summary on GitHub', jobSummary(run)],
    ...plan(run, []).map(({ body }): [string, string] => ['issue on GitHub', body]),
  ];
  return new Map(reports.map(([name, text]) => [name, text.replace(/\s+/g, ' ')]));
}

for (const [what, verdict, run] of runs) {
  test(`every report gives the same verdict when ${what}`, ({}, testInfo) => {
    const reports = reportsOf(run, testInfo);
    expect([...reports.keys()]).toHaveLength(11);
    const sentences = verdict.match(/[^.]+\./g)!.map((sentence) => sentence.trim());
    for (const [name, text] of reports) {
      for (const sentence of sentences) expect(text, name).toContain(sentence);
      expect(text, name).not.toContain('core functional, real-time impaired.');
      const others = ['is alive', 'is broken', 'was not run'].filter((one) => !verdict.includes(`golden path ${one}`));
      for (const one of others) expect(text, name).not.toContain(`golden path ${one}`);
    }
  });
}

test.describe('several causes in a night', () => {
  const night = assessedRunOf(
    [golden, red({ diagnosis: naming('F19') })],
    [other('the threads are listed'), red({ diagnosis: naming('F31') })],
    [other('two people chat at once'), red({ diagnosis: naming('F19', 'F49') })],
  );

  test('several causes are listed in the first lines by the harm that they do, the leak first', ({}, testInfo) => {
    const reports = reportsOf(night, testInfo);
    for (const name of ['worklog.md', 'chat.txt'])
      expect(reports.get(name)!.slice(0, 900), name).toMatch(/F49 .*F19 .*F31 /);
  });

  test('several causes have a section and an issue each, also where a test has two', ({}, testInfo) => {
    const worklog = reportsOf(night, testInfo).get('worklog.md')!;
    expect(worklog).toMatch(/### F49: .*### F19: .*### F31: /);
    expect(night.issues.map(({ cause, failures }) => [cause?.id, failures.length])).toEqual([
      ['F49', 1],
      ['F19', 2],
      ['F31', 1],
    ]);
    expect(plan(night, []).map((action) => 'title' in action && action.title.slice(0, 14))).toEqual([
      'E2E-DEPLOY-F49',
      'E2E-DEPLOY-F19',
      'E2E-DEPLOY-F31',
    ]);
  });

  test('a cause that is certain in one of four tests is not told as certain for all of them', ({}, testInfo) => {
    const run = assessedRunOf(
      [golden, red({ diagnosis: namedAs('possible', 'F33') })],
      [other('the database is healthy'), red({ diagnosis: naming('F33') })],
      [other('the threads are listed'), red({ diagnosis: namedAs('possible', 'F33') })],
      [other('the page connects'), red({ diagnosis: namedAs('likely', 'F33') })],
    );
    expect(run.issues.map(({ cause }) => cause?.confidence)).toEqual(['possible']);
    const told = 'certain in 1 of 4 tests, likely in 1, possible in 2';
    const reports = reportsOf(run, testInfo);
    for (const name of ['worklog.md', 'worklog.html', 'chat.txt', 'Allure', 'terminal', 'summary on GitHub'])
      expect(reports.get(name), name).toContain(told);
    expect(reportTitle(run)).toContain(`(infrastructure, ${told})`);
    expect(reports.get('issue on GitHub')).toContain('(possible)');
  });

  test('a cause is as certain as in the golden path, and without it as in most tests', () => {
    const [first, second] = [other('the threads are listed'), other('the page connects')];
    const [certain, likely] = [red({ diagnosis: naming('F33') }), red({ diagnosis: namedAs('likely', 'F33') })];
    const confidences = (...told: Parameters<typeof assessedRunOf>) =>
      assessedRunOf(...told).issues.map(({ cause, certainty }) => [cause?.confidence, certainty]);
    const [one, two] = ['certain in 1 of 3 tests, likely in 2', 'certain in 1 of 2 tests, likely in 1'];
    expect(confidences([golden, certain], [first, likely], [second, likely])).toEqual([['certain', one]]);
    expect(confidences([first, certain], [second, likely])).toEqual([['likely', two]]);
    expect(confidences([first, certain], [second, certain])).toEqual([['certain', 'certain']]);
  });

  test('a likely cause comes after every certain one, whatever harm it does', () => {
    const { issues } = assessedRunOf(
      [golden, red({ diagnosis: namedAs('likely', 'F18') })],
      [other('the threads are listed'), red({ diagnosis: naming('F31') })],
    );
    expect(issues.map(({ cause }) => cause?.id)).toEqual(['F31', 'F18']);
  });

  test('the causes of one test are listed by harm, too, the certain ones first', ({}, testInfo) => {
    const { causes, ...rest } = naming('F31', 'F19', 'F38', 'F49');
    const some = causes.map((cause) => (cause.id === 'F38' ? { ...cause, confidence: 'likely' } : cause));
    const run = assessedRunOf([golden, red({ diagnosis: { ...rest, causes: some } })]);
    const reports = reportsOf(run, testInfo);
    for (const name of ['summary on GitHub', 'worklog.md'])
      expect(reports.get(name), name).toMatch(/F49 [^;]+; F19 [^;]+; F31 [^;]+; F38 /);
    expect(reports.get('annotations on GitHub')).toContain('::F49 ');
  });

  test('every cause is in the table of harms, exactly once', () => {
    const listed = HARMS.flatMap(({ causes }) => causes);
    expect(new Set(listed).size).toBe(listed.length);
    expect(CATALOGUE.map(({ id }) => id).filter((id) => !listed.includes(id))).toEqual([]);
  });
});
