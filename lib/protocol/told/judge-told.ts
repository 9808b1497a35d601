import type { ToldState, Violation } from '../../evidence/index.ts';
import type { Run } from '../run.ts';
import { Carried, type Wire } from './carried.ts';
import { judgeOutcomes, judgeToolsAtWork, untold } from './course.ts';
import { judgeFigures } from './figures.ts';
import { judgeThreads, judgeTimes } from './moments.ts';
import { judgeTitles } from './titles.ts';

/** Rules of what the page tells and does beside question and answer, at the end of a test and in matchers. */
export const TOLD_RULES = [
  'screen-figure',
  'screen-told',
  'screen-time',
  'screen-threads',
  'screen-foreign',
  'screen-over',
  'screen-moved',
] as const;

/**
 * Holds all that a page tells beside question and answer against the wire: what it says is true, whether or not it says
 * everything.
 */
export function judgeTold(states: readonly ToldState[], wire: Wire): Violation[] {
  const carried = new Carried(wire);
  return [
    ...judgeFigures(states, carried),
    ...judgeOutcomes(states, carried),
    ...judgeToolsAtWork(states, carried),
    ...judgeTimes(states, carried),
    ...judgeThreads(states, carried),
    ...judgeTitles(states, carried),
  ];
}

/** What a run told and the page does not, and what it tells although it is not so; nothing is excused by a loss. */
export function judgeUntold(run: Run, states: readonly ToldState[], wire: Wire): Violation[] {
  const strict = { ...wire, mayMiss: false };
  return [...untold(run, states, new Carried(strict)), ...judgeTold(states, strict)];
}
