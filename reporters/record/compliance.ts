import { existsSync, readFileSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import { z } from 'zod';
import { knownDefects } from '../../config/decisions/known-defects.ts';
import { gate } from '../../config/decisions/suites.ts';
import { parseJson } from '../../lib/basics/json.ts';
import type { Compliance, RunRecord } from './schema.ts';

/** What the mutants leave in the folder of their run; only what the report needs. */
const score = z.object({
  mutants: z.array(z.object({ fault: z.string(), killedBy: z.array(z.string()) })),
  killed: z.int(),
  exactly: z.int(),
  faults: z.array(z.string()),
});

/**
 * What other runs left for the report, the mutation score of the newest run that tried all mutants, and what is known
 * of the targets.
 * @param root the project's folder
 */
export function complianceAt(root: string, targets: RunRecord['targets']): Compliance {
  const known = knownDefects
    .filter((defect) => targets.some(({ name, release }) => name === defect.target && release === defect.release))
    .map(({ cause, owner, expires, evidence }) => ({ cause, owner, expires, evidence }));
  return { mutation: newestMutation(root), knownDefects: known };
}

function newestMutation(root: string): Compliance['mutation'] {
  const runs = join(root, 'reports', 'runs');
  for (const id of (existsSync(runs) ? readdirSync(runs) : []).sort().reverse()) {
    const file = join(runs, id, 'mutants.json');
    const mutation = existsSync(file) ? mutationIn(readFileSync(file, 'utf8'), id) : null;
    if (mutation && mutation.mutants >= gate.leastMutants) return mutation;
  }
  return null;
}

/**
 * The mutation score in what the mutants left; null when it is of another form. @param source id of the run that
 * measured it
 */
export function mutationIn(text: string, source: string): Compliance['mutation'] {
  const parsed = score.safeParse(parseJson(text));
  if (!parsed.success) return null;
  const { mutants, killed, exactly, faults } = parsed.data;
  const survivors = mutants.filter(({ killedBy }) => killedBy.length === 0).map(({ fault }) => fault);
  return { killed, mutants: mutants.length, named: exactly, survivors, faults, source: `run ${source}` };
}
