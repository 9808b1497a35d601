import { KNOWN_DEFECT } from '../../fixtures/known-defect.ts';
import { parseJson } from '../../lib/basics/json.ts';
import { type KnownDefect, type TestRecord, knownDefect } from '../record/schema.ts';

/** The known defect that a red test met; null where it met none, or failed otherwise than the reviewed list says. */
export function knownDefectIn({ annotations }: Pick<TestRecord, 'annotations'>): KnownDefect | null {
  const found = annotations.findLast(({ type }) => type === KNOWN_DEFECT);
  return found ? (knownDefect.safeParse(parseJson(found.description)).data ?? null) : null;
}
