import { counted } from '../basics/counted.ts';
import type { Facts } from './facts.ts';
import type { Signal } from './finding.ts';

/** What JavaScript throws where code is wrong; a call that failed says so in words of its own. */
const EXCEPTION = /\b(?:Type|Reference|Range|Syntax)Error: (?!.*(?:fetch|network|load failed))[^\n"]{1,160}/i;

/**
 * Exceptions that the page caught and only wrote to the console, each once, with the type of the event that the line
 * names.
 */
export function loggedExceptions({ evidence: { consoleErrors }, vocabulary }: Facts): Signal[] {
  const thrown = consoleErrors.flatMap((line) => {
    const [exception] = EXCEPTION.exec(line) ?? [];
    if (exception === undefined) return [];
    const type = line.match(/\w+/g)?.find((word) => word.includes('_') && word in vocabulary.events);
    return [type === undefined ? exception : `${exception} (${type})`];
  });
  return counted(thrown).map((says) => ({ says, at: 'console' }));
}
