import type { MutantPlan } from '../../reporters/playwright/mutants.ts';
import { allFaults } from '../../stack/faults/index.ts';
import { brokenBy } from './rules.ts';
import { type SpecRef, markup, places, specFor, unchecked, wrongOverTime } from './specs.ts';

/**
 * Faults with other parameters than their defaults, so that each check of the golden path has one that only it detects,
 * and each rule one that breaks it.
 */
const variants: readonly Omit<MutantPlan, 'breaks'>[] = [
  { name: 'F10 500', faults: ['F10:mode=status-500'], cause: 'F10' },
  { name: 'F20 start', faults: ['F20:type=agent_started'], cause: 'F20' },
  { name: 'F20 tool', faults: ['F20:type=tool_executing'], cause: 'F20' },
  { name: 'F22 batch', faults: ['F22:mode=batch'], cause: 'F22' },
  { name: 'F25 run_id', faults: ['F25:field=run_id'], cause: 'F25' },
  { name: 'F26 end', faults: ['F26:types=agent_completed+final_report'], cause: 'F26' },
  { name: 'F30 stored', faults: ['F30:path=/api/threads/*/messages,method=GET'], cause: 'F30' },
  { name: 'F43 who', faults: ['F43:what=who'], cause: 'F43' },
  { name: 'F54 error', faults: ['F54:mode=error'], cause: 'F54' },
  { name: 'bad-time past', faults: ['bad-timestamp:time=past'], cause: 'unknown' },
  { name: 'drop piece', faults: ['drop:type=partial_result,nth=3'], cause: 'unknown' },
  { name: 'half-answer late', faults: ['half-answer:pieces=12'], cause: 'F53' },
  { name: 'late agent', faults: ['late-after-end:type=agent_completed,ms=1'], cause: 'F22' },
  { name: 'rename error', faults: ['rename:type=agent_completed,nth=3,as=agent_error'], cause: 'F20' },
  // A text that is replaced goes back only where a busy page has drawn some of it before.
  ...Object.entries({ repeated: 3, swapped: 3, altered: 3, canned: 1, whole: 9 }).map(([how, nth]) => ({
    name: `screen ${how}`,
    faults: [`screen-piece:how=${how},nth=${nth}`],
    cause: 'F75',
  })),
  ...[
    'invisible',
    'absent',
    'wide-screens',
    'clipped',
    'tiny',
    'aside',
    'own-ground',
    'blurred',
    'covered',
    'veiled',
  ].map((how) => ({ name: `hidden ${how}`, faults: [`screen-hidden:how=${how}`], cause: 'F88' })),
  { name: 'hidden stream', faults: ['screen-hidden:what=streamed'], cause: 'F88' },
  ...[
    ...['thoughts-of-others', 'outcome', 'durations', 'progress', 'swapped-costs'],
    ...['costs', 'recommendations', 'plan', 'times'],
  ].map((what) => ({ name: `told ${what}`, faults: [`screen-told:what=${what}`], cause: 'F89' })),
  { name: 'wrong costs', faults: ['wrong-figure:type=final_report'], cause: 'unknown' },
  { name: 'threads reversed', faults: ['screen-threads:how=reversed'], cause: 'F89' },
  { name: 'threads titles', faults: ['screen-threads:how=titles'], cause: 'F89' },
  ...['spinner', 'busy'].map((what) => ({ name: `busy ${what}`, faults: [`screen-busy:what=${what}`], cause: 'F26' })),
];

/** Every fault that the target can have, and the spec that runs under it. */
export const mutants: readonly (MutantPlan & { spec: SpecRef })[] = [
  ...allFaults
    .filter(({ where }) => where !== 'runner')
    .map(({ id, cause }) => ({ name: id, faults: [id], cause, spec: specFor(id) })),
  ...variants.map((variant) => ({ ...variant, spec: specFor(variant.faults[0]!.split(':')[0]!) })),
  ...Object.entries(unchecked).map(([what, { cause, spec }]) => ({
    name: `unchecked ${what}`,
    faults: [`unchecked:what=${what}`],
    cause,
    spec,
  })),
  ...markup.map(({ how, place, spec }) => ({
    name: `text-as-markup ${how} ${place}`,
    faults: [`text-as-markup:how=${how},place=${place}`],
    cause: 'F87',
    spec,
  })),
  ...Object.entries(places).flatMap(([id, { places: elsewhere, ...mutant }]) =>
    elsewhere.map((place) => ({ name: `${id} ${place}`, faults: [`${id}:place=${place}`], ...mutant })),
  ),
  ...Object.entries(wrongOverTime).map(([fault, spec]) => ({
    name: fault.replace(/^[\w-]+:what=/, 'over time '),
    faults: [fault],
    cause: 'unknown',
    spec,
  })),
].map((mutant) => ({
  ...mutant,
  breaks: Object.keys(brokenBy).filter((rule) => brokenBy[rule] === mutant.name),
}));
