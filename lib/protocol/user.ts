/** How many characters of a user's id the product shows where it shortens it (docs/contract/backend.md 3.4). */
const SHOWN = 8;

/**
 * @param shown an id as a frame has it, perhaps shortened to its beginning and dots, as in `a1b2c3d4...`
 * @returns whether it is this user's id (docs/contract/backend.md 3.4, 4.3)
 */
export function isIdOf(shown: string, user: string): boolean {
  const beginning = beginningOf(shown);
  if (shown === user || beginning === null) return shown === user;
  return user.startsWith(beginning) && beginning.length >= Math.min(SHOWN, user.length);
}

/** What is left of an id that was shortened; null for a whole one. */
function beginningOf(shown: string): string | null {
  return /^(.*?)(?:\.\.\.|…)$/.exec(shown)?.[1] ?? null;
}
