import { selection } from '../config/selection.ts';
import { selectionOf, goldenPath, specFor } from '../tests/mutants/specs.ts';
import { INTERRUPTED } from './child.mjs';
import { faultId, toldFaults } from './faults.ts';
import type { Given } from './given.ts';
import { GOLDEN, playwright } from './playwright.ts';
import { checkFaults } from './target.ts';

/**
 * `npm run golden`: the golden path alone, from sign-in to the streamed answer, with a summary for a person. With a
 * fault that the golden path cannot detect, the spec that detects it runs as well.
 * @returns the exit code of the test runner
 * @throws Refusal for a fault on a product target
 */
export async function main({ options }: Given<'golden'>): Promise<number> {
  const { target, fault, headed, debug, ui } = options;
  checkFaults(target, fault);
  process.stdout.write(toldFaults(fault));
  const { files, titles } = selectionOf([goldenPath, ...fault.map(faultId).map(specFor)]);
  const broken = [...files.map((file) => `tests/${file}`), `--grep=${titles.source}`, '--workers=1'];
  const flags = Object.entries({ headed, debug, ui }).flatMap(([name, on]) => (on ? [`--${name}`] : []));
  const { code, interrupted } = await playwright(
    [...(fault.length > 0 ? broken : GOLDEN), `--project=${target}`, ...flags],
    {
      NETRA_SUMMARY: '1',
      NETRA_FOCUS: selection.focus ?? 'the golden path',
      NETRA_WHY: selection.why ?? 'npm run golden was asked for',
      ...(fault.length > 0 ? { NETRA_FAULTS: fault.join(';') } : {}),
    },
  );
  if (!interrupted) return code;
  console.log('Interrupted: the golden path did not finish.');
  return INTERRUPTED;
}
