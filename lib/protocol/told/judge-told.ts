import type { ToldState, Violation } from '../../evidence/index.ts';
import type { Run } from '../run.ts';
import { Carried, type Wire } from './carried.ts';
import { judgeOutcomes, judgeToolsAtWork, untold } from './course.ts';
import { judgeFigures } from './figures.ts';
import { judgeThreads, judgeTimes } from './moments.ts';
import { judgeTitles } from './titles.ts';

/** Rules of what the page tells and does beside question and answer, and what each says. */
export const TOLD_RULES = {
  'screen-figure': 'each figure on the screen is carried by a frame or an answer of the API, or follows from it',
  'screen-told': 'what the page says of agents, tools and outcomes is so, and nothing that it should say is missing',
  'screen-time': 'the times on the screen are those of the messages, in the time zone of the person',
  'screen-threads': 'the list of threads has their titles, ages and order, and the open thread is that of the address',
  'screen-foreign': 'nothing of another person is ever on the screen',
  'screen-over': 'a page whose run is over does not look busy',
  'screen-moved': 'a person who reads further up is not moved',
} as const;

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
