import { causeName } from '../../../lib/basics/cause-name.ts';
import { plural } from '../../../lib/basics/plain-text.ts';
import { traceCommand } from '../../../config/trace-viewer.ts';
import { knownDefectIn } from '../../assess/known.ts';
import type { Assessment } from '../../assess/assess.ts';
import { type Failure, type Issue, attemptInWords, worstFirst } from '../../assess/failures.ts';
import type { RunRecord } from '../../record/schema.ts';
import { fullTitle } from '../../record/test-title.ts';
import { inRunFolder } from '../run-files.ts';
import { type Block, type Inline, code, heading, list, muted, strong, text } from '../document/blocks.ts';
import { standIn } from '../cause.ts';
import { inServerLog } from '../server-log.ts';
import { OUTCOME_WORDS } from './words.ts';

/** Each cause, the most harmful to people first: its owner, what was seen of it, and which tests it failed. */
export function causes({ issues }: Assessment): Block[] {
  if (issues.length === 0) return [];
  return [heading(2, 'Causes'), ...issues.flatMap(section)];
}

/** So many causes, the most harmful first, show the page: with more, the worklog is too large to be sent. */
const MOST_SCREENSHOTS = 5;

function section({ cause, certainty, told: of, failures }: Issue, index: number): Block[] {
  const screenshots = index < MOST_SCREENSHOTS ? firstScreenshot([of, ...failures]) : [];
  const tests = list(failures.map(({ test }) => `${fullTitle(test)} [${test.project}, ${test.priority}]`));
  const files = filesOf(of);
  if (!cause)
    return [heading(3, 'Not diagnosed', 'warn', plural(failures.length, 'test')), tests, files, ...screenshots];
  return [
    heading(3, causeName(cause).replace(/^F\d+/, '$&:'), 'bad', certainty),
    text(
      'Owner: ',
      strong(cause.owner ?? 'unknown'),
      ...(cause.lookFirst ? ['. Look first at: ', strong(cause.lookFirst)] : []),
    ),
    text('Seen:'),
    list(cause.signals.length > 0 ? cause.signals : ['nothing was recorded']),
    text(`${plural(failures.length, 'test')} failed because of it:`),
    tests,
    files,
    ...screenshots,
  ];
}

/** What the page showed at the end of the first of these attempts that left a screenshot. */
function firstScreenshot(failures: readonly Failure[]): Block[] {
  for (const { test, attempt } of failures) {
    const of = attempt.attachments.find(({ name, path }) => name === 'screenshot' && path);
    if (of?.path) {
      const caption = `The page at the end of this test: ${fullTitle(test)} [${test.project}]${attemptInWords(test, attempt)}.`;
      return [{ kind: 'screenshot', of: { path: inRunFolder(of.path), sha256: of.sha256 }, caption }];
    }
  }
  return [];
}

/** Where to begin with this test. */
function filesOf({ test, attempt }: Failure): Block {
  const { path, sha256 = null } = attempt.attachments.find(({ name }) => name === 'triage.md') ?? {};
  return {
    kind: 'files',
    says: 'Begin with: ',
    files: [
      ...(path ? [{ label: 'triage.md', path: inRunFolder(path), sha256 }] : []),
      { label: "the test in Playwright's report", path: `html/index.html#?testId=${test.id}`, sha256: null },
    ],
  };
}

/** Step 3: five whys for each test that failed or was flaky, in the order of the causes. */
export function step3({ record, failures, issues }: Assessment): Block[] {
  const flaky = failures.filter(({ test }) => test.outcome === 'flaky');
  const red = new Set(issues.flatMap((issue) => issue.failures));
  return [
    heading(2, 'Step 3: why it failed'),
    text(
      failures.length === 0
        ? 'No test failed or was flaky, so there is nothing to explain.'
        : "The team's five whys, as many of them as the evidence reaches.",
    ),
    ...[...red].flatMap((one) => told(one, record)),
    ...(flaky.length > 0
      ? [heading(3, 'Passed only when tried again', 'warn'), ...flaky.flatMap((one) => told(one, record))]
      : []),
  ];
}

