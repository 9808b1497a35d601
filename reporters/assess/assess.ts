import type { RunRecord } from '../record/schema.ts';
import { type Advice, adviceOf } from './advice.ts';
import { type Failure, type Issue, failuresOf, issuesOf } from './failures.ts';
import { type Figure, figuresOf } from './figures.ts';
import { type Gate, gateOf } from './gate.ts';
import { type Grades, gradesOf } from './grades.ts';
import { type Verdict, verdictOf } from './verdict.ts';

/** A run and all that is concluded from it. Every report is made of this, so that no two can differ. */
export interface Assessment {
  record: RunRecord;
  verdict: Verdict;
  gate: Gate;
  grades: Grades;
  /** Every failed and flaky test, critical ones first. */
  failures: Failure[];
  /** The failed tests by their causes, the most harmful to people first. */
  issues: Issue[];
  figures: Figure[];
  /** What would be better, and is no failure. */
  advice: Advice[];
}

/** Assesses a run: the only place where conclusions are drawn from a record. */
export function assess(record: RunRecord): Assessment {
  const verdict = verdictOf(record);
  const failures = failuresOf(record);
  return {
    record,
    verdict,
    gate: gateOf(record, verdict),
    grades: gradesOf(record),
    failures,
    issues: issuesOf(failures),
    figures: figuresOf(record),
    advice: adviceOf(record),
  };
}
