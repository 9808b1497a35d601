import type { TestResult } from '@playwright/test/reporter';
import type { Diagnosis } from '../../lib/diagnosis/index.ts';
import { diagnosisIn } from './attached-evidence.ts';
import type { RecordedDiagnosis } from './schema-attempt.ts';

/** What the suite says of a failure's cause, from the attachment `diagnosis.json`; null when it said nothing. */
export function recordedDiagnosisIn(result: TestResult): RecordedDiagnosis | null {
  const diagnosis = diagnosisIn(result);
  return diagnosis ? recorded(diagnosis) : null;
}

function recorded({ causes, alternatives, probe, whys, lookFirst, notes }: Diagnosis): RecordedDiagnosis {
  return {
    causes: causes.map(({ id, title, confidence, owner, signals, lookFirst, candidates }) => ({
      id,
      title,
      confidence,
      owner,
      signals,
      lookFirst,
      or: candidates.map((candidate) => `${candidate.id} ${candidate.title}: ${candidate.why}`),
    })),
    alternatives,
    probe,
    whys,
    lookFirst,
    notes,
  };
}
