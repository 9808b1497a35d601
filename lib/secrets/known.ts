import { appendFileSync, readFileSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { currentRun } from '../../config/run.ts';

const file = () => join(currentRun().secrets, 'known');

/** Shorter values may be ordinary words: scrubbing them would damage every report. */
const shortest = 8;

/** Tells the scrubber of secrets by value; kept in the run's private folder until the run ends. */
export function rememberSecrets(secrets: (string | undefined)[]): void {
  const lines = secrets
    .filter((secret) => secret !== undefined && secret.length >= shortest)
    .map((secret) => `${JSON.stringify(secret)}\n`);
  appendFileSync(file(), lines.join(''), { mode: 0o600 });
}

/** The last content that was read, and the size of the file then. The file only grows. */
let read: { size: number; secrets: string[] } = { size: 0, secrets: [] };

/** Every secret of this run so far; when its private folder is gone, those that this process has read before. */
export function knownSecrets(): string[] {
  const { size } = statSync(file(), { throwIfNoEntry: false }) ?? { size: 0 };
  if (size > read.size) {
    const lines = readFileSync(file(), 'utf8').split('\n').filter(Boolean);
    const secrets = [...new Set(lines.map((line) => JSON.parse(line) as string))];
    // Longest first: a secret that is the beginning of a longer one would leave the rest of it behind.
    read = { size, secrets: secrets.sort((one, other) => other.length - one.length) };
  }
  return read.secrets;
}
