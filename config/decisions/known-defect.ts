import type { ProductName } from '../target-names.ts';

/**
 * A confirmed defect of the product, with an owner. Its tests still run: a failure with the listed error is reported as
 * known, any other is red, and so is a test whose entry has expired or which passes. The golden path is never excused.
 */
export interface KnownDefect {
  target: ProductName;
  /**
   * Release of the product that has the defect, as in the setting `<T>_RELEASE`; the entry does not hold for another
   * one.
   */
  release: string;
  /** What in the product is wrong, in one sentence. */
  cause: string;
  owner: string;
  /** Last day on which the entry is valid, e.g. `2026-12-31`. */
  expires: string;
  /** How it was confirmed. */
  evidence: string;
  /**
   * The tests that it fails, as `<file below tests/> › <groups and title, joined by ›>`, by a part of all their errors,
   * so that no other failure hides behind the entry.
   */
  reds: Readonly<Record<string, readonly string[]>>;
}

/** The type of the annotation that a known failure carries; its description is a {@link MetDefect} as JSON. */
export const KNOWN_DEFECT = 'known defect';

/** A known defect as a test that met it tells. */
export type MetDefect = Pick<KnownDefect, 'cause' | 'owner' | 'expires' | 'evidence'>;

/** A known defect and the error text that one of its tests must show. */
export interface KnownRed {
  defect: KnownDefect;
  says: string;
}

/** Most entries that the list may have. */
export const MOST_KNOWN_DEFECTS = 20;
/** Most days for which an entry may be valid. */
export const LONGEST_LIFE = 90;

/**
 * How a test is named in the list. @param file below `tests/` @param titles of the groups and the test, outermost
 * first
 */
export function nameOfTest(file: string, titles: readonly string[]): string {
  return [file.replaceAll('\\', '/'), ...titles].join(' › ');
}

/** The known defect of a test, if it has one. @param test as `nameOfTest` gives it */
export function knownRedOf(
  list: readonly KnownDefect[],
  target: string,
  release: string | null,
  test: string,
): KnownRed | null {
  const own = list.filter((one) => one.target === target && one.release === release);
  const [found] = own.flatMap((defect) =>
    Object.entries(defect.reds)
      .filter(([, tests]) => tests.includes(test))
      .map(([says]) => ({ defect, says })),
  );
  return found ?? null;
}

/** Whether the last day of an entry is over. */
export function hasExpired({ expires }: KnownDefect, now: Date): boolean {
  return now.toISOString().slice(0, 10) > expires;
}

/** Whether a text is a day, e.g. `2026-12-31`. */
export function isDay(text: string): boolean {
  return /^\d{4}-\d{2}-\d{2}$/.test(text) && !Number.isNaN(Date.parse(text));
}

/** What is wrong with the list itself, one sentence each; empty when nothing is. */
export function faultsOfKnownDefects(list: readonly KnownDefect[], now: Date): string[] {
  const latest = new Date(now.getTime() + LONGEST_LIFE * 86_400_000).toISOString().slice(0, 10);
  const tests = list.flatMap(({ target, release, reds }) =>
    Object.values(reds)
      .flat()
      .map((test) => `${target} ${release}: ${test}`),
  );
  const twice = tests.filter((test, index) => tests.indexOf(test) < index);
  return [
    ...(list.length > MOST_KNOWN_DEFECTS
      ? [`There are ${list.length} known defects; at most ${MOST_KNOWN_DEFECTS} are allowed.`]
      : []),
    ...twice.map((test) => `Two entries list the same test: ${test}.`),
    ...list.flatMap((defect) => {
      const { reds, ...words } = defect;
      const empty = Object.entries(words)
        .filter(([, value]) => value.trim() === '')
        .map(([name]) => name);
      return [
        ...(empty.length > 0 ? [`"${defect.cause}" has no ${empty.join(', no ')}.`] : []),
        ...(Object.entries(reds).some(([says, of]) => says.trim() === '' || of.length === 0)
          ? [`"${defect.cause}" has an empty error text or no test.`]
          : []),
        ...(isDay(defect.expires) ? [] : [`"${defect.cause}" has no valid day of expiry: "${defect.expires}".`]),
        ...(hasExpired(defect, now)
          ? [`"${defect.cause}" expired on ${defect.expires}: fix the product, or review the entry.`]
          : []),
        ...(defect.expires > latest
          ? [
              `"${defect.cause}" expires on ${defect.expires}; no entry may be valid for more than ${LONGEST_LIFE} days.`,
            ]
          : []),
      ];
    }),
  ];
}
