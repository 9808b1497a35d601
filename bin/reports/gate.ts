import { wrap } from '../../lib/basics/wrap.mjs';
import { gateOf, isOpen } from '../../reporters/assess/gate.ts';
import { verdictOf } from '../../reporters/assess/verdict.ts';
import { chatLine } from '../../reporters/write/exports/chat.ts';
import type { RunRecord } from '../../reporters/record/schema.ts';
import { orTell, runNamed } from './run-folder.ts';

/**
 * `npm run gate [-- RUN]`: judges a run by the conditions of the exit gate.
 * @param args id or folder of a run; by default the latest one
 * @returns the exit code: 0 open, 1 closed, 2 when there is no such run
 */
export function main(args: string[]): Promise<number> {
  return orTell(() => judge(runNamed(args).record));
}

function judge(record: RunRecord): number {
  const conditions = gateOf(record);
  const open = isOpen(conditions);
  console.log(
    wrap(
      [
        ...conditions.flatMap(({ name, asks, found: what, open: one }) => [
          `${one === null ? '–' : one ? '✓' : '✗'} ${name.padEnd(28)}${what}`,
          ...(one === false ? [`${''.padEnd(30)}required: ${asks}`] : []),
        ]),
        '',
        chatLine(record),
        `The gate is ${open ? 'open' : 'closed'}; the golden path is ${verdictOf(record).status}.`,
      ].join('\n'),
    ),
  );
  return open ? 0 : 1;
}