function told(failure: Failure, record: RunRecord): Block[] {
  // The traces of parts that were merged are in Playwright's report only.
  const isMerged = record.parts.some(({ shard }) => shard !== null);
  const { test, attempt, causes, whys, lookFirst, alternatives, probe, notes } = failure;
  const path = attempt.attachments.find(({ name, path: file }) => name === 'trace' && file)?.path;
  const trace = path && (isMerged ? `html/index.html#?testId=${test.id}` : traceCommand(path));
  const recording = attempt.attachments.find(({ name, path: file }) => name === 'recording' && file)?.path;
  const known = knownDefectIn(test);
  const named = worstFirst(causes).map(causeName);
  return [
    heading(
      4,
      `${fullTitle(test)} [${test.project}, ${test.priority}]`,
      test.outcome === 'flaky' ? 'warn' : 'bad',
      OUTCOME_WORDS[test.outcome],
    ),
    ...(known
      ? [
          text(
            'A known defect: ',
            `${known.cause} Owner: ${known.owner}; valid until ${known.expires}; evidence: ${known.evidence}.`,
          ),
        ]
      : []),
    ...(test.flake
      ? [text(`A known flake: ${test.flake.why} Owner: ${test.flake.owner}; valid until ${test.flake.expires}.`)]
      : []),
    { kind: 'list', ordered: true, items: levels(whys) },
    ...(named.length > 1 ? [text(`Causes of this test: ${named.join('; ')}.`)] : []),
    ...(alternatives.length > 0
      ? [text(`It could also be: ${alternatives.join('; ')}.${probe ? ` To be sure: ${probe}.` : ''}`)]
      : []),
    ...(notes.length > 0 ? [text(`Also seen, but no reason for the failure: ${notes.join('; ')}.`)] : []),
    ...(lookFirst ? [text('Look first at: ', strong(lookFirst))] : []),
    ...serverLog(failure, record),
    text(
      muted([
        `tests/${test.file}:${test.line}`,
        ...(trace ? [' · ', code(trace)] : []),
        ...(recording ? [' · ', code(`npm run replay -- ${recording}`)] : []),
      ]),
    ),
    {
      kind: 'folded',
      summary: `What the test said${attemptInWords(test, attempt)}`,
      blocks: [{ kind: 'preformatted', text: attempt.errors.map(({ message }) => message).join('\n\n') || 'nothing' }],
    },
  ];
}

/** Five whys; the levels to which no evidence reaches say so. */
function levels(whys: Failure['whys']): Inline[] {
  const items: Inline[] = whys.map(({ level, says, evidence, hypothesis }) => [
    strong(level),
    `: ${says.replace(/^Error: /, '')}`,
    muted(hypothesis ? ' [not seen]' : evidence.length > 0 ? ` [${evidence.join(', ')}]` : ''),
  ]);
  return whys.length >= 5 || whys.some(({ hypothesis }) => hypothesis)
    ? items
    : [...items, muted("further: the evidence ends here; the server's log would be needed.")];
}

/** Titles for the team's tracker, one per cause; none where something stood in for the target. */
export function issueTitles({ issues, record }: Assessment): Block {
  if (issues.length > 0 && standIn(record))
    return text(`Issues to open: none, since the target was ${standIn(record)}.`);
  return issues.length === 0
    ? text('Issues to open: none.')
    : list(issues.map(({ title, failures }) => [code(title), ` (${plural(failures.length, 'test')})`]));
}

/** By what the failure is found in the target's own log. */
function serverLog(failure: Failure, record: RunRecord): Block[] {
  const entry = inServerLog(failure, record);
  if (!entry) return [];
  const ids = Object.entries(entry.ids).filter(([, value]) => value !== '');
  return [
    text(
      "In the target's log: ",
      ids.map(([name, value]): Inline => [`${name} `, code(value), ', ']),
      `between ${entry.from} and ${entry.to}.`,
    ),
    ...(entry.query ? [{ kind: 'preformatted' as const, text: entry.query }] : []),
  ];
}
