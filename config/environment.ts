import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import dotenv from 'dotenv';

export type Environment = Record<string, string | undefined>;

const root = join(import.meta.dirname, '..');

/**
 * The settings of one target: the process's environment first, then `.env.<target>`, then `.env`; an empty value
 * counts as none.
 * @param folder of the two files.
 * @throws nothing: a file that is not there is simply not read.
 */
export function environmentOf(target: string, folder = root): Environment {
  const files = [`.env.${target}`, '.env'].map((name) => join(folder, name)).filter(existsSync);
  const layers: Environment[] = [process.env, ...files.map((file) => dotenv.parse(readFileSync(file)))];
  const merged: Environment = {};
  for (const [name, value] of layers.reverse().flatMap((layer) => Object.entries(layer))) {
    if (value !== undefined && value !== '') merged[name] = value;
  }
  return merged;
}

/** Whether this run is made by a continuous-integration system. */
export const onCi = Boolean(process.env['CI']);

/** Faults that the person running the suite asked for (`npm run golden -- --fault F19`), e.g. `['F19']`. */
export const faultsAskedFor = (process.env['NETRA_FAULTS'] ?? '').split(';').filter(Boolean);

/**
 * Whether the run is made for one person at a terminal (`npm run golden`), who wants the story of one test and its
 * trace in any case.
 */
export const tellsStory = process.env['NETRA_STORY'] === '1';

/**
 * Lets a worker that was told to end be silent for half a minute before Playwright ends it and says so. Node can lock
 * up in `process.exit`,
 * seldom, and oftener on a busy machine (nodejs/node#54918); Playwright by itself waits five minutes
 * (microsoft/playwright#40637).
 */
export function limitSilentWorkers(): void {
  process.env['PWTEST_CHILD_PROCESS_TIMEOUT'] ??= '30000';
}
