import { spawn } from 'node:child_process';
import { mkdirSync, readFileSync, readdirSync } from 'node:fs';
import { basename, extname, join } from 'node:path';
import { type TestInfo, expect, test } from '@playwright/test';
import { ROOT, run } from '../../../bin/child.mjs';
import { budgets } from '../../../config/budgets.ts';
import { childEnvironment } from '../../../config/child-environment.mjs';
import { wrap } from '../../../lib/basics/wrap.mjs';
import { loadRecord } from '../../../reporters/record/save.ts';

const escapes = new RegExp(String.fromCharCode(27));

/** Runs a command of the project as a person does, in a run of its own, with its output to a file. */
async function type(testInfo: TestInfo, ...args: string[]) {
  const place = { id: 'terminal', dir: testInfo.outputPath('run'), secrets: testInfo.outputPath('private') };
  mkdirSync(place.dir, { recursive: true });
  return run(process.execPath, [`${ROOT}/bin/run.mjs`, ...args], {
    env: childEnvironment({
      CI: '1',
      COLUMNS: '80',
      NETRA_RUN: JSON.stringify(place),
      NETRA_STACK_HOST: undefined,
      TEST_WORKER_INDEX: undefined,
      FORCE_COLOR: undefined,
    }),
  });
}

/** Lines that do not fit a terminal; a command to copy and the path of a report stay in one piece. */
function wide(output: string): string[] {
  return output
    .split('\n')
    .filter((line) => line.length > 80 && !/show-trace|show-report|(worklog\.html|triage\.md)$/.test(line));
}

const refused: readonly [line: string, sentence: RegExp][] = [
  ['mars', /^Unknown command "mars"; the commands are golden, test, /],
  ['goldne', /^Unknown command "goldne": did you mean golden\?$/],
  ['golden --target mars', /^Unknown target "mars"; it is one of local, dev, staging\. "npm run golden -- --help" /],
  [
    'golden --target staging --fault F19',
    /^--fault works only with --target local: faults are injected into the embedded stack\.$/,
  ],
  [
    'golden --fault F99',
    /^There is no fault "F99": did you mean F09\? "npm run golden -- --list-faults" prints them all\.$/,
  ],
  ['golden --fault F20:bogus=1', /^The fault F20 has no parameter bogus; it has type, as, person\.$/],
  ['golden --fault F55:delay=x', /^The parameter delay of the fault F55 must be a number from 1 to 600000, not "x"\.$/],
  ['golden --faul', /^Unknown option --faul: did you mean --fault\? "npm run golden -- --help" lists the options\.$/],
  [
    'test --grpe x',
    /^Unknown option --grpe: did you mean --grep\? "npm test -- --help" and "npx playwright test --help" list the options\.$/,
  ],
  ['mutants --randm 4', /^Unknown option --randm: did you mean --random\? "npm run mutants -- --help" and /],
  [
    'tell --target stagin',
    /^Unknown target "stagin": did you mean staging\? "npm run tell -- --help" lists the options\.$/,
  ],
  ['mutants --project F199', /^There is no project "F199": did you mean F19\?$/],
  ['golden --target production', /^Unknown target "production"; /],
  ['nightly --target mars', /^Unknown target "mars"; it is one of local, dev, staging, production\. /],
  ['nightly --shard 3/2', /^--shard must be I\/N with I from 1 to N, not 3\/2\.$/],
  ['stack --web-port banana', /^--web-port must be a whole number from 0 to 65535, not "banana"\. /],
  ['stack --web-port 99999', /^--web-port must be a whole number from 0 to 65535, not "99999"\. /],
  [
    'stack --web-port 45551 --auth-port 45551',
    /^--web-port and --auth-port are the same port 45551: each service needs its own\.$/,
  ],
  ['stack --frontend-url nope', /^The stack cannot start: --frontend-url must be a URL\.$/],
  ['stack --token-life 99999999999', /^The stack cannot start: --token-life must be a whole number from \d+ to \d+\.$/],
  ['mutants --seed 7', /^--seed means nothing without --random\. "npm run mutants -- --help" lists the options\.$/],
  ['nightly --merge reports/parts --grep x', /^--merge runs no tests: leave out --grep\.$/],
  ['clean --runs -1', /^--runs must be a whole number of at least 0, not "-1"\. /],
  ['mutants --project=F999', /^There is no project "F999"; of the \d+ projects the nearest are F\S+, F\S+, F\d+\.$/],
  ['stack --envelope dta', /^Unknown envelope "dta": did you mean data\? /],
  ['worklog nowhere', /^There is no run "nowhere": neither a folder nor an id under reports\/runs\.$/],
  ['gate nowhere', /^There is no run "nowhere": /],
  ['gate lastest', /^There is no run "lastest": did you mean latest\?$/],
  ['pack ltest', /^There is no run "ltest": did you mean latest\?$/],
  ['tell latset', /^There is no run "latset": did you mean latest\?$/],
  ['replay lastest', /^There is no run and no recording "lastest": did you mean latest\?$/],
  ['replay never-complets', /^There is no run and no recording "never-complets": did you mean never-completes\?$/],
  ['replay nowhere', /^There is no run and no recording "nowhere"\.$/],
  ['gate one two', /^npm run gate takes one RUN, not 2\. /],
  ['merge', /^Name the folders that contain the parts of the run\.$/],
  ['merge package.json', /^package\.json is a file: name the folder in which the parts of the run lie\.$/],
  ['nightly --merge package.json', /^package\.json is a file: name the folder in which the parts of the run lie\.$/],
  ['bench --rounds x', /^--rounds must be /],
  ['bench tests/threads', /^Tests are compared with another commit: name it with --against REV\.$/],
  ['bench --against nowhere', /^"nowhere" is no commit of this repository\.$/],
];

