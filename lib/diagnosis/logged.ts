import type { Facts } from './facts.ts';
import type { Signal } from './finding.ts';

/** What JavaScript throws where code is wrong; a call that failed says so in words of its own. */
const EXCEPTION = /\b(?:Type|Reference|Range|Syntax)Error: (?!.*(?:fetch|network|load failed))[^\n"]{1,160}/i;

/**
 * Exceptions that the page caught and only wrote to the console, each once, with the type of the event that the line
 * names.
 */
export function loggedExceptions({ evidence: { consoleErrors }, vocabulary }: Facts): Signal[] {
  const counts = new Map<string, number>();
  for (const line of consoleErrors) {
    const [exception] = EXCEPTION.exec(line) ?? [];
    if (exception === undefined) continue;
    const type = line.match(/\w+/g)?.find((word) => word.includes('_') && word in vocabulary.events);
    const says = type === undefined ? exception : `${exception} (${type})`;
    counts.set(says, (counts.get(says) ?? 0) + 1);
  }
  return [...counts].map(([says, count]) => ({ says: count === 1 ? says : `${says}, ${count} times`, at: 'console' }));
}
