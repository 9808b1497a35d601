import type { ProductName } from '../target-names.ts';

/**
 * A defect of the product that somebody has seen, confirmed and taken on. Its tests still run: a failure that says
 * the same is reported as
 * known, anything else is red, and so is a test whose entry has expired or which passes. The golden path is never
 * excused.
 */
export interface KnownDefect {
  target: ProductName;
  /**
   * Release of the product that has the defect, as the setting `<T>_RELEASE` gives it; another release is judged
   * afresh.
   */
  release: string;
  /** What in the product is wrong, in one sentence. */
  cause: string;
  owner: string;
  /** Last day on which the entry holds, e.g. `2026-12-31`. */
  expires: string;
  /** How it was confirmed: where somebody can see for themselves. */
  evidence: string;
  /**
   * The tests that it fails, as `<file below tests/> › <groups and title, joined by ›>`, by a part of their first
   * error: so nothing else
   * hides behind the entry.
   */
  reds: Readonly<Record<string, readonly string[]>>;
}

/** A known defect as one test meets it. */
export interface KnownRed {
  defect: KnownDefect;
  says: string;
}

/** More entries than this, and the list has become a way of not looking. */
export const MOST_KNOWN_DEFECTS = 20;
/** How many days ahead an entry may expire: nothing is known for ever. */
const LONGEST_LIFE = 90;

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

/** What is wrong with the list itself, one sentence each; nothing when it is in order. */
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
      ? [`There are ${list.length} known defects; at most ${MOST_KNOWN_DEFECTS} may be.`]
      : []),
    ...twice.map((test) => `Two entries excuse one test: ${test}.`),
    ...list.flatMap((defect) => {
      const { reds, ...words } = defect;
      const empty = Object.entries(words)
        .filter(([, value]) => value.trim() === '')
        .map(([name]) => name);
      return [
        ...(empty.length > 0 ? [`"${defect.cause}" has no ${empty.join(', no ')}.`] : []),
        ...(Object.entries(reds).some(([says, of]) => says.trim() === '' || of.length === 0)
          ? [`"${defect.cause}" has a part of an error or a test missing.`]
          : []),
        ...(/^\d{4}-\d{2}-\d{2}$/.test(defect.expires) && !Number.isNaN(Date.parse(defect.expires))
          ? []
          : [`"${defect.cause}" expires on no day: "${defect.expires}".`]),
        ...(hasExpired(defect, now)
          ? [`"${defect.cause}" expired on ${defect.expires}: it must be mended, or be looked at again.`]
          : []),
        ...(defect.expires > latest
          ? [`"${defect.cause}" expires on ${defect.expires}; no entry may hold for more than ${LONGEST_LIFE} days.`]
          : []),
      ];
    }),
  ];
}
