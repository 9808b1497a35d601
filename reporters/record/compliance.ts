import { existsSync, readFileSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import { z } from 'zod';
import { jsonOf } from './json.ts';
import type { Compliance } from './schema.ts';

/** What the mutants leave in the folder of their run; only what the report needs. */
const score = z.object({
  mutants: z.array(z.object({ fault: z.string(), killedBy: z.array(z.string()) })),
  killed: z.int(),
  exactly: z.int(),
});

/** What other runs left for the report: the mutation score of the newest run that measured one. Null for what is not there. @param root the project's folder */
export function complianceAt(root: string): Compliance {
  const runs = join(root, 'reports', 'runs');
  const measured = (existsSync(runs) ? readdirSync(runs) : []).sort().reverse().find((id) => existsSync(join(runs, id, 'mutants.json')));
  return { mutation: measured ? mutationIn(readFileSync(join(runs, measured, 'mutants.json'), 'utf8'), measured) : null, knownDefects: null };
}

/** The mutation score in what the mutants left; null when it is of another form. @param source id of the run that measured it */
export function mutationIn(text: string, source: string): Compliance['mutation'] {
  const parsed = score.safeParse(jsonOf(text));
  if (!parsed.success) return null;
  const { mutants, killed, exactly } = parsed.data;
  const survivors = mutants.filter(({ killedBy }) => killedBy.length === 0).map(({ fault }) => fault);
  return { killed, mutants: mutants.length, named: exactly, survivors, source: `run ${source}` };
}
