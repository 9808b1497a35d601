import { causeName } from '../../../lib/basics/cause-name.ts';
import { visible } from '../../../lib/basics/plain-text.ts';
import type { Ci, PlannedTest, Priority } from '../../record/schema.ts';
import type { Attempt, RecordedCause } from '../../record/schema-attempt.ts';
import { isNamed, worstFirst } from '../../assess/failures.ts';
import { type AllureStep, runSteps } from './steps.ts';

/** What of an Allure result file matters here; the rest is kept as it is. */
export interface AllureResult {
  uuid: string;
  /** The title that the report shows. */
  name: string;
  /** File and titles. */
  fullName: string;
  /** Epoch milliseconds at which the reporter was told of it: a little after the attempt began. */
  start: number;
  labels: { name: string; value: string }[];
  links: { type: string; name: string; url: string }[];
  parameters: { name: string; value: string }[];
  attachments: { name: string; type: string; source: string }[];
  steps: AllureStep[];
  statusDetails?: { message?: string; trace?: string };
}

const SEVERITY: Readonly<{ [priority in Priority]: string }> = {
  P1: 'critical',
  P2: 'normal',
  P3: 'minor',
  P4: 'trivial',
};

/** Under which a test without a cause stands, since the report is grouped by cause. */
const NO_CAUSE: Readonly<Record<string, string>> = { passed: 'Passed', skipped: 'Skipped' };

/** In place of the causes of a red test that has none. */
const NOT_DIAGNOSED = { id: null, title: 'Not diagnosed', owner: null };

/** Labels of ours take the place of those that the reporter guessed from files. */
const OURS = [
  ...['epic', 'feature', 'story', 'severity', 'priority'],
  ...['parentSuite', 'suite', 'subSuite', 'owner', 'cause', 'group'],
];

/**
 * Gives a result the product's words: suites, behaviours, severity by priority, cause and owner, a step for each agent
 * event.
 * @param worst ids of the run's causes, the most harmful first; null for tests without a diagnosis
 * @param pictures files beside the results that show the test's runs
 */
export function enrich(
  result: AllureResult,
  test: PlannedTest,
  attempt: Attempt,
  ci: Ci | null,
  worst: readonly (string | null)[],
  pictures: AllureResult['attachments'],
): AllureResult {
  const runs = attempt.seen?.runs ?? [];
  return {
    ...result,
    // Allure cuts what is long at its end: the test's own title stands before those of its groups.
    name: test.titles.toReversed().join(' ‹ '),
    labels: [...result.labels.filter(({ name }) => !OURS.includes(name)), ...labelsOf(test, attempt, worst)],
    links: [...result.links, ...(ci?.runUrl ? [{ type: 'link', name: ci.system, url: ci.runUrl }] : [])],
    steps: withRuns(
      result.steps,
      runs.map((run) => runSteps(attempt.seen!, run)),
    ),
    attachments: [...pictures, ...result.attachments],
    statusDetails: { ...result.statusDetails, ...message(result, attempt) },
  };
}

/** The causes with their owners, what to look at first, then the error itself. */
function message({ statusDetails }: AllureResult, { diagnosis, status, expected }: Attempt): { message?: string } {
  if (!diagnosis || status === expected) return {};
  const causes = worstFirst(diagnosis.causes).map(
    ({ confidence, owner, lookFirst, ...cause }) =>
      `${causeName(cause)} (${confidence}; owner: ${owner ?? 'unknown'}).${lookFirst ? ` Look first at: ${lookFirst}.` : ''}`,
  );
  return { message: [...causes, '', statusDetails?.message ?? ''].join('\n').trim() };
}

/** The runs stand after what the person did and before the clearing up; fixtures that took no time are left out. */
function withRuns(steps: readonly AllureStep[], runs: AllureStep[]): AllureStep[] {
  const isHook = ({ name }: AllureStep) => name === 'Before Hooks' || name === 'After Hooks';
  const telling = ({ name, steps: inner, start, stop }: AllureStep) =>
    !(name.startsWith('Fixture "') && inner.length === 0 && stop - start < 50) && !name.startsWith('agent run for ');
  const shorter = steps.map((one) => (isHook(one) ? { ...one, steps: one.steps.filter(telling) } : one));
  const end = shorter.findLastIndex(({ name, attachments }) => name !== 'After Hooks' && attachments.length === 0) + 1;
  return [...shorter.slice(0, end), ...runs, ...shorter.slice(end)];
}

function labelsOf(test: PlannedTest, attempt: Attempt, worst: readonly (string | null)[]): AllureResult['labels'] {
  const { project, suite, component, priority, titles, ofTheSuite, file } = test;
  const red = attempt.status !== attempt.expected;
  const causes = (attempt.diagnosis?.causes ?? []).filter(isNamed);
  const owners = [...new Set(causes.flatMap(({ owner }) => owner ?? []))];
  const label = (name: string, value: string) => ({ name, value });
  const named = causes.length > 0 ? causes : [NOT_DIAGNOSED];
  return [
    label('parentSuite', project),
    label('suite', suite),
    label('subSuite', titles.length > 1 ? titles.slice(0, -1).join(' › ') : file.replace(/\.spec\.ts$/, '')),
    label('epic', ofTheSuite ? 'The suite' : 'Netra Apex'),
    label('feature', component),
    label('story', titles.length > 1 ? titles[0]! : suite),
    label('severity', test.tags.includes('@golden') ? 'blocker' : SEVERITY[priority]),
    label('priority', priority),
    ...(red
      ? named.flatMap((cause) => [label('cause', causeName(cause)), label('group', groupOf(cause, worst))])
      : ['cause', 'group'].map((name) => label(name, NO_CAUSE[attempt.status] ?? attempt.status))),
    ...(red ? owners.map((owner) => label('owner', owner)) : []),
  ];
}

/**
 * The heading of a cause, numbered by its harm, since Allure sorts headings by their letters; its owner before its
 * title, since Allure cuts what is long at its end.
 */
function groupOf(
  cause: Pick<RecordedCause, 'title' | 'owner'> & { id: string | null },
  worst: readonly (string | null)[],
) {
  const number = causeName({ ...cause, title: '' }).trim();
  const owner = cause.owner && `${cause.owner}:`;
  const name = [number, owner, cause.title].filter(Boolean).join(' ');
  const place = worst.indexOf(cause.id) + 1;
  return place === 0 ? name : `${String(place).padStart(String(worst.length).length, '0')}. ${name}`;
}

/** The environment as Allure reads it: `name = value` lines. */
export function properties(values: { [name: string]: string }): string {
  return Object.entries(values)
    .map(([name, value]) => `${name.replace(/[\s=:]+/g, '_')} = ${visible(value).replace(/\s*\n\s*/g, ' ')}\n`)
    .join('');
}
