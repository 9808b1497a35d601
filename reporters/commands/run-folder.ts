import { existsSync } from 'node:fs';
import { join, resolve } from 'node:path';

const reports = join(import.meta.dirname, '..', '..', 'reports');

/**
 * The folder of the run that somebody names on a command line.
 * @param args at most one: id or folder of a run; none is the latest run
 * @returns the folder, or one sentence that says what is wrong
 */
export function folderOf(args: readonly string[]): { dir: string } | { refusal: string } {
  const [name, ...more] = args;
  if (more.length > 0) return { refusal: `One run at a time, not ${args.length}.` };
  if (name?.startsWith('-')) return { refusal: `There is no option ${name}; name a run by its id or folder.` };
  const places = name ? [resolve(name), join(reports, 'runs', name)] : [join(reports, 'latest')];
  const dir = places.find((place) => existsSync(place));
  if (!dir) return { refusal: name ? `There is no run "${name}": neither a folder nor an id under reports/runs.` : 'There is no run yet: npm run golden makes one.' };
  if (!['record.json', 'record.jsonl'].some((file) => existsSync(join(dir, file)))) return { refusal: `The run in ${dir} left no record.` };
  return { dir };
}
