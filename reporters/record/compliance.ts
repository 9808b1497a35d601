import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { type Compliance, compliance } from './schema.ts';

/** What other commands left for the report under `reports/`: the mutation score. Null for what is not there. */
export function complianceAt(root: string): Compliance {
  const file = join(root, 'reports', 'mutation-score.json');
  const mutation = existsSync(file) ? compliance.shape.mutation.parse(JSON.parse(readFileSync(file, 'utf8'))) : null;
  return { mutation, knownDefects: null };
}
