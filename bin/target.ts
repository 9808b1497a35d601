import type { TargetName } from '../config/target-names.ts';
import { conflictOf } from '../stack/faults/conflict.ts';
import { parseFault } from '../stack/faults/index.ts';
import { faultId } from './faults.ts';
import { Refusal } from './refusal.mjs';

/** @throws Refusal for faults on a product target, for one that is none, and for one that another one switches off */
export function checkFaults(target: TargetName, faults: readonly string[]): void {
  if (faults.length > 0 && target !== 'local')
    throw new Refusal('--fault works only with --target local: faults are injected into the embedded stack.', 2);
  faults.forEach(faultId);
  const conflict = conflictOf(faults.map(parseFault));
  if (conflict) throw new Refusal(conflict, 2);
}
