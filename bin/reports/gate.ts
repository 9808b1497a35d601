import { basename } from 'node:path';
import { COLUMNS, linesOf, wrap } from '../../lib/basics/wrap.mjs';
import { assess } from '../../reporters/assess/assess.ts';
import { gateText, isMet } from '../../reporters/assess/gate.ts';
import { newerWithoutTests } from '../../reporters/kept-runs.ts';
import { chatLine } from '../../reporters/write/exports/chat.ts';
import { outcomeText, placesIn } from '../../reporters/write/terminal/outcome.ts';
import type { Given } from '../given.ts';
import { orTell, runNamed } from './run-folder.ts';

const OVERTAKEN =
  'This run does not tell whether the release may go on: a newer one began. Run that again, or delete it (npm run clean).';

/** Columns before what was found. */
const INDENT = 30;

/**
 * `npm run gate [-- RUN]`: judges a run by the conditions of the exit gate.
 * @param given.rest id or folder of a run; by default the latest one
 * @returns the exit code: 0 every condition is met, 1 one is not or the golden path was not run, 2 there is no such run
 */
export function main({ rest }: Given<'gate'>): Promise<number> {
  return orTell(() => judge(runNamed(rest), rest.length === 0 || basename(rest[0]!) === 'latest'));
}

/** @param isLatest whether it is meant to be the newest run */
function judge({ record, dir }: ReturnType<typeof runNamed>, isLatest: boolean): number {
  const assessment = assess(record);
  const { gate } = assessment;
  const newer = isLatest ? newerWithoutTests(dir) : null;
  console.log(
    wrap(
      [
        ...gate.conditions.flatMap(({ name, asks, found, open }) =>
          [
            ...linesOf(found, COLUMNS - INDENT),
            ...(open === false ? linesOf(`required: ${asks}`, COLUMNS - INDENT) : []),
          ].map((line, index) =>
            index === 0
              ? `${open === null ? '–' : open ? '✓' : '✗'} ${name.padEnd(INDENT - 2)}${line}`
              : ' '.repeat(INDENT) + line,
          ),
        ),
        '',
        newer ?? chatLine(assessment),
      ].join('\n'),
    ),
  );
  console.log(`\n${outcomeText(assessment, placesIn(dir))}\n\n${wrap(newer === null ? gateText(gate) : OVERTAKEN)}`);
  return newer === null && isMet(gate) ? 0 : 1;
}
