import type { TestResult } from '@playwright/test/reporter';
import type { Diagnosis } from '../../diagnosis/index.ts';
import type { RecordedDiagnosis } from './schema-attempt.ts';

/** What the suite says of a failure's cause, from the attachment `diagnosis.json`; null when it said nothing. */
export function diagnosisIn({ attachments }: TestResult): RecordedDiagnosis | null {
  const body = attachments.find(({ name }) => name === 'diagnosis.json')?.body;
  return body ? recorded(JSON.parse(body.toString('utf8')) as Diagnosis) : null;
}

function recorded({ causes, alternatives, probe, whys, lookFirst }: Diagnosis): RecordedDiagnosis {
  return {
    causes: causes.map(({ id, title, confidence, owner, signals }) => ({ id, title, confidence, owner, signals })),
    alternatives, probe, whys, lookFirst,
  };
}
