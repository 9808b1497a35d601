/**
 * Defects of the product that somebody has seen, confirmed and taken on. Their tests still run: a failure that says the same is reported
 * as known, anything else is red, and so is an entry that has expired or whose test passes. The golden path is never excused.
 */
export interface KnownDefect {
  target: 'dev' | 'staging' | 'production';
  /** Release of the product that has the defect, as the setting `<T>_RELEASE` gives it; another release is judged afresh. */
  release: string;
  /** Path below `tests/`. */
  file: string;
  /** Titles of the groups and the test, joined by ` › `. */
  title: string;
  /** A part of the test's first error: what is known to fail, so that nothing else hides behind the entry. */
  says: string;
  /** What in the product is wrong, in one sentence. */
  cause: string;
  owner: string;
  /** Last day on which the entry holds, e.g. `2026-12-31`. */
  expires: string;
  /** Where somebody can see for themselves: an issue, or how to meet the defect by hand. */
  evidence: string;
}

/** More entries than this, and the list has become a way of not looking. */
export const MOST_KNOWN_DEFECTS = 40;
/** How many days ahead an entry may expire: nothing is known for ever. */
const LONGEST_LIFE = 90;

export const knownDefects: readonly KnownDefect[] = [];

/**
 * The entry of a test, if it has one.
 * @param titles of the groups and the test, outermost first
 */
export function knownDefectOf(target: string, release: string | null, file: string, titles: readonly string[], list = knownDefects): KnownDefect | null {
  const title = titles.join(' › ');
  return list.find((one) => one.target === target && one.release === release && one.file === file && one.title === title) ?? null;
}

/** Whether the last day of an entry is over. */
export function hasExpired({ expires }: KnownDefect, now: Date): boolean {
  return now.toISOString().slice(0, 10) > expires;
}

/** What is wrong with the list itself, one sentence each; nothing when it is in order. */
export function faultsOfKnownDefects(list: readonly KnownDefect[], now: Date): string[] {
  const latest = new Date(now.getTime() + LONGEST_LIFE * 86_400_000).toISOString().slice(0, 10);
  const names = list.map(({ target, release, file, title }) => [target, release, file, title].join(' '));
  return [
    ...(list.length > MOST_KNOWN_DEFECTS ? [`There are ${list.length} known defects; at most ${MOST_KNOWN_DEFECTS} may be.`] : []),
    ...list.flatMap((one, index) => {
      const empty = Object.entries(one).filter(([, value]) => value.trim() === '').map(([name]) => name);
      return [
        ...(empty.length > 0 ? [`"${one.title}" has no ${empty.join(', no ')}.`] : []),
        ...(/^\d{4}-\d{2}-\d{2}$/.test(one.expires) && !Number.isNaN(Date.parse(one.expires)) ? [] : [`"${one.title}" expires on no day: "${one.expires}".`]),
        ...(hasExpired(one, now) ? [`"${one.title}" expired on ${one.expires}: its defect must be mended, or be looked at again.`] : []),
        ...(one.expires > latest ? [`"${one.title}" expires on ${one.expires}; no entry may hold for more than ${LONGEST_LIFE} days.`] : []),
        ...(names.indexOf(names[index]!) < index ? [`"${one.title}" is listed twice for ${one.target} ${one.release}.`] : []),
      ];
    }),
  ];
}
