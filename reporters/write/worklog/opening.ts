import { causeName } from '../../../lib/basics/cause-name.ts';
import { errorInWords } from '../../../lib/basics/error-in-words.ts';
import { percent, plural } from '../../../lib/basics/plain-text.ts';
import { valueAtRisk } from '../../../config/decisions/suites.ts';
import type { Assessment } from '../../assess/assess.ts';
import type { Issue } from '../../assess/failures.ts';
import { gateText, releaseOf } from '../../assess/gate.ts';
import { quantileOf } from '../../assess/figures.ts';
import { type Verdict, errorLine } from '../../assess/verdict.ts';
import { firstAttemptRate, judged, passRate, toldExecuted } from '../../record/counts.ts';
import type { RunRecord } from '../../record/schema.ts';
import { type Report, type Inline, type Tone, code, link, strong } from '../document/blocks.ts';
import { NOT_MEASURED, duration, utc } from './words.ts';

/**
 * Good only when the critical checks passed and the gate is open, too: a golden path that works does not make a run
 * green.
 */
export function toneOf({ verdict: { golden, critical }, gate }: Assessment): Tone {
  if (golden.state === 'broken' || critical.state === 'failed' || critical.state === 'impaired') return 'bad';
  return golden.state === 'alive' && critical.state === 'passed' && gate.open ? 'good' : 'warn';
}

/** What stands on top: is the golden path alive, and if not, why, whose it is, and what to look at first. */
export function opening(assessment: Assessment): Pick<Report, 'title' | 'verdict' | 'causes' | 'facts' | 'tiles'> {
  const { record, verdict, gate } = assessment;
  const { counts } = record;
  return {
    title: `Golden path worklog, ${record.targets.map(({ name }) => name).join(' and ') || 'no target'}`,
    verdict: {
      status: verdict.golden.says,
      tone: toneOf(assessment),
      statusTone: { alive: 'good', broken: 'bad', unsteady: 'warn', 'not run': 'warn' }[verdict.golden.state] as Tone,
      also: verdict.critical.says,
      says: [
        record.troubles[0]
          ? ['The run itself failed: ', code(errorInWords(record.troubles[0].message, 500)), '. ']
          : '',
        notRun(verdict),
        counts.planned === 0 ? 'No test ran.' : `${toldExecuted(counts)}: ${counted(counts)}.`,
        counts.unmet > 0 ? ` ${plural(counts.unmet, 'piece')} of advice not followed (step 2, "Better if").` : '',
        gate.open ? '' : [' ', strong(gateText(gate))],
        state(record),
      ],
    },
    causes: assessment.issues.map(causeLine),
    facts: facts(record),
    tiles: tiles(assessment),
  };
}

/** How many tests ended how; what happened to none is left out. */
function counted({ passed, failed, flaky, timedOut, skipped, notRun: lost, unmet }: RunRecord['counts']): string {
  const some = { failed, flaky, 'timed out': timedOut, skipped, 'not run': lost, 'not as advised': unmet };
  return [
    `${passed} passed`,
    ...Object.entries(some).flatMap(([name, count]) => (count > 0 ? [`${count} ${name}`] : [])),
  ].join(', ');
}

/** The first of what was not run, where nothing failed. */
function notRun({ golden, critical }: Verdict): string {
  if ([golden, critical].some(({ state }) => /^(broken|failed|impaired|unsteady)$/.test(state))) return '';
  const [first] = [...golden.because, ...critical.because];
  return first ? `Not run: ${first.replace(/\.$/, '')}. ` : '';
}

/** Characters of what was seen; step 3 has all of it. */
const MOST_OF_A_SIGNAL = 160;

