import type { TargetName } from '../config/target-names.ts';
import { parseFault } from '../stack/faults/index.ts';
import { Refusal } from './refusal.mjs';

/**
 * Makes sure that a command's `--target` is one, and that its `--fault` can be injected there.
 * @param allowed the targets of the command
 * @param faults as written on the command line, e.g. `F55:delay=3000`
 * @returns the ids of the faults
 * @throws Refusal for a target that is not allowed, an unknown fault, invalid parameters, and faults on a product
 * target
 */
export function checkTarget(target: string, allowed: readonly TargetName[], faults: readonly string[]): string[] {
  if (!allowed.some((name) => name === target))
    throw new Refusal(`Unknown target "${target}"; this command accepts ${allowed.join(', ')}.`, 2);
  if (faults.length > 0 && target !== 'local') {
    throw new Refusal('--fault works only with --target local: faults are injected into the embedded stack.', 2);
  }
  return faults.map((written) => {
    try {
      return parseFault(written).id;
    } catch (error) {
      throw new Refusal(error instanceof Error ? error.message : String(error), 2);
    }
  });
}
