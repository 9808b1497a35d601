import { appendFileSync, readFileSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { currentRun } from '../../config/run.ts';

const file = () => join(currentRun().secrets, 'known');

/** Shorter values are words, not secrets: scrubbing them would tear holes into every report. */
const shortest = 8;

/** Tells the scrubber of secrets by value; kept in the run's private folder until the run ends. */
export function rememberSecrets(secrets: (string | undefined)[]): void {
  const lines = secrets
    .filter((secret) => secret !== undefined && secret.length >= shortest)
    .map((secret) => `${JSON.stringify(secret)}\n`);
  appendFileSync(file(), lines.join(''), { mode: 0o600 });
}

/** What was read last, and how long the file was then. It only ever grows. */
let read: { size: number; secrets: string[] } = { size: 0, secrets: [] };

/**
 * Every secret that this run came to know so far; when its private folder is gone, those that this process has read
 * before.
 */
export function knownSecrets(): string[] {
  const { size } = statSync(file(), { throwIfNoEntry: false }) ?? { size: 0 };
  if (size > read.size) {
    const lines = readFileSync(file(), 'utf8').split('\n').filter(Boolean);
    const secrets = [...new Set(lines.map((line) => JSON.parse(line) as string))];
    // A secret that another one begins with must not be taken out of it first: the rest would stay.
    read = { size, secrets: secrets.sort((one, other) => other.length - one.length) };
  }
  return read.secrets;
}
