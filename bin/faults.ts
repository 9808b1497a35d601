import { allFaults, faultOf, parseFault } from '../stack/faults/index.ts';
import { didYouMean } from './nearest.mjs';
import { Refusal } from './refusal.mjs';
import { withoutSecrets } from './without-secrets.ts';

/** Every fault on a line of its own: id, title, and whose part of the product it breaks. */
export function faultList(): string {
  const widest = (texts: readonly string[]) => Math.max(...texts.map((one) => one.length));
  const ids = widest(allFaults.map(({ id }) => id));
  const titles = widest(allFaults.map(({ title }) => title));
  return allFaults.map(({ id, title, owner }) => `${id.padEnd(ids)}  ${title.padEnd(titles)}  ${owner}\n`).join('');
}

/**
 * The id of a fault that somebody wrote on a command line, in upper or lower case, e.g. `f55:delay=3000`.
 * @throws Refusal for an unknown fault, with the nearest that there is, and for invalid parameters
 */
export function faultId(written: string): string {
  const [id = ''] = written.split(':');
  const ids = allFaults.map((fault) => fault.id);
  if (!ids.some((known) => known.toLowerCase() === id.toLowerCase()))
    throw new Refusal(
      `There is no fault "${id}"${didYouMean(id, ids, '')} "npm run golden -- --list-faults" prints them all.`,
      2,
    );
  try {
    return parseFault(written).id;
  } catch (error) {
    throw new Refusal(error instanceof Error ? error.message : String(error), 2);
  }
}

/** A fault that somebody wrote on a command line, with its id as everybody else writes it. */
export function faultAsWritten(written: string): string {
  return faultId(written) + written.slice(written.split(':', 1)[0]!.length);
}

/** What is broken on purpose, a sentence per fault. @param faults as they are written on a command line */
export function toldFaults(faults: readonly string[]): string {
  return faults
    .map((written) => {
      const { title, owner } = faultOf(faultId(written));
      return `Broken on purpose: ${withoutSecrets(written)} ${title} (${owner}).\n`;
    })
    .join('');
}
