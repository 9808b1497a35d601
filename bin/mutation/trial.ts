import type { CodeMutant } from './instrument.ts';
import { type Bench, type Place, runSpecs } from './run-specs.ts';

/** What became of a mutant. */
export interface Trial {
  mutant: CodeMutant;
  fate: 'killed' | 'survived' | 'not reached' | 'cut off';
  /** The test that was red, or what broke; empty when it survived. */
  by: string;
  /** How many tests reach it, and how many of those ran. */
  tests: number;
  ran: number;
  seconds: number;
}

/** How many tests the first run has; each further one has twice as many as the one before. */
const FIRST = 6;

/** A mutant that survived so many tests of those that reach it is not tried on the others: it would cost minutes. */
const MOST_TESTS = 42;

/** Milliseconds for a run of so many tests: a page that hangs costs each of them its whole time limit, twice. */
const limitOf = (tests: number) => 150_000 + tests * 10_000;

/**
 * Tries one mutant on the tests that reach it, until one is red. What no test made red survived: nothing is called
 * killed that leaves the suite green. Where the time is up before a test is red, nobody knows. A run that fails outside
 * of any test must fail twice.
 * @param places tests that reach it, the most promising first
 * @returns nothing when it was interrupted
 */
export async function tryMutant(
  bench: Bench,
  mutant: CodeMutant,
  places: readonly Place[],
): Promise<Trial | undefined> {
  const begun = performance.now();
  let ran = 0;
  let broken = 0;
  const ended = (fate: Trial['fate'], by = ''): Trial => ({
    mutant,
    fate,
    by,
    tests: places.length,
    ran,
    seconds: (performance.now() - begun) / 1000,
  });
  if (places.length === 0) return ended('not reached');
  for (let size = FIRST; ran < Math.min(places.length, MOST_TESTS);) {
    const some = places.slice(ran, ran + size);
    const result = await runSpecs(bench, some, { mutant: mutant.id, limit: limitOf(some.length) });
    if (!result) return undefined;
    const red = result.outcomes.find((outcome) => outcome.red);
    if (red) return ended('killed', `${red.place} ${red.title}`);
    if (result.broken !== '') {
      broken += 1;
      if (broken === 2) return ended('killed', `the run: ${result.broken}`);
      continue;
    }
    if (result.cutOff) return ended('cut off');
    ran += some.length;
    size *= 2;
  }
  return ended('survived');
}
