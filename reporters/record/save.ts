import { randomBytes } from 'node:crypto';
import { readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { z } from 'zod';
import { parseJson, toJson } from '../../lib/basics/json.ts';
import { type RunRecord, record } from './schema.ts';

/** A file of a run that cannot be read or written; the message is one sentence that names it, for a person. */
export class Unusable extends Error {}

/**
 * Writes a file so that a reader finds the old one or the new one, never half of one.
 * @throws Unusable when there is no room or no right to write
 */
export function writeWhole(path: string, content: string): void {
  const draft = `${path}.${randomBytes(4).toString('hex')}.part`;
  try {
    writeFileSync(draft, content);
    renameSync(draft, path);
  } catch (error) {
    rmSync(draft, { force: true });
    throw new Unusable(`${path} cannot be written: ${(error as Error).message}.`);
  }
}

/** @throws Error that names every place where the record breaks its own form. */
export function saveRecord(path: string, value: RunRecord): void {
  const parsed = record.safeParse(value);
  if (!parsed.success) throw new Error(`This is not a record of a run: ${z.prettifyError(parsed.error)}`);
  writeWhole(path, `${toJson(parsed.data)}\n`);
}

/** @throws Unusable when it is no record, or one of another form */
export function loadRecord(path: string): RunRecord {
  const content = parseJson(readFileSync(path, 'utf8'));
  if (content === undefined) throw new Unusable(`${path} is not a record of a run: it is cut off, or not JSON.`);
  const parsed = record.safeParse(content);
  if (parsed.success) return parsed.data;
  const [first, ...more] = parsed.error.issues;
  throw new Unusable(
    `${path} is not a record of a run: ${first!.path.join('.') || 'the whole'}: ${first!.message}${more.length > 0 ? ` (and ${more.length} more)` : ''}.`,
  );
}
