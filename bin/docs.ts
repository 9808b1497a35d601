import { parseArgs } from 'node:util';
import { EXAMPLE, type Made, isStale, madeFromCode, madeFromGreen, madeFromRed, write } from './docs/documents.ts';
import { walk } from './docs/samples.ts';
import { Refusal } from './refusal.mjs';

const USAGE = 'Usage: npm run docs -- [--tables]';

function tablesOnly(args: string[]): boolean {
  try {
    return parseArgs({ args, options: { tables: { type: 'boolean', default: false } } }).values.tables;
  } catch (error) {
    throw new Refusal(`${error instanceof Error ? error.message : String(error)}\n${USAGE}`, 2);
  }
}

/** Writes what is stale, and says so. */
function renew(all: readonly Made[]): void {
  for (const made of all.filter((one) => isStale(one))) {
    write(made);
    console.log(`${made.file}${made.part === undefined ? '' : `: ${made.part}`}`);
  }
}

/**
 * `npm run docs`: makes the tables, samples and pictures of the documents anew where they are stale: tables from the
 * code, samples from a golden path without and with a fault (`--tables`: tables only). It names what it changed.
 * @throws Refusal when the command line cannot be understood
 */
export async function main(args: string[]): Promise<number> {
  const tables = tablesOnly(args);
  renew(madeFromCode());
  if (tables) return 0;
  renew(madeFromGreen(await walk([])));
  renew(madeFromRed(await walk(['--fault', EXAMPLE])));
  return 0;
}
