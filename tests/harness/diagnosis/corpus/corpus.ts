import { createHash } from 'node:crypto';
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { gunzipSync } from 'node:zlib';
import type { Evidence } from '../../../../lib/evidence/index.ts';

/** What a red test left, and what was wrong there. */
export interface Item {
  /** Where it was seen and in which test, e.g. `beta-14-websocket threads-new-chat`. */
  id: string;
  /** The ids of the catalogue that are true there; empty where the catalogue has no name for it. */
  causes: string[];
  /** What was wrong, in words. */
  truth: string;
  observed: Evidence;
}

/** Every item of the corpus. */
export function corpus(): Item[] {
  return readdirSync(import.meta.dirname)
    .filter((name) => name.endsWith('.jsonl.gz'))
    .sort()
    .flatMap((name) =>
      gunzipSync(readFileSync(join(import.meta.dirname, name)))
        .toString('utf8')
        .trim()
        .split('\n'),
    )
    .map((line) => JSON.parse(line) as Item);
}

/**
 * Whether an item belongs to the half that is never looked at while detectors are written. The split is by the hash of
 * the item's id, so that it never changes: an even first byte keeps it back.
 */
export function isKeptBack({ id }: Item): boolean {
  return createHash('sha256').update(id).digest()[0]! % 2 === 0;
}
