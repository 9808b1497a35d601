import { appendFileSync, existsSync, readFileSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { currentRun } from '../../config/run.ts';
import { parseJson } from '../basics/json.ts';

/** In the private folder of a run: a secret a line, as JSON. */
const FILE = 'known';
const file = () => join(currentRun().secrets, FILE);

/** Shorter values may be ordinary words: scrubbing them would damage every report. */
const shortest = 8;

/** The last content that was read, and the size of the file then. The file only grows. */
let read: { size: number; secrets: string[] } = { size: 0, secrets: [] };

/**
 * Tells the scrubber of secrets by value; kept in the run's private folder until the run ends. Where there is none,
 * only this process knows them.
 */
export function rememberSecrets(secrets: (string | undefined)[]): void {
  const known = new Set(read.secrets);
  const news = secrets.filter((one): one is string => one !== undefined && one.length >= shortest && !known.has(one));
  if (news.length === 0) return;
  if (existsSync(currentRun().secrets))
    appendFileSync(file(), news.map((secret) => `${JSON.stringify(secret)}\n`).join(''), { mode: 0o600 });
  else read = { ...read, secrets: [...read.secrets, ...news] };
}

/** Every secret of this run so far; when its private folder is gone, those that this process has read before. */
export function knownSecrets(): string[] {
  const { size } = statSync(file(), { throwIfNoEntry: false }) ?? { size: 0 };
  if (size > read.size) read = { size, secrets: secretsIn(currentRun().secrets) };
  return read.secrets;
}

/**
 * The secrets in the private folder of a run; none where it is gone. A process that was killed, or a full disk, cuts a
 * line off, and the next process goes on in the same line: of such a line, whatever is long enough is a secret.
 */
export function secretsIn(folder: string): string[] {
  const path = join(folder, FILE);
  if (!existsSync(path)) return [];
  const lines = readFileSync(path, 'utf8').split('\n');
  return [...new Set(lines.flatMap(secretsOfLine))];
}

function secretsOfLine(line: string): string[] {
  const secret = parseJson(line);
  return typeof secret === 'string' ? [secret] : line.split('"').filter((part) => part.length >= shortest);
}
