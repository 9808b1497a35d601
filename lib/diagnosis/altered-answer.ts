import { flatten, type Run } from '../protocol/index.ts';
import type { Facts } from './facts.ts';

/** Characters around the place at which two texts part. */
const AROUND = 20;

/** How many characters two texts have in common, from this end on. */
function alike(one: string, other: string, from: 'start' | 'end', most: number): number {
  const at = (text: string, place: number) => text.at(from === 'start' ? place : -1 - place);
  let count = 0;
  while (count < most && at(one, count) === at(other, count)) count += 1;
  return count;
}

/**
 * Looks whether an answer stands on the screen in an altered form: it begins and ends as it came, for more than half of
 * it, and differs between.
 * @returns what is shown in place of what came, in words; null where no such text stands there
 */
export function alteredAnswer(facts: Facts, run: Run): string | null {
  if (facts.evidence.screen.length === 0) return null;
  const came = flatten(run.answer?.text ?? '');
  if (came === '' || facts.wasConcluded(run)) return null;
  const others = new Set(facts.runs.map(({ answer }) => flatten(answer?.text ?? '')));
  const shown = facts.evidence.screen.flatMap(({ answers }) => answers.map(flatten));
  for (const text of shown.toReversed()) {
    if (others.has(text)) continue;
    const most = Math.min(text.length, came.length);
    const begin = alike(text, came, 'start', most);
    const end = alike(text, came, 'end', most - begin);
    if (begin === 0 || begin + end <= Math.max(text.length, came.length) / 2) continue;
    const place = (whole: string) => `"${whole.slice(Math.max(begin - AROUND, 0), begin + AROUND)}"`;
    return `${place(text)} in place of ${place(came)}`;
  }
  return null;
}
