import type { Diagnosis } from '../diagnosis/index.ts';

/** One fault under which the specs ran. */
export interface Mutant {
  /** The fault as it was written, e.g. `F19` or `drop:frame=3`. */
  fault: string;
  title: string;
  /** Id of the cause that must be named; `unknown` for what fits no entry. */
  cause: string;
  /** The checks that turned red, one per spec. */
  killedBy: string[];
  named: Diagnosis | null;
  milliseconds: number;
}

export type Naming = 'right' | 'class' | 'wrong' | 'none';

export interface Score {
  mutants: (Mutant & { naming: Naming })[];
  killed: number;
  exactly: number;
  /** Right class: the fault is among the candidates. */
  byClass: number;
  /** Checks that no fault turned red. */
  idleChecks: string[];
  /** Specs that are red without any fault. */
  controlFailures: string[];
  passed: boolean;
}

/** Share of the mutants that must be named exactly. */
const exactShare = 0.95;

export function scoreOf(mutants: Mutant[], idleChecks: string[], controlFailures: string[]): Score {
  const judged = mutants.map((mutant) => ({ ...mutant, naming: namingOf(mutant) })).sort((one, other) => one.fault.localeCompare(other.fault));
  const count = (naming: Naming) => judged.filter((mutant) => mutant.naming === naming).length;
  const killed = judged.filter(({ killedBy }) => killedBy.length > 0).length;
  const [exactly, byClass] = [count('right'), count('class')];
  const passed = mutants.length > 0 && killed === mutants.length && exactly >= exactShare * mutants.length
    && exactly + byClass === mutants.length && idleChecks.length === 0 && controlFailures.length === 0;
  return { mutants: judged, killed, exactly, byClass, idleChecks, controlFailures, passed };
}

function namingOf({ cause, named }: Mutant): Naming {
  if (!named) return 'none';
  if (named.unknown) return cause === 'unknown' ? 'right' : 'wrong';
  if (named.causes[0]?.id === cause) return 'right';
  return named.causes.some(({ id, candidates }) => id === cause || candidates.some((candidate) => candidate.id === cause)) ? 'class' : 'wrong';
}

/** The score as a table of 80 columns, for a terminal. */
export function tableOf({ mutants, killed, exactly, byClass, idleChecks, controlFailures, passed }: Score): string {
  const rows = mutants.map(({ fault, killedBy, cause, named, naming, milliseconds }) => [
    fault.slice(0, 16).padEnd(17),
    (killedBy[0] ?? 'SURVIVED').replaceAll('"', '').slice(0, 32).padEnd(33),
    `${named?.unknown ? 'unknown' : named?.causes[0]?.id ?? '–'}${naming === 'right' ? '' : ` for ${cause}`}`.padEnd(14),
    naming.padEnd(7),
    `${(milliseconds / 1000).toFixed(1)} s`.padStart(7),
  ].join(''));
  const total = mutants.length;
  return [
    `${'fault'.padEnd(17)}${'killed by'.padEnd(33)}${'named'.padEnd(14)}${'naming'.padEnd(7)}${'time'.padStart(7)}`,
    ...rows,
    '',
    `Killed ${killed} of ${total}; named exactly ${exactly}, by class ${byClass}, wrongly or not at all ${total - exactly - byClass}.`,
    ...idleChecks.map((check) => `No fault turned this check red: ${check}`),
    ...controlFailures.map((title) => `Red without any fault: ${title}`),
    `Mutation score: ${total === 0 ? 'nothing ran' : `${Math.round((100 * killed) / total)} %`}, ${passed ? 'passed' : 'FAILED'}`,
  ].join('\n');
}
