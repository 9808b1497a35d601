import { firstLine, percent, plural } from '../../../lib/basics/plain-text.ts';
import { valueAtRisk } from '../../../config/catalogue/suites.ts';
import { failuresOf } from '../../assess/failures.ts';
import { gateOf, isOpen } from '../../assess/gate.ts';
import { gradesOf } from '../../assess/grades.ts';
import { figuresOf, quantileOf } from '../../assess/figures.ts';
import { type Status, criticalTests, isRed, verdictOf } from '../../assess/verdict.ts';
import { executed, firstAttemptRate, passRate } from '../../record/counts.ts';
import type { RunRecord } from '../../record/schema.ts';
import { type Report, type Inline, type Tone, code, link, strong } from '../document/blocks.ts';
import { NOT_MEASURED, duration, utc } from './words.ts';

const TONES: Readonly<{ [status in Status]: Tone }> = {
  'NOT MEASURED': 'warn',
  BROKEN: 'bad',
  'CORE FUNCTIONAL, REAL-TIME IMPAIRED': 'bad',
  'NOT PROVEN': 'warn',
  'FUNCTIONAL, UNSTEADY': 'warn',
  FUNCTIONAL: 'good',
};

/** Good only when the gate is open, too: a golden path that works does not make a red run green. */
export function toneOf(record: RunRecord): Tone {
  const tone = TONES[verdictOf(record).status];
  return tone === 'good' && !isOpen(gateOf(record)) ? 'warn' : tone;
}

/** What stands on top: is the golden path alive, and if not, whose is it. */
export function opening(record: RunRecord): Pick<Report, 'title' | 'verdict' | 'facts' | 'tiles'> {
  return {
    title: `Golden path worklog, ${record.targets.map(({ name }) => name).join(' and ') || 'no target'}`,
    verdict: { status: `Golden path: ${verdictOf(record).status}`, tone: toneOf(record), says: paragraph(record) },
    facts: facts(record),
    tiles: tiles(record),
  };
}

function paragraph(record: RunRecord): Inline {
  const { counts } = record;
  const others = record.tests.filter((test) => isRed(test) && !criticalTests(record).includes(test)).length;
  return [
    alive(record),
    ' ',
    isAlive(record) ? whose(record) : '',
    `${executed(counts)} of ${plural(counts.planned, 'planned test')} ran: ${counts.passed} passed, ${counts.failed} failed, ${counts.flaky} flaky, ` +
      `${counts.timedOut} timed out; ${counts.skipped} skipped, ${counts.notRun} not run.`,
    isAlive(record) ? closedBy(record) : '',
    others > 0 ? ` ${others} of the red ones ${others === 1 ? 'is' : 'are'} not critical.` : '',
    state(record),
  ];
}

/** What keeps the gate closed although the golden path is not broken. */
function closedBy(record: RunRecord): Inline {
  const names = gateOf(record)
    .filter(({ open }) => open === false)
    .map(({ name }) => name);
  return names.length === 0 ? '' : [' ', strong('The exit gate is closed'), ` by: ${names.join(', ')}.`];
}

function isAlive(record: RunRecord): boolean {
  return !/BROKEN|IMPAIRED/.test(verdictOf(record).status);
}

function alive(record: RunRecord): Inline {
  const { status, because } = verdictOf(record);
  const [reason = 'no reason is known'] = because.map((one) => one.replace(/\.$/, ''));
  switch (status) {
    case 'FUNCTIONAL':
      return [strong('The golden path is alive'), `: ${reason}.`];
    case 'FUNCTIONAL, UNSTEADY':
      return [strong('The golden path is alive, but unsteady'), `: passed only when tried again: ${reason}.`];
    case 'NOT PROVEN':
      return [strong('The golden path was not proven'), `: ${reason}.`];
    case 'NOT MEASURED':
      return [strong('The golden path was not measured'), `: ${reason}.`];
    default:
      return [
        strong(status === 'BROKEN' ? 'The golden path is broken' : 'The golden path is impaired'),
        '. ',
        whose(record),
        `What was met: ${reason}.`,
      ];
  }
}

/** Whose the failures are: each cause with its owner, once. */
function whose(record: RunRecord): Inline {
  const red = failuresOf(record).filter(({ test }) => isRed(test));
  if (red.length === 0)
    return record.troubles[0] ? ['The run itself failed: ', code(firstLine(record.troubles[0].message)), '. '] : '';
  const causes = new Map(red.flatMap(({ causes: all }) => all).map((cause) => [cause.id, cause]));
  const unknown = red.filter(({ causes: all }) => all.length === 0).length;
  return [
    causes.size > 0 ? 'Cause and owner: ' : '',
    [...causes.values()].map(({ id, title, confidence, owner }, index): Inline => [
      index > 0 ? '; ' : '',
      strong(`${id} ${title}`),
      ` (${confidence}), `,
      owner ?? 'owner not known',
    ]),
    causes.size > 0 ? '. ' : '',
    unknown > 0 ? `The cause of ${plural(unknown, 'red test')} is not diagnosed, so nobody can be named for it. ` : '',
  ];
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
    machine: { suite },
    ci,
  } = record;
  const revision = suite.revision
    ? `${suite.revision.slice(0, 10)}${suite.changed ? ' with local changes' : ''}`
    : 'not known';
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
    ...(valueAtRisk.P1 ? [['Value at risk (configured, not measured)', valueAtRisk.P1] as [string, Inline]] : []),
  ];
}

function tiles(record: RunRecord): Report['tiles'] {
  const { counts } = record;
  const { all } = gradesOf(record);
  const gate = isOpen(gateOf(record));
  const first = figuresOf(record).find(({ name }) => name === 'first text');
  const text = quantileOf(first?.samples ?? [], 0.5);
  const rate = passRate(counts);
  const attempt = firstAttemptRate(counts);
  return [
    {
      name: 'Exit gate',
      value: gate ? 'open' : 'closed',
      says: gate ? 'the run counts as green' : 'the run counts as red',
      tone: gate ? 'good' : 'bad',
    },
    {
      name: 'Passed',
      value: rate === null ? '–' : percent(rate),
      tone: rate === 1 ? 'good' : rate === null ? 'warn' : 'bad',
      says: `of ${executed(counts)} executed; ${attempt === null ? NOT_MEASURED : percent(attempt)} at the first attempt`,
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
