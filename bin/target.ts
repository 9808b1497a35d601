import type { TargetName } from '../config/target-names.ts';
import { parseFault } from '../stack/faults/index.ts';
import { Refusal } from './refusal.mjs';

/**
 * Makes sure that a command's `--target` is one, and that its `--fault` can be injected there.
 * @param allowed the targets of the command
 * @param faults as written on the command line, e.g. `F55:delay=3000`
 * @returns the ids of the faults
 * @throws Refusal for a target that is not allowed or a fault that does not exist, for parameters that make no sense,
 * and for faults on a product target
 */
export function checkTarget(target: string, allowed: readonly TargetName[], faults: readonly string[]): string[] {
  if (!allowed.some((name) => name === target))
    throw new Refusal(`There is no target "${target}" here; there are ${allowed.join(', ')}.`, 2);
  if (faults.length > 0 && target !== 'local') {
    throw new Refusal('Only the embedded stack can be broken: --fault goes with --target local.', 2);
  }
  return faults.map((written) => {
    try {
      return parseFault(written).id;
    } catch (error) {
      throw new Refusal(error instanceof Error ? error.message : String(error), 2);
    }
  });
}
