import { KNOWN_DEFECT, type MetDefect } from '../../config/decisions/known-defect.ts';
import { parseJson } from '../../lib/basics/json.ts';
import { type TestRecord, metDefect } from '../record/schema.ts';

/** The known defect that a failed test met; null where it met none, or failed for another reason. */
export function knownDefectIn({ annotations }: Pick<TestRecord, 'annotations'>): MetDefect | null {
  const found = annotations.findLast(({ type }) => type === KNOWN_DEFECT);
  return found ? (metDefect.safeParse(parseJson(found.description)).data ?? null) : null;
}
