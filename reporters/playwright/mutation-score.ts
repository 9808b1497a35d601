import type { Diagnosis } from '../../lib/diagnosis/index.ts';

/** A fault under which a spec ran. */
export interface Mutant {
  /** The fault as the table names it, e.g. `F19` or `F22 batch`. */
  fault: string;
  /** Id of the cause that must be named; `unknown` for what fits no entry. */
  cause: string;
  /** Ids of the rules that it must break. */
  owes: readonly string[];
  /** Ids of the rules that it broke, as the tests named them. */
  broken: string[];
  /** The checks that turned red, one per spec. */
  killedBy: string[];
  /** Those of its faults that never came into play. */
  idle: string[];
  named: Diagnosis | null;
  milliseconds: number;
  /** What its first try lacked; missing where that lacked nothing. */
  lacked?: string;
}

/** `alike`: one of those that look alike in a browser, with the right one among its candidates. */
export type Naming = 'right' | 'alike' | 'wrong' | 'none';

/** All that a run of the mutants found. */
export interface Found {
  mutants: Mutant[];
  /** Faults under which no spec ended, because the run was ended first. */
  untried: string[];
  /** Checks that no fault turned red. */
  idleChecks: string[];
  /** Specs without a fault, and what each said; empty when it passed. */
  controls: { title: string; says: string }[];
  /** What went wrong outside of any spec. */
  troubles: string[];
  seconds: number;
}

export interface Score extends Omit<Found, 'mutants'> {
  mutants: (Mutant & { naming: Naming })[];
  killed: number;
  exactly: number;
  alike: number;
  /**
   * Each mutant that was noticed and named passed, each spec without a fault that is green, too; each sentence is a
   * failure.
   */
  counts: { passed: number; failed: number };
  /** Why the score is not reached, one sentence each. */
  faults: string[];
  /** The mutants that do not count, by their names. */
  lacking: string[];
  /** The mutants that counted only when they were tried again, one sentence each. */
  secondTries: string[];
  passed: boolean;
}

/** Share of the mutants that must be named exactly. */
const exactShare = 0.95;
/** Causes that look alike in a browser (docs/contract/failures.md 8.3). */
const lookAlikes: readonly string[] = ['F15', 'F17', 'F18'];

export function scoreOf(found: Found): Score {
  const mutants = found.mutants
    .map((mutant) => ({ ...mutant, naming: namingOf(mutant) }))
    .sort((one, other) => one.fault.localeCompare(other.fault));
  const count = (naming: Naming) => mutants.filter((mutant) => mutant.naming === naming).length;
  const killed = mutants.filter(({ killedBy }) => killedBy.length > 0).length;
  const [exactly, alike] = [count('right'), count('alike')];
  const faults = [
    ...found.troubles.map((trouble) => `Error outside of the specs: ${trouble}`),
    ...found.controls
      .filter(({ says }) => says !== '')
      .map(({ title, says }) => `Failed without a fault: ${title}: ${says}`),
    ...(mutants.length === 0 ? ['No fault was tried.'] : []),
    ...(found.untried.length > 0 ? [`Not tried, for the run was ended first: ${found.untried.join(', ')}.`] : []),
    ...mutants.flatMap(lacksOf),
    ...(exactly < exactShare * mutants.length ? [`Fewer than ${100 * exactShare} % were diagnosed exactly.`] : []),
    ...(found.untried.length > 0 ? [] : found.idleChecks.map((check) => `No fault made this check fail: ${check}`)),
  ];
  const named = mutants.filter(
    ({ killedBy, naming }) => killedBy.length > 0 && (naming === 'right' || naming === 'alike'),
  );
  const green = found.controls.filter(({ says }) => says === '');
  const counts = { passed: named.length + green.length, failed: faults.length };
  const lacking = mutants.filter((mutant) => lacksOf(mutant).length > 0).map(({ fault }) => fault);
  const secondTries = mutants
    .filter(({ fault, lacked }) => lacked !== undefined && !lacking.includes(fault))
    .map(({ fault, lacked }) => `${fault} counts since it was tried again, alone. At first: ${lacked}`);
  return {
    ...found,
    mutants,
    killed,
    exactly,
    alike,
    counts,
    faults,
    lacking,
    secondTries,
    passed: faults.length === 0,
  };
}

