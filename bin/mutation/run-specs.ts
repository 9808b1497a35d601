import { mkdirSync, mkdtempSync, readFileSync } from 'node:fs';
import { rm } from 'node:fs/promises';
import { join } from 'node:path';
import { childEnvironment } from '../../config/child-environment.mjs';
import { mutationEnvironment } from '../../config/mutation.ts';
import { PLAYWRIGHT_CLI } from '../../config/playwright-internals.mjs';
import { currentRun } from '../../config/run.ts';
import { firstLine, plain } from '../../lib/basics/plain-text.ts';
import { run } from '../child.mjs';

/** A test as its place: file below `tests/` and line, e.g. `threads/threads.spec.ts:12`. */
export type Place = string;

/** How a test ended; it was tried twice before it is called red. */
export interface Outcome {
  place: Place;
  title: string;
  red: boolean;
  /** What it said first when it was red. */
  says: string;
  milliseconds: number;
}

/** What a run of specs on the instrumented stack came to. */
export interface SpecRun {
  outcomes: Outcome[];
  /** Why the run itself failed, for example because the server did not start; empty when it did not. */
  broken: string;
  /** Whether its time was up before it ended. */
  cutOff: boolean;
}

/** What the runs of a sample share. */
export interface Bench {
  /** The file of the instrumented stack's host. */
  host: string;
  /** Address of the browser. */
  browser: string;
  /** Aborted when somebody ends us, or one of the runs: no further run begins. */
  stopped: AbortController;
}

/** Exit codes above this one are of programs that a signal ended. */
const BY_SIGNAL = 128;

interface Reported {
  suites?: Suite[];
  errors?: { message?: string }[];
}
interface Suite {
  suites?: Suite[];
  specs?: {
    title: string;
    file: string;
    line: number;
    tests: { status: string; results: { duration: number; error?: { message?: string } }[] }[];
  }[];
}

function outcomesIn({ suites = [] }: { suites?: Suite[] }): Outcome[] {
  return suites.flatMap((suite) => [
    ...(suite.specs ?? []).flatMap(({ title, file, line, tests }) =>
      tests
        .filter(({ status }) => status !== 'skipped')
        .map(({ status, results }) => ({
          place: `${file.replaceAll('\\', '/')}:${line}`,
          title,
          red: status === 'unexpected',
          says: firstLine(plain(results.at(-1)?.error?.message ?? '')),
          milliseconds: results.reduce((sum, { duration }) => sum + duration, 0),
        })),
    ),
    ...outcomesIn(suite),
  ]);
}

/**
 * Runs specs on the instrumented stack, one after the other.
 * @param mutant the one that is on; none to learn what each test reaches. With one, the first red test ends the run.
 * @param limit milliseconds after which the run is ended
 * @param read what to read from the run's folder before it is removed
 * @returns nothing when a signal ended it: such a run tells nothing
 */
export async function runSpecs(
  { host, browser, stopped }: Bench,
  places: readonly Place[],
  { mutant, limit, read }: { mutant?: string; limit: number; read?: (folder: string) => void },
): Promise<SpecRun | undefined> {
  if (stopped.signal.aborted) return undefined;
  const { secrets } = currentRun();
  mkdirSync(secrets, { recursive: true, mode: 0o700 });
  const folder = mkdtempSync(join(secrets, 'mutant-'));
  const begun = performance.now();
  const { code, output, interrupted } = await run(
    process.execPath,
    [PLAYWRIGHT_CLI, 'test', '--config=tests/mutants/random.config.ts', ...places.map((place) => `tests/${place}`)],
    { limit, env: childEnvironment(mutationEnvironment({ host, browser, folder, ...(mutant ? { mutant } : {}) })) },
  );
  try {
    const cutOff = performance.now() - begun >= limit;
    if (interrupted || (code > BY_SIGNAL && !cutOff)) {
      stopped.abort();
      return undefined;
    }
    read?.(folder);
    const { suites = [], errors = [] } = reportIn(folder);
    const outcomes = outcomesIn({ suites });
    const said = errors[0]?.message ?? (outcomes.length === 0 ? output : '');
    const broken = code !== 0 && !outcomes.some(({ red }) => red) && !cutOff;
    return { outcomes, broken: broken ? firstLine(plain(said)) || `exit code ${code}` : '', cutOff };
  } finally {
    // A worker that outlives its runner may still write; unlike `rmSync`, `rm` removes again what came meanwhile.
    await rm(folder, { recursive: true, force: true, maxRetries: 20, retryDelay: 250 });
  }
}

function reportIn(folder: string): Reported {
  try {
    return JSON.parse(readFileSync(join(folder, 'results.json'), 'utf8')) as Reported;
  } catch {
    return {}; // it ended before it could report
  }
}
