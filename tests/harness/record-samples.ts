import type { Entry } from '../../reporters/record/journal.ts';
import type { Attempt } from '../../reporters/record/schema-attempt.ts';
import type { PlannedTest } from '../../reporters/record/schema.ts';

const at = '2026-11-22T03:17:00.000Z';

/** A test that was planned. */
export function planned(title: string, more: Partial<PlannedTest> = {}): PlannedTest {
  return {
    id: title, project: 'local', file: 'golden-path/golden-path.spec.ts', line: 5, titles: [title], suite: 'Golden path', component: 'Golden path',
    priority: 'P1', tags: ['@golden'], ofTheSuite: false, ...more,
  };
}

/** An attempt that was ended. */
export function attempted(status: Attempt['status'], more: Partial<Attempt> = {}): Attempt {
  return {
    index: 0, status, expected: 'passed', startedAt: at, took: 1_000, worker: 0, errors: [], steps: [], attachments: [], seen: null, diagnosis: null, ...more,
  };
}

/** The first lines of a journal: a run that planned these tests. */
export function opened(tests: PlannedTest[], { id = 'run-1', faults = [] as string[] } = {}): Entry[] {
  const suite = { version: '0.1.0', revision: '0123456789abcdef', branch: 'main', changed: false };
  return [
    {
      kind: 'open', id, startedAt: at, pid: 1, command: ['test'], ci: null,
      machine: { suite, node: '20.20.2', playwright: '1.65.1', browser: null, platform: 'linux', cpus: 2 },
    },
    {
      kind: 'plan', shard: null, workers: 2, selection: { focus: 'everything', why: 'all tests', projects: ['local'], grep: null, faults },
      settings: { workers: '2' }, targets: [{ name: 'local', hosts: ['localhost'], signIn: 'simulation', budgets: { firstText: 10_000 } }], tests,
    },
  ];
}

/** A test that ran: its beginning and its end. */
export function ran(test: string, ...attempts: Attempt[]): Entry[] {
  return attempts.flatMap((attempt): Entry[] => [
    { kind: 'begin', test, index: attempt.index, at: attempt.startedAt },
    { kind: 'attempt', test, annotations: [], attempt },
  ]);
}

export function ended(status: 'passed' | 'failed' | 'interrupted' = 'passed'): Entry {
  return { kind: 'end', status, at: '2026-11-22T03:18:00.000Z' };
}
