import type { TestCase } from '@playwright/test/reporter';

/** The titles of the groups around a test and its own, outermost first; a repetition of it says which it is. */
export function titlesOf(test: TestCase): string[] {
  const repetition = test.repeatEachIndex > 0 ? [`repetition ${test.repeatEachIndex + 1}`] : [];
  return [...test.titlePath().slice(3), ...repetition];
}

/** How every report names a test: `group › test`, since the last part alone says too little. */
export function fullTitle({ titles }: { titles: readonly string[] }): string {
  return titles.join(' › ');
}