for (const [line, sentence] of refused) {
  test(`the command line "${line}" is refused in one message that fits a terminal`, async ({}, testInfo) => {
    const { code, output } = await type(testInfo, ...line.split(' '));
    expect(code).toBe(2);
    expect(output.trim().replaceAll(/\s+/g, ' ')).toMatch(sentence);
    expect(wide(output)).toEqual([]);
  });
}

test('the golden path prints its summary in 80 columns, without colour, and ends with the verdict', async ({}, testInfo) => {
  const { code, output } = await type(testInfo, 'golden');
  expect(output).toMatch(/ {2}Result {7}passed\n {2}Trace .*\n\n/);
  expect(output).toMatch(
    / {2}Verdict {6}The golden path is alive\. The critical check passed\.\n {2}Worklog .*worklog\.html\n {2}Report {7}npx playwright show-report .*html\n$/,
  );
  expect(output).toContain('  Person       dev@example.com (dev-user-001)');
  expect(code).toBe(0);
  expect(wide(output)).toEqual([]);
  expect(output).not.toMatch(escapes);
});

test('a broken golden path prints its summary in 80 columns and names the cause', async ({}, testInfo) => {
  const { code, output } = await type(testInfo, 'golden', '--fault', 'f23');
  expect(output, 'the id as everybody writes it').toMatch(/ {2}Target {7}broken on purpose by F23\n/);
  expect(output).toMatch(/ {2}✗ .* s until it failed\n/);
  expect(output).toMatch(
    / {2}Verdict {6}The golden path is broken\. [^]* {2}Cause {8}F23 [^]*\n {2}Look first [^]*\n {2}Worklog /,
  );
  expect(output.match(/^ {2}Cause /gm), 'a cause is told once').toHaveLength(1);
  expect(code).toBe(1);
  expect(wide(output)).toEqual([]);
  expect(output).not.toMatch(escapes);
});

