import type { TargetName } from '../config/target-names.ts';
import { Refusal } from './refusal.mjs';

/** @throws Refusal for faults on a product target */
export function checkFaults(target: TargetName, faults: readonly string[]): void {
  if (faults.length > 0 && target !== 'local')
    throw new Refusal('--fault works only with --target local: faults are injected into the embedded stack.', 2);
}
