import { randomBytes } from 'node:crypto';
import { existsSync, mkdirSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { type TestInfo, expect, test } from '@playwright/test';
import { SignJWT } from 'jose';
import { ROOT, run } from '../../../bin/child.mjs';
import { childEnvironment } from '../../../config/child-environment.mjs';
import { find } from './support/canary/search.ts';
import { type Planted, disguisedWritings, writings } from './support/canary/secrets.ts';
import { FORMS } from './support/forms.ts';

test.describe.configure({ timeout: 240_000 });

const cli = join(ROOT, 'node_modules/@playwright/test/cli.js');
const folder = join(import.meta.dirname, 'support', 'canary');

/** A secret of which no part that a name or a message may keep could be a word. */
function unlikeWords(): string {
  for (;;) {
    const secret = randomBytes(24).toString('base64url');
    const parts = Array.from({ length: secret.length - 11 }, (_, at) => secret.slice(at, at + 12));
    if (parts.every((part) => /\d/.test(part) && /[a-z]/.test(part) && /[A-Z]/.test(part))) return secret;
  }
}

async function secrets(): Promise<Planted> {
  const random = () => randomBytes(12).toString('hex');
  const jwt = await new SignJWT({ email: 'ada@example.com', jti: random() })
    .setProtectedHeader({ alg: 'HS256' })
    .setSubject('ada')
    .sign(randomBytes(32));
  const refresh = `again${random()}`;
  const known = { refresh, password: `${refresh}/"sesame"\\ü&${random()}`, bypassKey: `bypass${random()}` };
  const disguised = FORMS.map(unlikeWords);
  return { jwt, cookie: `biscuit${random()}`, ticket: `tkt${random()}`, known, disguised };
}

/** Runs the canary as a run of its own. @returns where it left its things, and what it printed */
async function release(testInfo: TestInfo, planted: Planted, config = 'canary.config.ts') {
  const id = config.split('.')[0]!;
  const dir = testInfo.outputPath('reports', 'runs', id);
  const place = { id, dir, secrets: testInfo.outputPath('private', id) };
  mkdirSync(dir, { recursive: true });
  mkdirSync(place.secrets, { recursive: true });
  writeFileSync(join(place.secrets, 'planted.json'), JSON.stringify(planted));
  // Titles are told before any test could say what is secret in them.
  const known = [...Object.values(planted.known), ...planted.disguised];
  writeFileSync(join(place.secrets, 'known'), known.map((secret) => `${JSON.stringify(secret)}\n`).join(''));
  const { code, output } = await run(process.execPath, [cli, 'test', '--config', join(folder, config)], {
    cwd: folder,
    env: childEnvironment({ NETRA_RUN: JSON.stringify(place), TEST_WORKER_INDEX: undefined }),
  });
  expect(code, output).toBe(1);
  return { dir, output };
}

test.afterEach(({}, testInfo) => {
  // Planted secrets are worth nothing, but nobody who looks through the reports can know that.
  rmSync(testInfo.outputPath('reports'), { recursive: true, force: true });
});

test('no secret is found in anything that a run leaves, and its trace still opens', async ({}, testInfo) => {
  const planted = await secrets();
  const { dir, output } = await release(testInfo, planted);
  expect(find(dir, writings(planted), { place: 'console', text: output })).toEqual({});

  for (const left of [
    'record.json',
    'record.jsonl',
    'worklog.md',
    'worklog.html',
    'junit.xml',
    'ctrf.json',
    'chat.txt',
    'html/index.html',
    'allure-results',
    'blob',
  ]) {
    expect(existsSync(join(dir, left)), left).toBe(true);
  }
  const trace = readdirSync(join(dir, 'artifacts'), { recursive: true })
    .map(String)
    .find((name) => name.endsWith('trace.zip'))!;
  const opened = await run(process.execPath, [cli, 'trace', 'open', join(dir, 'artifacts', trace)], {
    cwd: testInfo.outputDir,
  });
  expect(opened.output).toContain('a secret of every kind is put');
  const requests = await run(process.execPath, [cli, 'trace', 'requests'], { cwd: testInfo.outputDir });
  expect(requests.output).toMatch(/POST.*login/);
});

/** Where a run leaves secrets that nobody takes out: each place is one in which the search above would find them. */
const places = [
  'console',
  'record.json',
  'record.jsonl',
  'worklog.md',
  'worklog.html',
  'junit.xml',
  'ctrf.json',
  /^html\/index\.html!embedded-\d+!/,
  /^html\/data\//,
  /^allure-results\/.*-result\.json$/,
  /^allure-results\/.*-attachment/,
  /^blob\/.*\.zip!report\.jsonl$/,
  /^blob\/.*\.zip!report\.jsonl!attached-\d+$/,
  /network\.har$/,
  /storage-state\.json$/,
  /server\.log$/,
  /trace\.zip!.*\.trace$/,
  /trace\.zip!.*\.network$/,
  /trace\.zip!resources\/.*\.jsonl$/,
  /trace\.zip!resources\/.*\.json$/,
];

test('every kind of secret is found in every place when the scrubber is off', async ({}, testInfo) => {
  const planted = await secrets();
  const { dir, output } = await release(testInfo, planted, 'unscrubbed.config.ts');
  const found = find(dir, writings(planted), { place: 'console', text: output });
  expect(Object.keys(found).sort()).toEqual(Object.keys(writings(planted)).sort());
  for (const [kind, where] of Object.entries(found))
    expect(
      where.some((place) => place.includes('trace.zip!')),
      `${kind} in a trace`,
    ).toBe(true);
  const all = [...new Set(Object.values(found).flat())];
  expect(
    places.filter((place) => !all.some((one) => (typeof place === 'string' ? one === place : place.test(one)))),
  ).toEqual([]);
});

/** Where a disguised secret may be left, by the name of the place. */
const groups: Readonly<Record<string, RegExp>> = {
  console: /^console$/,
  trace: /^artifacts\/.*trace\.zip!/,
  HAR: /network\.har$/,
  attachment: /^artifacts\/.*forms\.log$/,
  'HTML report': /^html\//,
  Allure: /^allure-results\//,
  'blob report': /^blob\//,
  record: /^record\.jsonl?$/,
  JUnit: /^junit\.xml$/,
  CTRF: /^ctrf\.json$/,
  worklog: /^worklog\.(?:md|html)$/,
  'name of a file': /^name of/,
};

test('no form of a secret is found in any place, and each form would have been found without the scrubber', async ({}, testInfo) => {
  const planted = await secrets();
  const wanted = disguisedWritings(planted);
  const without = await release(testInfo, planted, 'unscrubbed.config.ts');
  const leaked = find(without.dir, wanted, { place: 'console', text: without.output });
  const { dir, output } = await release(testInfo, planted);
  const left = find(dir, wanted, { place: 'console', text: output });

  const cell = (form: string, place: RegExp) =>
    left[form]?.some((one) => place.test(one))
      ? 'LEFT'
      : leaked[form]?.some((one) => place.test(one))
        ? 'taken out'
        : 'not there';
  const table = [
    ['form', ...Object.keys(groups)],
    ...FORMS.map(({ name }) => [name, ...Object.values(groups).map((place) => cell(name, place))]),
  ];
  console.log(
    table.map(([form, ...cells]) => [form!.padEnd(45), ...cells.map((one) => one.padEnd(14))].join('')).join('\n'),
  );
  expect(left).toEqual({});
  expect(
    FORMS.map(({ name }) => name).filter((name) => !leaked[name]?.some((place) => groups['trace']!.test(place))),
  ).toEqual([]);
});
