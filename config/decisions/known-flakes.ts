import type { TargetName } from '../target-names.ts';
import { LONGEST_LIFE, isDay } from './known-defect.ts';

/**
 * A test that is known to pass only when tried again now and then. It still runs, and reports tell when it was flaky;
 * until its last day it does not close the gate. Any other flaky test does, and so does this one when it fails twice.
 * The golden path is never excused.
 */
export interface KnownFlake {
  target: TargetName;
  /** The test, as `<file below tests/> › <groups and title, joined by ›>`. */
  test: string;
  /** What is known of the reason, in one sentence. */
  why: string;
  /** Who finds it out. */
  owner: string;
  /** Last day on which the entry is valid, e.g. `2026-12-31`. */
  expires: string;
}

/** The reviewed list of known flakes. */
export const knownFlakes: readonly KnownFlake[] = [];

/** Most entries that the list may have. */
const MOST_KNOWN_FLAKES = 10;

/** The entry of a test that is valid on this day, if it has one. @param test as `nameOfTest` gives it */
export function knownFlakeOf(
  list: readonly KnownFlake[],
  target: string | undefined,
  test: string,
  now: Date,
): KnownFlake | null {
  const today = now.toISOString().slice(0, 10);
  return list.find((one) => one.target === target && one.test === test && today <= one.expires) ?? null;
}

/** What is wrong with the list itself, one sentence each; empty when nothing is. */
export function faultsOfKnownFlakes(list: readonly KnownFlake[], now: Date): string[] {
  const today = now.toISOString().slice(0, 10);
  const latest = new Date(now.getTime() + LONGEST_LIFE * 86_400_000).toISOString().slice(0, 10);
  const names = list.map(({ target, test }) => `${target}: ${test}`);
  return [
    ...(list.length > MOST_KNOWN_FLAKES
      ? [`There are ${list.length} known flakes; at most ${MOST_KNOWN_FLAKES} are allowed.`]
      : []),
    ...names
      .filter((name, index) => names.indexOf(name) < index)
      .map((name) => `Two entries list the same test: ${name}.`),
    ...list.flatMap((flake) => {
      const empty = Object.entries(flake).flatMap(([name, value]: [string, string]) => (value.trim() ? [] : [name]));
      return [
        ...(empty.length > 0 ? [`"${flake.test}" has no ${empty.join(', no ')}.`] : []),
        ...(isDay(flake.expires) ? [] : [`"${flake.test}" has no valid last day: "${flake.expires}".`]),
        ...(flake.expires < today
          ? [`"${flake.test}" expired on ${flake.expires}: mend the test or the product, or review the entry.`]
          : []),
        ...(flake.expires > latest
          ? [`"${flake.test}" expires on ${flake.expires}; no entry may be valid for more than ${LONGEST_LIFE} days.`]
          : []),
      ];
    }),
  ];
}
