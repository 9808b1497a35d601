import type { Assessment } from '../../assess/assess.ts';
import { plural } from '../../../lib/basics/plain-text.ts';
import { PRIORITIES } from '../../record/schema.ts';
import { type Block, code, heading, table, text } from '../document/blocks.ts';

/** Step 1: what was chosen, and why, by suite and priority. */
export function step1({ record }: Assessment): Block[] {
  const { selection, tests, parts, settings } = record;
  const known = parts.every(({ planned }) => planned !== null);
  const suites = [...new Set(tests.map(({ suite }) => suite))]
    .map((suite) => tests.filter((test) => test.suite === suite))
    .sort((a, b) => PRIORITIES.indexOf(a[0]!.priority) - PRIORITIES.indexOf(b[0]!.priority));
  return [
    heading(2, 'Step 1: what was chosen and why'),
    text(
      known
        ? `${plural(tests.length, 'test')} of ${selection.projects.join(' and ') || 'no project'}, because ${selection.why}. Asked for: `
        : 'The run ended before its tests were known, so it is not known what was planned. Asked for: ',
      code(parts.map(({ command }) => command.join(' ')).join('; ')),
      '.',
    ),
    ...(suites.length > 0
      ? [
          table(
            ['Suite', 'Priority', 'Files', 'Tests', 'Looks at'],
            suites.map((members) => [
              members[0]!.suite,
              [...new Set(members.map(({ priority }) => priority))].sort().join(', '),
              String(new Set(members.map(({ file }) => file)).size),
              String(members.length),
              [...new Set(members.map(({ component }) => component))].join(', '),
            ]),
            'tests[].suite, .priority, .file, .component',
            [2, 3],
          ),
        ]
      : []),
    text(
      `Settings: ${
        Object.entries(settings)
          .map(([name, value]) => `${name} ${value}`)
          .join(', ') || 'unknown'
      }.`,
    ),
  ];
}
