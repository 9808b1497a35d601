import { quantile } from '../../lib/basics/numbers.ts';

/**
 * Shares groups of tests out so that every part takes about as long: the longest group first, each to the part that has
 * least so far. The same tests and times give the same parts, wherever it is called.
 * @param groups tests that must stay together
 * @param took milliseconds of a test; undefined for one that never ran, which counts as the median of the others
 * @param parts how many, at least 1
 */
export function shareOut<T>(
  groups: readonly (readonly T[])[],
  took: (test: T) => number | undefined,
  parts: number,
): T[][] {
  const known = groups.flat().flatMap((test) => took(test) ?? []);
  const usual = quantile(known, 0.5) ?? 1;
  const weigh = (group: readonly T[]) => group.reduce((sum, test) => sum + (took(test) ?? usual), 0);
  const shared = Array.from({ length: parts }, () => ({ tests: [] as T[], takes: 0 }));
  for (const { group, takes } of groups
    .map((group) => ({ group, takes: weigh(group) }))
    .sort((a, b) => b.takes - a.takes)) {
    const least = shared.reduce((best, one) => (one.takes < best.takes ? one : best));
    least.tests.push(...group);
    least.takes += takes;
  }
  return shared.map(({ tests }) => tests);
}
