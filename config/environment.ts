import { existsSync, readFileSync } from 'node:fs';
import { basename, join } from 'node:path';
import dotenv from 'dotenv';
import { WORKER_EXIT_TIMEOUT } from './playwright-internals.mjs';
import { onlyTheSentence } from './sentence.mjs';
import { switchedOn } from './switched-on.mjs';

export type Environment = Record<string, string | undefined>;

const root = join(import.meta.dirname, '..');

/**
 * The settings of one target: the process's environment first, then `.env.<target>`, then `.env`; an empty value
 * counts as none.
 * @param folder of the two files.
 * @throws Error with one sentence for a file that cannot be read; a missing one is skipped.
 */
export function environmentOf(target: string, folder = root): Environment {
  const files = [`.env.${target}`, '.env'].map((name) => join(folder, name)).filter(existsSync);
  const layers: Environment[] = [process.env, ...files.map((file) => dotenv.parse(textOf(file)))];
  const merged: Environment = {};
  for (const [name, value] of layers.reverse().flatMap((layer) => Object.entries(layer))) {
    if (value !== undefined && value !== '') merged[name] = value;
  }
  return merged;
}

/** The text of a file, also where a Windows shell wrote it in UTF-16. */
function textOf(file: string): string {
  try {
    const bytes = readFileSync(file);
    return new TextDecoder(bytes[0] === 0xff && bytes[1] === 0xfe ? 'utf-16le' : 'utf-8').decode(bytes);
  } catch (error) {
    throw onlyTheSentence(`The settings in ${basename(file)} cannot be read: ${(error as Error).message}.`);
  }
}

/** Whether this run is made in continuous integration. */
export const onCi = Boolean(process.env['CI']);

/** Faults that the person running the suite asked for (`npm run golden -- --fault F19`), e.g. `['F19']`. */
export const faultsAskedFor = (process.env['NETRA_FAULTS'] ?? '').split(';').filter(Boolean);

/**
 * Whether the run is made for one person at a terminal (`npm run golden`), with a summary and a trace of each test even
 * when it is green.
 */
export const showsSummary = switchedOn('NETRA_SUMMARY');

/** Whether the tests are only listed, so that there is nothing to report. */
export const listsOnly = process.argv.includes('--list');

/**
 * Whether this process is the runner of a run: neither one of its workers, nor one that only lists the tests, nor
 * `npm test`, which looks at the projects.
 */
export const startsARun =
  process.argv[2] === 'test' &&
  !process.argv[1]?.endsWith('run.mjs') &&
  !listsOnly &&
  process.env['TEST_WORKER_INDEX'] === undefined;

/** Makes Playwright wait only half a minute for a worker to exit before it ends it and reports that. */
export function limitSilentWorkers(): void {
  process.env[WORKER_EXIT_TIMEOUT] ??= '30000';
}