test('a golden path broken on purpose is told and recorded with the limits by which it was judged', async ({}, testInfo) => {
  const { output } = await type(testInfo, 'golden', '--fault', 'F19');
  const { targets } = loadRecord(testInfo.outputPath('run', 'record.json'));
  expect(
    targets.map(({ budgets: limits }) => limits),
    output,
  ).toEqual([budgets.mutants]);
  const evidence = readdirSync(testInfo.outputPath('run'), { recursive: true, encoding: 'utf8' }).filter(
    (name) => basename(name) === 'observed.json',
  );
  const judged = await type(testInfo, 'judge', testInfo.outputPath('run', evidence[0]!));
  expect(judged).toMatchObject({ code: 1, output: expect.stringMatching(/BROKEN, one thing is wrong\.\n/) });
  expect(judged.output).not.toMatch(/Not judged|The test said/);
});

for (const [when, fault, told] of [
  ['in the test', 'F19', / {2}✗ see the answer stream in .* s until it failed\n/],
  ['at the end of the test', 'token-exposed', / {2}✗ what must hold in every test, looked at when it has ended\n/],
] as const) {
  test(`Playwright's report offers the whole evidence of what failed ${when} as files`, async ({}, testInfo) => {
    const { code, output } = await type(testInfo, 'golden', '--fault', fault);
    expect(output).toMatch(told);
    expect(code).toBe(1);
    const [summary] = /\S+triage\.md$/m.exec(output) ?? [''];
    expect(readFileSync(summary, 'utf8'), 'the summary with which to begin').toContain('## ');
    const data = testInfo.outputPath('run', 'html', 'data');
    const offered = readdirSync(data).filter((name) => /\.jsonl?$/.test(name));
    expect(offered.map((name) => readFileSync(join(data, name), 'utf8'))).toContainEqual(
      expect.stringMatching(/^\{\n "target": [^]*"stimuli": [^]*\}$/),
    );
    expect(offered.map(extname), 'the raw frames').toContain('.jsonl');
  });
}

test('an interrupted golden path is not reported as broken', async ({}, testInfo) => {
  const place = { id: 'terminal', dir: testInfo.outputPath('run'), secrets: testInfo.outputPath('private') };
  const golden = spawn(process.execPath, [`${ROOT}/bin/run.mjs`, 'golden', '--fault', 'F19'], {
    cwd: ROOT,
    env: childEnvironment({
      CI: '1',
      NETRA_RUN: JSON.stringify(place),
      NETRA_STACK_HOST: undefined,
      TEST_WORKER_INDEX: undefined,
      FORCE_COLOR: undefined,
    }),
  });
  let output = '';
  for (const stream of [golden.stdout, golden.stderr])
    stream.setEncoding('utf8').on('data', (text: string) => (output += text));
  const ended = new Promise<number | null>((resolve) => {
    golden.once('close', resolve);
  });
  await expect.poll(() => output, { timeout: 45_000, intervals: [20] }).toContain('✓ sign in');
  golden.kill('SIGINT');
  expect(await ended).toBe(130);
  expect(output).toMatch(/ {2}Result {7}interrupted\n[^]* {2}Verdict {6}The golden path was not run\. /);
  expect(output).not.toMatch(/is broken| failed| {2}Cause/);
  expect(output.trimEnd().split('\n').at(-1)).toBe('Interrupted: the golden path did not finish.');
});

test.describe('text for a terminal', () => {
  test('a text that fits the terminal stays as it is', () => {
    expect(wrap('  one   two\nthree', 11)).toBe('  one   two\nthree');
  });

  test('a text that does not fit is wrapped below its own beginning', () => {
    expect(wrap('  one two three', 9)).toBe('  one two\n  three');
  });

  test('a word longer than a line and compared values are not broken', () => {
    expect(wrap('  abcdef gh', 5)).toBe('  abcdef\n  gh');
    expect(wrap('one  two   three', 9)).toBe('one  two \n three');
    expect(wrap(`${' '.repeat(22)}abcdef gh`, 24)).toBe(`${' '.repeat(22)}abcdef\n${' '.repeat(22)}gh`);
    expect(wrap('+ one two', 5)).toBe('+ one two');
    expect(wrap('--one two', 5)).toBe('--one\ntwo');
  });
});
