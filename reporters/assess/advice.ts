import { BETTER_IF, sourcesOf } from '../../config/decisions/sources.ts';
import type { RunRecord } from '../record/schema.ts';

/** An advice that the product does not follow. */
export interface Advice {
  /** What would be better, and what was found instead. */
  better: string;
  /** Where it stands. */
  sources: string[];
}

/** Every advice that the product did not follow in this run. */
export function adviceOf({ tests }: Pick<RunRecord, 'tests'>): Advice[] {
  return tests
    .filter(({ outcome }) => outcome === 'unmet')
    .map(({ titles, tags, annotations }) => ({
      better: annotations.findLast(({ type }) => type === BETTER_IF)?.description ?? titles.at(-1)!,
      sources: sourcesOf(tags, annotations),
    }));
}

/** One advice as a report tells it. */
export function adviceText({ better, sources }: Advice): string {
  return `better if ${better}${sources.length > 0 ? ` (${sources.join('; ')})` : ''}`;
}
