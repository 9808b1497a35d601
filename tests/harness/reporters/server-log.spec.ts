import { expect, test } from '@playwright/test';
import { assess } from '../../../reporters/assess/assess.ts';
import { toMarkdown } from '../../../reporters/write/document/markdown.ts';
import { worklogOf } from '../../../reporters/write/worklog/worklog.ts';
import { planned, seenIn } from './support/record-samples.ts';
import { red, runOf, stuck } from './support/runs.ts';

const seen = { ...seenIn({ sent: true, types: ['agent_started'] }), target: 'staging', trace: 'ab'.repeat(16) };
const failed = runOf([planned('golden'), red({ seen, diagnosis: stuck })]);
const target = { name: 'staging', release: null, hosts: [], signIn: null, budgets: {} };
const worklogWith = (logQuery: string | null) =>
  toMarkdown(worklogOf(assess({ ...failed, targets: [{ ...target, logQuery }] })), 'pictures');

test('a failure names trace, user and run with the time in which to look, and the query that is ready to paste', () => {
  const told = worklogWith('trace="projects/p/traces/{trace}" OR run="{run}" timestamp>="{from}" "{unknown}"');
  expect(told).toContain(
    `In the target's log: trace \`${seen.trace}\`, user \`user-ada\`, run \`run-1\`, between 2026-11-22T03:16:00.000Z and 2026-11-22T03:18:01.000Z.`,
  );
  expect(told).toContain(
    `trace="projects/p/traces/${seen.trace}" OR run="run-1" timestamp>="2026-11-22T03:16:00.000Z" "{unknown}"`,
  );
});

test('a target without a template prints no query, and an embedded stack nothing', () => {
  expect(worklogWith(null)).toContain("In the target's log: ");
  const local = runOf([planned('golden'), red({ seen: { ...seen, target: 'local' }, diagnosis: stuck })]);
  expect(toMarkdown(worklogOf(assess(local)), 'pictures')).not.toContain("In the target's log");
});
