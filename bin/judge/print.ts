import { causeName } from '../../lib/basics/cause-name.ts';
import { plural } from '../../lib/basics/plain-text.ts';
import { COLUMNS, linesOf, wrap } from '../../lib/basics/wrap.mjs';
import type { Violation } from '../../lib/evidence/index.ts';
import { fold, printViolation, Run, timeline } from '../../lib/protocol/index.ts';
import type { Judgement } from './judgement.ts';

/** From so many events on, only what stands near a violation is shown. */
const LONG = 200;
/** Violations that are printed; JSON has them all. */
const MOST = 40;

/** A judgement as a person reads it: verdict, cause, what was read, timeline, broken rules, what was not judged. */
export function inWords(judgement: Judgement): string {
  const { recorded, events, runs, person, notes, failedCalls } = judgement;
  const { file, kind, sockets, exchanges } = recorded;
  const has = [
    plural(sockets.length, 'socket'),
    plural(events.length, 'frame'),
    plural(runs.length, 'run'),
    ...(exchanges.length > 0 ? [plural(exchanges.length, 'HTTP call')] : []),
  ];
  return [
    wrap(`${file}: ${verdictOf(judgement)}`),
    ...causesOf(judgement),
    ...failedCalls.map((call) => wrap(`Also seen: ${call}.`)),
    '',
    wrap(`Read as ${kind}: ${has.join(', ')}${person === null ? '' : `, of user ${person}`}.`),
    ...notes.map((note) => wrap(note)),
    ...drawn(judgement),
    ...brokenOf(judgement),
    ...notJudgedOf(judgement),
  ].join('\n');
}

/** Each fact once; of several runs, absences stand one by one. */
function told({ violations, runs }: Judgement): Violation[] {
  const [run, ...others] = runs;
  if (run && others.length === 0) return fold(violations, run);
  const came = violations.filter(({ absent }) => absent === undefined);
  return [...fold(came, run ?? new Run('')), ...violations.filter(({ absent }) => absent !== undefined)];
}

function verdictOf(judgement: Judgement): string {
  const { verdict, runs, faults } = judgement;
  const count = told(judgement).length + faults.length;
  if (verdict === 'broken') return `BROKEN, ${count === 1 ? 'one thing is' : `${count} things are`} wrong.`;
  if (verdict === 'undecided') return 'Undecided: there is no run of an agent that could be judged.';
  return `No rule is broken${runs.length > 0 ? ` in ${plural(runs.length, 'run')}` : ''}.`;
}

function drawn({ events, violations }: Judgement): string[] {
  if (events.length === 0) return [];
  const isLong = events.length > LONG;
  if (isLong && violations.length === 0) return [];
  const shown = violations.slice(0, MOST);
  return ['', timeline(events, { violations: shown, brief: true, ...(isLong ? { around: 3 } : {}) })];
}

function brokenOf(judgement: Judgement): string[] {
  const { faults: all, diagnosis } = judgement;
  const violations = told(judgement);
  const seen = new Set(diagnosis?.causes.flatMap(({ signals }) => signals));
  const faults = all.filter((fault) => !seen.has(fault));
  if (violations.length + faults.length === 0) return [];
  return [
    '',
    'Broken:',
    ...violations.slice(0, MOST).map((violation) => wrap(printViolation(violation))),
    ...(violations.length > MOST ? [`  and ${plural(violations.length - MOST, 'other')}; --json lists all`] : []),
    ...faults.map((fault) => wrap(`  ✗ ${fault}`)),
  ];
}

function causesOf({ diagnosis, verdict }: Judgement): string[] {
  if (verdict !== 'broken') return [];
  if (!diagnosis) return ['Cause: unknown, since nothing came that could tell it.'];
  if (diagnosis.unknown)
    return [
      wrap('Cause: unknown; what is broken fits none of the known causes. Look first at the first thing listed below.'),
    ];
  return diagnosis.causes.flatMap(({ confidence, owner, lookFirst, signals, ...cause }) => [
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
  const { recorded, runs, events, person, verdict, violations, faults, diagnosis, notJudged, notes, failedCalls } =
    judgement;
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
    failedCalls,
  };
}
