import type { TestResult } from '@playwright/test/reporter';
import { type RecordedDiagnosis, diagnosis } from './schema-attempt.ts';

/** What the suite says of a failure's cause, from the attachment `diagnosis.json`; null when it said nothing. */
export function diagnosisIn({ attachments }: TestResult): RecordedDiagnosis | null {
  const body = attachments.find(({ name }) => name === 'diagnosis.json')?.body;
  return body ? diagnosis.parse(JSON.parse(body.toString('utf8'))) : null;
}
