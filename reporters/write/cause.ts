import type { RecordedCause } from '../record/schema-attempt.ts';

/** A cause as every report names it, e.g. `F19 The agent starts and never completes (backend)`. */
export function causeWithOwner({ id, title, owner }: Pick<RecordedCause, 'id' | 'title' | 'owner'>): string {
  return `${id} ${title} (${owner ?? 'owner unknown'})`;
}
