import { existsSync, readdirSync, realpathSync, statSync } from 'node:fs';
import { basename, dirname, join, resolve } from 'node:path';
import { type Opened, openRun } from '../../reporters/record/open.ts';
import { Unusable } from '../../reporters/record/save.ts';
import { didYouMean } from '../nearest.mjs';
import { withoutSecrets } from '../without-secrets.ts';

const reports = join(import.meta.dirname, '..', '..', 'reports');

/**
 * The run that somebody names on a command line.
 * @param args at most one: id or folder of a run, or `latest`; none is the latest run
 * @throws Unusable with one sentence that says what is wrong
 */
export function runNamed(args: readonly string[]): Opened & { dir: string } {
  const dir = folderNamed(args);
  return { dir, ...openRun(dir) };
}

/**
 * The folder of the run that somebody names on a command line, whatever it holds.
 * @throws Unusable with one sentence when there is none
 */
export function folderNamed([name]: readonly string[]): string {
  const places = name ? [resolve(name), join(reports, 'runs', name), join(reports, name)] : [join(reports, 'latest')];
  const dir = places.find((place) => existsSync(place));
  if (!dir)
    throw new Unusable(
      name
        ? `There is no run "${name}"${didYouMean(name, runNames(), ': neither a folder nor an id under reports/runs')}`
        : 'There is no run yet: "npm run golden" makes one.',
    );
  if (!statSync(dir).isDirectory()) throw new Unusable(`${dir} is a file: name a run by its id, or by its folder.`);
  return dir;
}

/** What a run can be called by: `latest`, and the ids of those that are stored. */
export function runNames(): string[] {
  const runs = join(reports, 'runs');
  return ['latest', ...(existsSync(runs) ? readdirSync(runs) : [])];
}

/**
 * The run that `latest` means where a replay is none: each replay becomes the latest run.
 * @param folder that of reports, in which there is a latest run
 */
export function latestRecorded(folder: string): string {
  const latest = realpathSync(join(folder, 'latest'));
  const earlier = readdirSync(dirname(latest))
    .filter((id) => id < basename(latest))
    .sort()
    .reverse()
    .map((id) => join(dirname(latest), id));
  const isRecorded = (found: Opened | null) => found !== null && !found.record.selection.isReplay;
  return [latest, ...earlier].find((dir) => isRecorded(readable(dir))) ?? latest;
}

/** The run of this id or folder; null where it left nothing that can be read. */
export function readable(name: string): (Opened & { dir: string }) | null {
  try {
    return runNamed([name]);
  } catch (error) {
    if (error instanceof Unusable) return null;
    throw error;
  }
}

/** Does the work of a command and prints the sentence of an `Unusable`. @returns the exit code, 2 for an `Unusable` */
export async function orTell(work: () => number | Promise<number>): Promise<number> {
  try {
    return await work();
  } catch (error) {
    if (!(error instanceof Unusable)) throw error;
    console.error(withoutSecrets(error.message));
    return 2;
  }
}
