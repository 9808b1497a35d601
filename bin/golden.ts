import { parseArgs } from 'node:util';
import { parseFault } from '../faults/index.ts';
import { INTERRUPTED } from './child.mjs';
import { GOLDEN, playwright } from './playwright.ts';
import { Refusal } from './refusal.mjs';

const USAGE = 'Usage: npm run golden -- [--target local|dev|staging] [--fault F19]... [--headed] [--debug] [--ui]';

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

/** @throws Refusal for an unknown id, or parameters that make no sense */
function checkFault(written: string): void {
  try {
    parseFault(written);
  } catch (error) {
    throw new Refusal(error instanceof Error ? error.message : String(error), 2);
  }
}

/**
 * `npm run golden`: the golden path alone, from sign-in to the streamed answer, with a summary a person can read.
 * @returns the exit code of the test runner
 * @throws Refusal when the command line cannot be understood
 */
export async function main(args: string[]): Promise<number> {
  const { target, fault, headed, debug, ui } = parse(args);
  if (fault.length > 0 && target !== 'local') {
    throw new Refusal('Only the embedded stack can be broken: --fault goes with --target local.', 2);
  }
  for (const one of fault) checkFault(one);
  const flags = Object.entries({ headed, debug, ui }).flatMap(([name, on]) => (on ? [`--${name}`] : []));
  const { code, interrupted } = await playwright([...GOLDEN, `--project=${target}`, ...flags], {
    NETRA_STORY: '1',
    ...(fault.length > 0 ? { NETRA_FAULTS: fault.join(';') } : {}),
  });
  if (!interrupted) return code;
  console.log('Interrupted: the golden path was not walked to its end.');
  return INTERRUPTED;
}
