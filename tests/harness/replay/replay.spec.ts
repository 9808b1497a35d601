import { mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { basename, join } from 'node:path';
import { expect, test, type TestInfo } from '@playwright/test';
import { ROOT, run } from '../../../bin/child.mjs';
import { childEnvironment } from '../../../config/child-environment.mjs';

test.describe.configure({ timeout: 300_000 });

/** Runs a command of the project in a run of its own. @returns what it printed, and the folder of that run */
async function command(testInfo: TestInfo, name: string, ...args: string[]) {
  const dir = testInfo.outputPath(name);
  mkdirSync(dir, { recursive: true });
  const place = { id: name, dir, secrets: testInfo.outputPath(`${name}-private`) };
  const env = childEnvironment({
    CI: '1',
    NETRA_RUN: JSON.stringify(place),
    NETRA_STACK_HOST: undefined,
    TEST_WORKER_INDEX: undefined,
    FORCE_COLOR: undefined,
  });
  return { dir, ...(await run(process.execPath, [`${ROOT}/bin/run.mjs`, ...args], { env })) };
}

function filesIn(folder: string, name: string): string[] {
  const all = readdirSync(folder, { recursive: true, encoding: 'utf8' });
  return all.filter((file) => basename(file) === name).map((file) => join(folder, file));
}

/** What `npm run replay` says of the test then and now. */
function toldOf(output: string): string {
  return output.slice(output.lastIndexOf('Recorded: ')).replaceAll(/\s+/g, ' ');
}

/** Faults on the wire and in answers, whose red golden path must come out of its replay again. */
for (const fault of ['F18', 'F19', 'F20', 'F28', 'F47', 'F57', 'answer-cut', 'chunk-lost']) {
  test(`a golden path that is red under ${fault} is red for the same reasons when it is replayed`, async ({}, testInfo) => {
    const live = await command(testInfo, 'live', 'golden', '--fault', fault);
    expect(live.code).toBe(1);
    const [recording] = filesIn(join(live.dir, 'artifacts'), 'recording.json');
    const text = readFileSync(recording!, 'utf8');
    expect(text, 'no token is in a recording').not.toMatch(/eyJ[A-Za-z0-9_-]{8,}\./);
    const worklog = readFileSync(join(live.dir, 'worklog.html'), 'utf8');
    expect(worklog).toContain('npm run replay -- ');

    const [triage] = filesIn(join(live.dir, 'artifacts'), 'triage.md');
    const page = readFileSync(triage!, 'utf8');
    expect(page).toContain(`The target was broken on purpose by ${fault}.`);
    expect(page).toMatch(/\nnpm run replay -- .+recording\.json\n/);
    expect(page).toContain(`\nNETRA_FAULTS="${fault}" npx playwright test `);

    const replayed = await command(testInfo, 'replayed', 'replay', recording!);
    expect(toldOf(replayed.output)).toContain('(the same');
    expect(replayed.output).toContain(`The target was broken on purpose by ${fault} when it was recorded.`);
    expect(replayed.output).toMatch(
      /\n {2}✗ .* until it failed\n[^]*\n {2}Target {7}replayed from a recording, broken on/,
    );
    const retold = readFileSync(join(replayed.dir, 'worklog.html'), 'utf8');
    expect(retold).toContain(`injected on purpose: ${fault}.`);
    expect(retold).toContain('the replay of &#34;a person signs in, sends a message');
    expect(replayed.code).toBe(1);
  });
}

test('a page that asks what it did not ask before is told what the recording lacks, and no cause is named', async ({}, testInfo) => {
  const live = await command(testInfo, 'live', 'golden', '--fault', 'F46');
  const [recording] = filesIn(join(live.dir, 'artifacts'), 'recording.json');
  const { code, output } = await command(testInfo, 'replayed', 'replay', recording!);
  expect(code).toBe(1);
  const told = output.replaceAll(/\s+/g, ' ');
  expect(told).toContain('The recording has no answer to GET /auth/config; the page did not ask that');
  expect(toldOf(output)).toMatch(/Recorded: red; cause: F46;.* Replayed: red; cause: unknown;/);
});

test('the recording of a red run under a mutant tells its fault, and so does its replay', async ({}, testInfo) => {
  const fault = 'F20:type=tool_executing';
  const { dir } = await command(testInfo, 'mutants', 'mutants', '--project=F20 tool');
  const [recording, ...others] = filesIn(join(dir, 'artifacts'), 'recording.json');
  expect(others).toEqual([]);
  expect(JSON.parse(readFileSync(recording!, 'utf8'))).toMatchObject({
    target: { name: 'local', faults: [fault] },
    outcome: { passed: false, causes: ['F20'] },
  });
  const replayed = await command(testInfo, 'replayed', 'replay', recording!);
  expect(toldOf(replayed.output)).toContain('(the same');
  expect(replayed.output).toContain(`The target was broken on purpose by ${fault} when it was recorded.`);
});

for (const file of readdirSync(join(ROOT, 'tests', 'recordings'))) {
  test(`the kept recording ${file} is replayed with what was recorded`, async ({}, testInfo) => {
    const { output } = await command(testInfo, 'kept', 'replay', join(ROOT, 'tests', 'recordings', file));
    expect(toldOf(output)).toContain('(the same');
  });
}

test('a recording of a product is not held to the steps that the embedded agent declares', async ({}, testInfo) => {
  const kept = readFileSync(join(ROOT, 'tests', 'recordings', 'never-completes.json'), 'utf8');
  const file = testInfo.outputPath('recording.json');
  writeFileSync(file, kept.replace('"target":{"name":"local"', '"target":{"name":"staging"'));
  const { output } = await command(testInfo, 'product', 'replay', file);
  expect(toldOf(output)).toMatch(
    /Recorded: red; cause: F19; .*declared-counts.* Replayed: red; cause: F19; rules: critical-events, liveness, one-end /,
  );
});
