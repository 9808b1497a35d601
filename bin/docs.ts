import { EXAMPLE, type Made, isStale, madeFromCode, madeFromGreen, madeFromRed, write } from './docs/documents.ts';
import { walk } from './docs/samples.ts';
import type { Given } from './given.ts';

/** Writes what is stale, and says so. */
function renew(all: readonly Made[]): void {
  for (const made of all.filter((one) => isStale(one))) {
    write(made);
    console.log(`${made.file}${made.part === undefined ? '' : `: ${made.part}`}`);
  }
}

/**
 * `npm run docs`: updates the tables, samples and pictures of the documents that are stale: tables from the
 * code, samples from a golden path without and with a fault (`--tables`: tables only). It names what it changed.
 */
export async function main({ options: { tables } }: Given<'docs'>): Promise<number> {
  renew(await madeFromCode());
  if (tables) return 0;
  console.log('Walks the golden path for the samples and pictures ...');
  renew(madeFromGreen(await walk([])));
  console.log(`... and again with ${EXAMPLE} ...`);
  renew(madeFromRed(await walk(['--fault', EXAMPLE])));
  return 0;
}
