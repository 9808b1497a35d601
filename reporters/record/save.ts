import { randomBytes } from 'node:crypto';
import { readFileSync, renameSync, writeFileSync } from 'node:fs';
import { z } from 'zod';
import { type Record, record } from './schema.ts';

/** Writes a file so that a reader finds the old one or the new one, never half of one. */
export function writeWhole(path: string, content: string): void {
  const draft = `${path}.${randomBytes(4).toString('hex')}.part`;
  writeFileSync(draft, content);
  renameSync(draft, path);
}

/** @throws Error that names every place where the record breaks its own form. */
export function saveRecord(path: string, value: Record): void {
  writeWhole(path, `${JSON.stringify(checked(value))}\n`);
}

/** @throws Error when there is no record, or one of another form. */
export function loadRecord(path: string): Record {
  return checked(JSON.parse(readFileSync(path, 'utf8')));
}

function checked(value: unknown): Record {
  const parsed = record.safeParse(value);
  if (!parsed.success) throw new Error(`This is no record of a run: ${z.prettifyError(parsed.error)}`);
  return parsed.data;
}
