/**
 * A quantile by nearest rank: one of the values, never between two.
 * @param share from 0 to 1, e.g. 0.5 for the median
 * @returns null without values
 */
export function quantile(values: readonly number[], share: number): number | null {
  const sorted = values.toSorted((one, other) => one - other);
  return sorted[Math.max(0, Math.ceil(share * sorted.length) - 1)] ?? null;
}

/** Rounded to one decimal: of milliseconds, finer than any clock that is used. */
export function tenths(value: number): number {
  return Math.round(value * 10) / 10;
}

/** @returns the last of what is in order of time that was there at a moment, found by halves */
export function lastUntil<T extends { time: number }>(inOrder: readonly T[], moment: number): T | undefined {
  let [from, to] = [0, inOrder.length];
  while (from < to) {
    const middle = (from + to) >> 1;
    if (inOrder[middle]!.time <= moment) from = middle + 1;
    else to = middle;
  }
  return inOrder[from - 1];
}
