import { count, outcomeOf } from './counts.ts';
import { withFailedAdvice } from './failed-advice.ts';
import { lossOf } from './loss.ts';
import type { Entry } from './journal.ts';
import { type Part, type PlannedTest, type RunRecord, type TestRecord, RECORD_FORM } from './schema.ts';

type Of<K extends Entry['kind']> = Extract<Entry, { kind: K }>;

/**
 * Makes the record of a run from its journal, finished or not: a run without an end was cut off, and what it planned
 * but did not finish is "not run".
 * @throws Error when the journal does not even say which run it is of.
 */
export function fold(entries: readonly Entry[]): RunRecord {
  const of = <K extends Entry['kind']>(kind: K) => entries.filter((one): one is Of<K> => one.kind === kind);
  const [open] = of('open');
  if (!open) throw new Error('The journal has no first line: the run ended before it could say anything.');
  const plan = of('plan').at(-1);
  const end = of('end').at(-1);
  // A shard to which no test fell ends as passed; one whose set-up failed does not.
  const knew = plan?.tests ?? (plan?.shard && end?.status === 'passed' ? [] : null);
  const tests = withFailedAdvice((knew ?? []).map((planned) => testOf(planned, of('begin'), of('attempt'))));
  const part: Part = {
    id: open.id,
    startedAt: open.startedAt,
    endedAt: end?.at ?? null,
    state: !end ? 'crashed' : end.status === 'interrupted' ? 'interrupted' : 'finished',
    status: end?.status ?? null,
    shard: plan?.shard ?? null,
    workers: plan?.workers ?? null,
    command: open.command,
    planned: knew ? tests.length : null,
    sharedOut: plan?.sharedOut ?? null,
    attempt: open.ci?.attempt ?? null,
  };
  return {
    form: RECORD_FORM,
    id: open.id,
    startedAt: open.startedAt,
    endedAt: part.endedAt,
    state: part.state,
    parts: [part],
    machine: { ...open.machine, browser: of('browser').at(-1)?.name ?? null },
    ci: open.ci,
    selection: plan?.selection ?? {
      focus: 'unknown',
      why: 'the run ended before its tests were known',
      projects: [],
      grep: null,
      faults: [],
    },
    settings: plan?.settings ?? {},
    targets: plan?.targets ?? [],
    health: of('health').map(({ probe }) => probe),
    tests,
    troubles: of('trouble').map(({ trouble }) => trouble),
    counts: count(tests),
    compliance: of('compliance').at(-1)?.compliance ?? { mutation: null, knownDefects: [] },
    stability: null,
    notes: [],
    artefacts: [],
  };
}

function testOf(planned: PlannedTest, begins: Of<'begin'>[], ended: Of<'attempt'>[]): TestRecord {
  const mine = ended.filter(({ test }) => test === planned.id);
  const attempts = mine.map(({ attempt }) => attempt).sort((a, b) => a.index - b.index);
  const begun = begins.filter(({ test }) => test === planned.id).length;
  const cutOff = begun > attempts.length;
  const annotations = mine.at(-1)?.annotations ?? [];
  const loss = lossOf(attempts.at(-1));
  const outcome = cutOff || loss ? 'notRun' : outcomeOf(attempts, annotations);
  return {
    ...planned,
    outcome,
    note: loss ?? noteOf(outcome, cutOff, attempts),
    annotations,
    attempts,
  };
}

function noteOf(outcome: TestRecord['outcome'], cutOff: boolean, attempts: TestRecord['attempts']): string | null {
  if (outcome !== 'notRun') return null;
  if (cutOff || attempts.at(-1)?.status === 'interrupted') return 'was running when the run ended';
  return attempts.length > 0 ? 'was skipped without having declared it' : 'was never begun';
}
