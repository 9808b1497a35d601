import type { Failure } from '../assess/failures.ts';
import type { RunRecord } from '../record/schema.ts';

/** By what a failure is found in the target's own log. */
export interface LogEntry {
  /** Trace, user, threads and runs, each by its name; empty where none is known. */
  ids: Readonly<Record<'trace' | 'user' | 'thread' | 'run', string>>;
  from: string;
  to: string;
  /** The query for the target's log, from the template in its settings; null without one. */
  query: string | null;
}

/** Minutes around the attempt that a log is searched in: clocks differ, and a log is written late. */
const AROUND = 60_000;

/** Where a failed attempt stands in the target's log; null where the test saw nothing of the target. */
export function inServerLog(
  { attempt }: Pick<Failure, 'attempt'>,
  { targets }: Pick<RunRecord, 'targets'>,
): LogEntry | null {
  const { seen } = attempt;
  if (!seen || seen.target === 'local') return null;
  const begin = Date.parse(attempt.startedAt);
  const list = (values: readonly (string | null)[]) => [...new Set(values.filter(Boolean))].join(' ');
  const ids = {
    trace: seen.trace ?? '',
    user: seen.user,
    thread: list(seen.frames.map(({ thread }) => thread)),
    run: list(seen.runs.map(({ id }) => id)),
  };
  const from = new Date(begin - AROUND).toISOString();
  const to = new Date(begin + attempt.took + AROUND).toISOString();
  const template = targets.find(({ name }) => name === seen.target)?.logQuery ?? null;
  const known: Record<string, string> = { ...ids, from, to };
  return {
    ids,
    from,
    to,
    query: template && template.replaceAll(/\{(\w+)\}/g, (all, name: string) => known[name] ?? all),
  };
}
