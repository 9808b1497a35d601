import type { Violation } from '../evidence/index.ts';

/** Names and frames that one line tells; of more, it tells how many. */
const TOLD = 6;

/**
 * A violation in three lines: what broke, what was expected, what was received; and a line for its consequences, if it
 * has any.
 */
export function printViolation({ rule, message, legal, came, absent, consequences = [] }: Violation): string {
  const again = consequences.filter((one) => one.rule === rule && one.absent === undefined && one.frame !== null);
  const others = consequences.filter((one) => !again.includes(one));
  return [
    `  ✗ [${rule}] ${message}`,
    `      expected: ${legal.join(' | ')}`,
    `      received: ${came}`,
    ...(again.length > 0 ? [`      again at ${framesIn(again)}`] : []),
    ...(others.length > 0 ? [`      ${followed(others, absent)}`] : []),
  ].join('\n');
}

function framesIn(again: readonly Violation[]): string {
  const frames = again.map(({ frame }) => `#${frame}`);
  return frames.length > TOLD ? `${frames.length} frames, ${frames[0]} to ${frames.at(-1)}` : frames.join(', ');
}

/** What follows from an absence: the rules that miss something, and what did not come. */
function followed(consequences: readonly Violation[], absent: Violation['absent']): string {
  const rules = [...new Set(consequences.map(({ rule }) => `[${rule}]`))].join(' ');
  const missed = new Map<string, number>();
  for (const one of [...(absent ? [absent] : []), ...consequences.map((consequence) => consequence.absent)]) {
    if (one) missed.set(one.label, Math.max(missed.get(one.label) ?? 0, one.times));
  }
  // A type alone says nothing beside the same type with a name.
  const labels = [...missed].filter(([label]) => ![...missed.keys()].some((other) => other.startsWith(`${label}(`)));
  const count = labels.reduce((sum, [, times]) => sum + times, 0);
  const what = count === 1 ? '1 expected event did not come' : `${count} expected events did not come`;
  return `✗ ${rules} ${what}: ${list(labels.map(([label, times]) => (times > 1 ? `${times} ${label}` : label)))}`;
}

function list(items: readonly string[]): string {
  return items.length > TOLD ? `${items.slice(0, TOLD).join(', ')} and ${items.length - TOLD} more` : items.join(', ');
}
