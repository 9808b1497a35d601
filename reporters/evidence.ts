import type { TestResult } from '@playwright/test/reporter';
import type { Diagnosis } from '../diagnosis/index.ts';
import type { Evidence } from '../fixtures/evidence.ts';

/** What a test saw, from its report; undefined when it ended before it could keep it. */
export function evidenceIn(result: Pick<TestResult, 'attachments'>): Evidence | undefined {
  return attached(result, 'evidence.json') as Evidence | undefined;
}

/** Why a test is red, from its report; undefined when it said nothing of that. */
export function diagnosisIn(result: Pick<TestResult, 'attachments'>): Diagnosis | undefined {
  return attached(result, 'diagnosis.json') as Diagnosis | undefined;
}

function attached({ attachments }: Pick<TestResult, 'attachments'>, wanted: string): unknown {
  const body = attachments.find(({ name }) => name === wanted)?.body;
  return body ? JSON.parse(body.toString('utf8')) : undefined;
}
