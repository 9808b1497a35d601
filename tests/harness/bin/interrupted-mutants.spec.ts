import { spawn } from 'node:child_process';
import { existsSync, mkdirSync, readFileSync, readdirSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { type TestInfo, expect, test } from '@playwright/test';
import { ROOT } from '../../../bin/child.mjs';
import { startBrowser } from '../../../bin/mutation/browser.ts';
import type { CodeMutant } from '../../../bin/mutation/instrument.ts';
import { Marks } from '../../../bin/mutation/marks.ts';
import { sampleOf } from '../../../bin/mutation/sample.ts';
import { surveyed } from '../../../bin/mutation/survey.ts';
import { childEnvironment } from '../../../config/child-environment.mjs';

// On a busy machine a runner takes seconds to start.
test.describe.configure({ timeout: 120_000 });

const patience = { timeout: 60_000, intervals: [20] };

const SEED = 7;

/** Two mutants in the order in which they are tried. */
const [first, second] = sampleOf(['0', '1'].map(mutant), 2, SEED) as [CodeMutant, CodeMutant];

function mutant(id: string, line: number): CodeMutant {
  const place = { start: { line, column: 0 }, end: { line, column: 1 } };
  return { id, file: 'stack/web/store.ts', ...place, kind: 'StringLiteral', replacement: `"${id}"` };
}

/** What a host of the stack does in place of serving, with which the first spec of each run begins. */
const HOSTS = {
  'goes on without an answer': `
    import { writeFileSync } from 'node:fs';
    import { join } from 'node:path';
    process.stdin.resume().on('end', () => process.exit());
    writeFileSync(join(import.meta.dirname, 'begun'), '');
  `,
  'kills its runner': "process.kill(process.ppid, 'SIGKILL'); process.exit();",
};

/** `npm run mutants -- --random 2 --seed 7`, on a stack of its own. */
class RandomMutants {
  readonly #stack;
  readonly #place;

  constructor(testInfo: TestInfo, host: keyof typeof HOSTS) {
    this.#stack = { folder: testInfo.outputPath('kept', 'stack'), mutants: [first, second], leftOut: {} };
    this.#place = { id: 'random', dir: testInfo.outputPath('run'), secrets: testInfo.outputPath('private') };
    mkdirSync(join(this.#stack.folder, 'stack'), { recursive: true });
    writeFileSync(join(this.#stack.folder, 'stack', 'host.ts'), HOSTS[host]);
  }

  /** From an earlier survey it is known that every spec reaches these mutants. */
  knows(reached: readonly CodeMutant[]): void {
    const marks = new Marks(this.#stack.mutants);
    const ids = reached.map(({ id }) => id);
    for (const { spec, kept } of surveyed(this.#stack)) {
      const tests = [{ place: `${spec}:1`, milliseconds: 1, reached: marks.of(ids), atStart: [] }];
      mkdirSync(dirname(kept), { recursive: true });
      writeFileSync(kept, JSON.stringify({ known: marks.every(), tests }));
    }
  }

  /** Runs to the end. @param signal sent when the first spec begins; `at once`: as soon as there is a process */
  async ended(signal?: NodeJS.Signals, atOnce = false): Promise<{ code: number | null; lines: string[] }> {
    const options = { count: 2, seed: SEED, from: 0, minutes: 1, workers: 2 };
    const module = pathToFileURL(join(ROOT, 'bin/mutation/random-mutants.ts')).href;
    const script = `
      const { randomMutants } = await import(${JSON.stringify(module)});
      const code = randomMutants(${JSON.stringify(this.#stack)}, ${JSON.stringify(options)});
      console.log('begun');
      process.exitCode = await code;
    `;
    const child = spawn(process.execPath, ['--import', 'tsx', '--input-type=module', '-e', script], {
      cwd: ROOT,
      env: childEnvironment({
        NETRA_RUN: JSON.stringify(this.#place),
        TEST_WORKER_INDEX: undefined,
        FORCE_COLOR: undefined,
      }),
    });
    let output = '';
    for (const stream of [child.stdout, child.stderr])
      stream.setEncoding('utf8').on('data', (text: string) => (output += text));
    const closed = new Promise<number | null>((resolve) => {
      child.once('close', resolve);
    });
    const begun = join(this.#stack.folder, 'stack', 'begun');
    if (signal) {
      await expect.poll(() => (atOnce ? output !== '' : existsSync(begun)), patience).toBe(true);
      child.kill(signal);
    }
    const code = await closed;
    return { code, lines: output.trim().split('\n').slice(1) };
  }

  /** What a survey has kept. */
  get kept(): string[] {
    const folder = join(this.#stack.folder, '..', 'marks');
    return existsSync(folder) ? readdirSync(folder) : [];
  }

  /** Folders of runs of specs that were not removed. */
  get left(): string[] {
    return existsSync(this.#place.secrets) ? readdirSync(this.#place.secrets) : [];
  }

  /** The trials of its file. */
  get trials(): { mutant: CodeMutant; fate: string }[] {
    const told = readFileSync(join(this.#place.dir, 'random-mutants.json'), 'utf8');
    return (JSON.parse(told) as { trials: { mutant: CodeMutant; fate: string }[] }).trials;
  }
}

const BEGUN = `Seed ${SEED}: 2 of 2 mutants.`;
const SURVEY = /^Surveying \d\d+ spec files, once: which lines each reaches \(kept for later runs\)\.$/;
const INTERRUPTED = 'Interrupted: not every mutant was tried.';

for (const [signal, code] of [
  ['SIGINT', 130],
  ['SIGTERM', 143],
  ['SIGHUP', 129],
] as const) {
  test(`a survey of random mutants ended by ${signal} says so, blames no spec, and keeps nothing`, async ({}, info) => {
    const mutants = new RandomMutants(info, 'goes on without an answer');
    expect(await mutants.ended(signal)).toEqual({
      code,
      lines: [BEGUN, expect.stringMatching(SURVEY), INTERRUPTED],
    });
    expect([...mutants.kept, ...mutants.left]).toEqual([]);
  });
}

test('random mutants ended while the browser starts say so, and begin no spec', async ({}, info) => {
  const mutants = new RandomMutants(info, 'goes on without an answer');
  const { code, lines } = await mutants.ended('SIGINT', true);
  expect({ code, last: lines.at(-1) }).toEqual({ code: 130, last: INTERRUPTED });
});

test('the browser of random mutants leaves it to the command what a signal ends', async () => {
  const listeners = () => ['SIGINT', 'SIGTERM', 'SIGHUP'].map((signal) => process.listenerCount(signal));
  const before = listeners();
  const browser = await startBrowser();
  const during = listeners();
  await browser.close();
  expect(during).toEqual(before);
});

test('trials of random mutants that were ended leave what became of the others, and how to go on', async ({}, info) => {
  const mutants = new RandomMutants(info, 'goes on without an answer');
  mutants.knows([first]);
  const { code, lines } = await mutants.ended('SIGINT');
  expect(code).toBe(130);
  expect(lines.slice(0, 2)).toEqual([BEGUN, expect.stringMatching(/^not reached stack\/web\/store\.ts:/)]);
  expect(lines).toContain('Tried 1 of 2; go on with --random 2 --seed 7 --from 0.');
  expect(lines.join('\n')).not.toMatch(/^(?:killed|survived|cut off|interrupted) /m);
  expect(lines.at(-1)).toBe(INTERRUPTED);
  expect(mutants.trials).toEqual([expect.objectContaining({ mutant: second, fate: 'not reached' })]);
});

for (const [what, reached, lines] of [
  ['a survey', undefined, [BEGUN, expect.stringMatching(SURVEY), INTERRUPTED]],
  ['a trial', [first, second], [BEGUN, INTERRUPTED]],
] as const) {
  test(`a runner that somebody kills in ${what} of random mutants is no verdict on anything`, async ({}, info) => {
    const mutants = new RandomMutants(info, 'kills its runner');
    if (reached) mutants.knows(reached);
    expect(await mutants.ended()).toEqual({ code: 130, lines });
    expect(mutants.kept.length > 0).toBe(reached !== undefined);
  });
}
