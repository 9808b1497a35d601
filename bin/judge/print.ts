import { causeName } from '../../lib/basics/cause-name.ts';
import { plural } from '../../lib/basics/plain-text.ts';
import { COLUMNS, linesOf, wrap } from '../../lib/basics/wrap.mjs';
import { printViolation, timeline } from '../../lib/protocol/index.ts';
import type { Judgement, Verdict } from './judgement.ts';

/** From so many events on, only what stands near a violation is shown. */
const LONG = 200;
/** Violations that are printed; JSON has them all. */
const MOST = 40;

const IN_WORDS: Readonly<Record<Verdict, string>> = {
  holds: 'No rule is broken.',
  broken: 'BROKEN',
  undecided: 'Undecided: there is no run of an agent that could be judged.',
};

/** A judgement as a person reads it: what was read, the timeline, what is broken, the cause, what was not judged. */
export function inWords(judgement: Judgement): string {
  const { recorded, events, runs, person, notes } = judgement;
  const { file, kind, sockets, exchanges } = recorded;
  const has = [
    plural(sockets.length, 'socket'),
    plural(events.length, 'frame'),
    plural(runs.length, 'run'),
    ...(exchanges.length > 0 ? [plural(exchanges.length, 'HTTP call')] : []),
  ];
  return [
    wrap(`${file}: ${kind}, ${has.join(', ')}${person === null ? '' : `, of user ${person}`}`),
    ...notes.map((note) => wrap(note)),
    ...drawn(judgement),
    '',
    ...verdictOf(judgement),
    ...causesOf(judgement),
    ...notJudgedOf(judgement),
  ].join('\n');
}

function drawn({ events, violations }: Judgement): string[] {
  if (events.length === 0) return [];
  const isLong = events.length > LONG;
  if (isLong && violations.length === 0) return [];
  const shown = violations.slice(0, MOST);
  return ['', timeline(events, { violations: shown, brief: true, ...(isLong ? { around: 3 } : {}) })];
}

function verdictOf({ verdict, violations, faults }: Judgement): string[] {
  if (verdict !== 'broken') return [IN_WORDS[verdict]];
  const count = violations.length + faults.length;
  return [
    `${IN_WORDS.broken}: ${count === 1 ? 'one thing is' : `${count} things are`} wrong.`,
    ...violations.slice(0, MOST).map((violation) => wrap(printViolation(violation))),
    ...(violations.length > MOST ? [`  and ${plural(violations.length - MOST, 'other')}; --json lists all`] : []),
    ...faults.map((fault) => wrap(`  ✗ ${fault}`)),
  ];
}

function causesOf({ diagnosis, verdict }: Judgement): string[] {
  if (verdict === 'broken' && !diagnosis) return ['', 'Cause: unknown, since nothing came that could tell it.'];
  return (diagnosis?.causes ?? []).flatMap(({ confidence, owner, lookFirst, signals, ...cause }) => [
    '',
    wrap(`Cause: ${causeName(cause)} (${confidence}; owner: ${owner ?? 'unknown'}). Look first at ${lookFirst}.`),
    ...signals.slice(0, 3).map((signal) => wrap(`  seen: ${signal}`)),
  ]);
}

function notJudgedOf({ notJudged }: Judgement): string[] {
  return notJudged.length === 0
    ? []
    : [
        '',
        'Not judged:',
        ...notJudged.map((one) =>
          linesOf(one, COLUMNS - 4)
            .map((line, index) => (index === 0 ? '  - ' : '    ') + line)
            .join('\n'),
        ),
      ];
}

/** A judgement as a program reads it. */
export function asJson(judgement: Judgement): object {
  const { recorded, runs, events, person, verdict, violations, faults, diagnosis, notJudged, notes } = judgement;
  return {
    file: recorded.file,
    kind: recorded.kind,
    person,
    verdict,
    sockets: recorded.sockets.map(({ id, url, status, chosen, close }) => ({ id, url, status, chosen, close })),
    frames: events.length,
    runs: runs.map(({ id, user, thread, end, events: own }) => ({ id, user, thread, end, events: own.length })),
    violations,
    faults,
    causes: diagnosis?.causes ?? [],
    notJudged,
    notes,
  };
}