/** A cause in a line; failed tests without one are told by their first error. */
function causeLine({ cause, certainty, failures }: Issue): Report['causes'][number] {
  const tests = plural(failures.length, 'test');
  if (!cause)
    return {
      title: 'Not diagnosed',
      owner: 'owner unknown',
      says: tests,
      seen: '',
      or: '',
      lookFirst: errorLine(failures[0]?.attempt),
    };
  const { owner, signals, or = [], lookFirst } = cause;
  return {
    title: causeName(cause),
    owner: owner ?? 'owner unknown',
    says: / in /.test(certainty) ? certainty : `${certainty}, ${tests}`,
    seen: errorInWords(signals[0] ?? '', MOST_OF_A_SIGNAL),
    or: or.join('; '),
    lookFirst: lookFirst ?? '',
  };
}

function state({ state: how, selection, parts, counts }: RunRecord): Inline {
  const known = parts.every(({ planned }) => planned !== null);
  const rest = !known
    ? 'its tests were not known yet'
    : counts.notRun > 0
      ? 'what did not run is listed in step 2'
      : 'every planned test had ended by then';
  const cut =
    how === 'finished'
      ? ''
      : ` The run was ${how === 'interrupted' ? 'interrupted' : 'cut off: its process vanished'}; ${rest}.`;
  const faults = selection.faults.length > 0 ? ` Faults were injected on purpose: ${selection.faults.join(', ')}.` : '';
  return cut + faults === '' ? '' : [' ', strong((cut + faults).trim())];
}

function facts(record: RunRecord): [string, Inline][] {
  const {
    machine: { suite, browser },
    ci,
  } = record;
  const revision = suite.revision
    ? `${suite.revision.slice(0, 10)}${suite.changed ? ' with local changes' : ''}`
    : 'unknown';
  const took = record.endedAt ? duration(Date.parse(record.endedAt) - Date.parse(record.startedAt)) : NOT_MEASURED;
  return [
    ['Started', utc(record.startedAt)],
    ['Took', took],
    [
      'Environment',
      record.targets.map(({ name, hosts }) => `${name} (${hosts.join(', ') || 'not configured'})`).join('; ') || 'none',
    ],
    ['Focus', record.selection.focus],
    ['Session', ci?.runUrl ? link(record.id, ci.runUrl) : record.id],
    ['Suite', `${suite.version}, ${revision}`],
    ['Browser', browser ?? 'unknown'],
    ...(valueAtRisk.P1 && record.selection.faults.length === 0
      ? [['Value at risk (configured, not measured)', valueAtRisk.P1] as [string, Inline]]
      : []),
  ];
}

const RELEASE_TONES = { 'may go on': 'good', 'must wait': 'bad', 'is not judged': 'warn' } as const;

function tiles({ record, gate, grades: { all }, figures }: Assessment): Report['tiles'] {
  const { counts } = record;
  const first = figures.find(({ name }) => name === 'first text');
  const text = quantileOf(first?.samples ?? [], 0.5);
  const rate = passRate(counts);
  const attempt = firstAttemptRate(counts);
  return [
    {
      name: 'The release',
      value: releaseOf(gate),
      says: `by the exit gate: the run counts as ${gate.open ? 'green' : 'red'}`,
      tone: RELEASE_TONES[releaseOf(gate)],
    },
    {
      name: 'Passed',
      value: rate === null ? '–' : percent(rate),
      tone: rate === 1 ? 'good' : rate === null ? 'warn' : 'bad',
      says:
        attempt === null
          ? 'no test passed or failed'
          : `of ${judged(counts)} that passed or failed; ${percent(attempt)} at the first attempt`,
    },
    {
      name: 'Health score',
      value: all.score === null ? 'n/a' : `${all.score} ${all.letter}`,
      says: `coverage ${percent(all.coverage)}${all.cap ? `, capped: ${all.cap}` : ''}`,
      tone: all.score === null ? 'warn' : all.score >= 90 ? 'good' : all.score >= 60 ? 'warn' : 'bad',
    },
    {
      name: 'First text',
      value: text === null ? '–' : duration(text),
      says: text === null ? NOT_MEASURED : `median of n = ${first?.samples.length ?? 0}`,
      tone: 'none',
    },
    {
      name: 'Not run',
      value: String(counts.notRun),
      says: `${counts.skipped} skipped`,
      tone: counts.notRun > 0 ? 'bad' : 'good',
    },
  ];
}
