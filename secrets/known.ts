import { appendFileSync, existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { currentRun } from '../config/run.ts';

const file = () => join(currentRun().secrets, 'known');

/** Shorter values are words, not secrets: scrubbing them would tear holes into every report. */
const shortest = 8;

/** Tells the scrubber of secrets by value; kept in the run's private folder until the run ends. */
export function rememberSecrets(secrets: (string | undefined)[]): void {
  const lines = secrets.filter((secret) => secret !== undefined && secret.length >= shortest).map((secret) => `${JSON.stringify(secret)}\n`);
  appendFileSync(file(), lines.join(''), { mode: 0o600 });
}

/** Every secret that this run came to know so far. */
export function knownSecrets(): string[] {
  if (!existsSync(file())) return [];
  const lines = readFileSync(file(), 'utf8').split('\n').filter(Boolean);
  return [...new Set(lines.map((line) => JSON.parse(line) as string))];
}
