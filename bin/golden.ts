import { parseArgs } from 'node:util';
import { selectionOf, goldenPath, specFor } from '../tests/mutants/specs.ts';
import { INTERRUPTED } from './child.mjs';
import { GOLDEN, playwright } from './playwright.ts';
import { Refusal } from './refusal.mjs';
import { checkTarget } from './target.ts';

const USAGE =
  'Usage: npm run golden -- [--target local|dev|staging] [--fault F19]...\n       [--headed] [--debug] [--ui]';

function parse(args: string[]) {
  try {
    return parseArgs({
      args,
      options: {
        target: { type: 'string', default: 'local' },
        fault: { type: 'string', multiple: true, default: [] },
        headed: { type: 'boolean', default: false },
        debug: { type: 'boolean', default: false },
        ui: { type: 'boolean', default: false },
      },
    }).values;
  } catch (error) {
    throw new Refusal(`${error instanceof Error ? error.message : String(error)}\n${USAGE}`, 2);
  }
}

/**
 * `npm run golden`: the golden path alone, from sign-in to the streamed answer, with a summary for a person. With a
 * fault that the golden path cannot detect, the spec that detects it runs as well.
 * @returns the exit code of the test runner
 * @throws Refusal when the command line cannot be understood
 */
export async function main(args: string[]): Promise<number> {
  const { target, fault, headed, debug, ui } = parse(args);
  const { files, titles } = selectionOf([
    goldenPath,
    ...checkTarget(target, ['local', 'dev', 'staging'], fault).map(specFor),
  ]);
  const broken = [...files.map((file) => `tests/${file}`), `--grep=${titles.source}`, '--workers=1'];
  const flags = Object.entries({ headed, debug, ui }).flatMap(([name, on]) => (on ? [`--${name}`] : []));
  const { code, interrupted } = await playwright(
    [...(fault.length > 0 ? broken : GOLDEN), `--project=${target}`, ...flags],
    {
      NETRA_SUMMARY: '1',
      ...(fault.length > 0 ? { NETRA_FAULTS: fault.join(';') } : {}),
    },
  );
  if (!interrupted) return code;
  console.log('Interrupted: the golden path did not finish.');
  return INTERRUPTED;
}
