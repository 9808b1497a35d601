import type { RunRecord } from './schema.ts';

/** What a run can be compared with: runs of the same target and the same choice of tests. */
export interface Kind {
  target: string;
  /** What was chosen, without how it was run: `local+harness`, `local --grep=@golden`. */
  scope: string;
}

export function kindOf(record: RunRecord): Kind {
  return { target: targetOf(record), scope: scopeOf(record) };
}

export function targetOf({ targets }: Pick<RunRecord, 'targets'>): string {
  return targets.map(({ name }) => name).join('+') || 'none';
}

function scopeOf({ selection, parts }: Pick<RunRecord, 'selection' | 'parts'>): string {
  const files = (parts[0]?.command ?? []).slice(1).filter((word) => /\.ts\b|\//.test(word) && !word.startsWith('-'));
  return [selection.projects.join('+'), ...(selection.grep ? [`--grep=${selection.grep}`] : []), ...files].join(' ');
}