/** What keeps a mutant from counting, one sentence each. */
function lacksOf(mutant: Mutant & { naming: Naming }): string[] {
  const { fault, cause, killedBy, idle, naming, owes, broken } = mutant;
  const misnamed = killedBy.length > 0 && (naming === 'wrong' || naming === 'none');
  return [
    ...(killedBy.length === 0 ? [`No check noticed ${fault}${idle.length > 0 ? `: ${notInPlay(idle)}` : '.'}`] : []),
    ...(misnamed ? [`${fault} was diagnosed as ${nameOf(mutant)}, not as ${cause} (killed by ${killedBy[0]}).`] : []),
    ...owes.filter((rule) => !broken.includes(rule)).map((rule) => `${fault} did not break the rule ${rule}.`),
  ];
}

function nameOf({ named }: Mutant): string {
  return named?.unknown ? 'unknown' : (named?.causes[0]?.id ?? 'nothing');
}

/**
 * A run of mutants after those that lacked something were tried again, alone: what a moment of a busy machine made of a
 * mutant does not count against the specs, and is told.
 * @param first all mutants
 * @param second those of its {@link Score.lacking}
 */
export function withSecondTry(first: Score, second: Score): Score {
  const again = new Map(second.mutants.map((mutant) => [mutant.fault, mutant]));
  return scoreOf({
    ...first,
    mutants: first.mutants.map((mutant) => {
      const other = again.get(mutant.fault);
      return other ? { ...other, lacked: lacksOf(mutant).join(' ') } : mutant;
    }),
    troubles: [...first.troubles, ...second.troubles],
    seconds: first.seconds + second.seconds,
  });
}

/** What is said of faults that never came into play: the spec does not bring about what they break. */
function notInPlay(faults: readonly string[]): string {
  return `${faults.join(' and ')} never came into play.`;
}

function namingOf({ cause, named }: Mutant): Naming {
  if (!named) return 'none';
  if (named.unknown) return cause === 'unknown' ? 'right' : 'wrong';
  if (named.causes[0]?.id === cause) return 'right';
  const isCandidate = named.causes.some(
    ({ id, candidates }) => id === cause || candidates.some((candidate) => candidate.id === cause),
  );
  return lookAlikes.includes(cause) && isCandidate ? 'alike' : 'wrong';
}

/** Whether the score is reached and why not, with what was tried twice, for a terminal. */
export function verdictOf({ mutants, killed, faults, secondTries, passed, seconds }: Score): string {
  const share = mutants.length === 0 ? 'nothing ran' : `${Math.floor((100 * killed) / mutants.length)} %`;
  const total = `Mutation score: ${share}, ${passed ? 'passed' : 'FAILED'}, in ${seconds.toFixed(0)} s`;
  return [...secondTries, ...faults, total].join('\n');
}

/**
 * What is printed when the first spec has ended under a mutant, so that a long run shows that it goes on; nothing where
 * there is one mutant only.
 * @param number how many have been tried by now
 */
export function progressOf(mutant: string, number: number, all: number): string {
  if (all === 1) return '';
  return `${number === 1 ? 'Tried so far: ' : ''}${mutant}${number === all ? '\n' : ' '}`;
}

/** The score as a table of 80 columns, for a terminal. */
export function tableOf(score: Score): string {
  const { mutants, killed, exactly, alike, controls } = score;
  const rows = mutants.map((mutant) => {
    const { fault, killedBy, idle, cause, named, naming, milliseconds } = mutant;
    return [
      fault.slice(0, 16).padEnd(17),
      (killedBy[0] ?? (idle.length > 0 ? 'NEVER CAME INTO PLAY' : 'SURVIVED')).slice(0, 30).padEnd(31),
      `${named ? nameOf(mutant) : '–'}${naming === 'right' ? '' : ` for ${cause}`}`.padEnd(16),
      naming.padEnd(7),
      `${(milliseconds / 1000).toFixed(1)} s`.padStart(7),
    ].join('');
  });
  const total = mutants.length;
  return [
    `${'fault'.padEnd(17)}${'killed by'.padEnd(31)}${'named'.padEnd(16)}${'naming'.padEnd(7)}${'time'.padStart(7)}`,
    ...rows,
    '',
    `Killed ${killed} of ${total}.`,
    `Cause named: exactly for ${exactly}, as one of several that look alike for ${alike}, ` +
      `wrongly or not at all for ${total - exactly - alike}.`,
    `Controls (no fault, or one that must not matter): ${controls.length === 0 ? 'none was chosen' : `${controls.filter(({ says }) => says === '').length} of ${controls.length} passed`}.`,
    ...mutants
      .filter(({ killedBy, idle }) => killedBy.length > 0 && idle.length > 0)
      .map(({ idle }) => notInPlay(idle)),
    verdictOf(score),
  ].join('\n');
}
