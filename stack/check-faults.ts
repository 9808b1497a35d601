import { conflictOf } from './faults/conflict.ts';
import { parseFault } from './faults/index.ts';

/**
 * Makes sure that faults can be injected together.
 * @param faults as they are written on a command line
 * @throws Error with one sentence for a fault that is none, or that another one switches off
 */
export function checkFaults(faults: readonly string[]): void {
  const conflict = conflictOf(faults.map(parseFault));
  if (conflict) throw new Error(conflict);
}
