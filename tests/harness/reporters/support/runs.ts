import { assess } from '../../../../reporters/assess/assess.ts';
import { fold } from '../../../../reporters/record/fold.ts';
import type { Attempt, RecordedDiagnosis } from '../../../../reporters/record/schema-attempt.ts';
import type { PlannedTest, RunRecord } from '../../../../reporters/record/schema.ts';
import { attempted, ended, opened, planned, ran, seenIn } from './record-samples.ts';

export const stuck: RecordedDiagnosis = {
  causes: [
    {
      id: 'F19',
      title: 'The agent starts and never completes',
      confidence: 'likely',
      owner: 'backend',
      signals: ['frame #4: no end follows'],
    },
  ],
  alternatives: [],
  notes: [],
  probe: null,
  lookFirst: 'the run in the backend log',
  whys: [
    { level: 'symptom', says: 'no answer came', evidence: ['the test'], hypothesis: false },
    { level: 'hypothesis', says: 'the model hangs', evidence: [], hypothesis: true },
  ],
};
export const permissive: RecordedDiagnosis = {
  ...stuck,
  causes: [{ ...stuck.causes[0]!, id: 'F38', title: 'Authentication accepts any token' }],
};

export type Told = [test: PlannedTest, ...attempts: Attempt[]];

/** A finished run in which these tests ended so. */
export function runOf(...told: Told[]): RunRecord {
  return fold([
    ...opened(told.map(([one]) => one)),
    ...told.flatMap(([one, ...attempts]) => ran(one.id, ...attempts)),
    ended(),
  ]);
}

/** The same, assessed. */
export const assessedRunOf = (...told: Told[]) => assess(runOf(...told));
/** An attempt that failed. */
export const red = (more: Partial<Attempt> = {}) =>
  attempted('failed', { errors: [{ kind: 'error', message: 'Error: it broke', place: 'tests/a.spec.ts:3' }], ...more });
/** A test of little weight. */
export const minor = (title: string) =>
  planned(title, { priority: 'P3', component: 'Threads', suite: 'Threads', file: 'threads/a.spec.ts', tags: [] });
/** A socket that was closed with this code, beside an API that answered. */
export const closedWith = (code: number) => {
  const { sockets, ...rest } = seenIn({ api: 200 });
  return { ...rest, sockets: sockets.map((socket) => ({ ...socket, close: { code, reason: '', clean: true } })) };
};
/** A critical check that is not the golden path. */
export const other = (title: string) => planned(title, { tags: [], suite: 'Critical path' });
