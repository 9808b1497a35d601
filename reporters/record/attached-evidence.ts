import type { TestResult } from '@playwright/test/reporter';
import type { AttachedEvidence as Evidence } from '../../lib/evidence/index.ts';
import type { Diagnosis } from '../../lib/diagnosis/index.ts';

/** What a test saw, from its report; undefined when it ended before it could keep it. */
export function evidenceIn(result: Pick<TestResult, 'attachments'>): Evidence | undefined {
  return attached(result, 'evidence.json') as Evidence | undefined;
}

/** What everybody in a test saw: its own person and the others that it called in. */
export function allEvidenceIn({ attachments }: Pick<TestResult, 'attachments'>): Evidence[] {
  return attachments
    .filter(({ name, body }) => body && /(^| )evidence\.json$/.test(name))
    .map(({ body }) => JSON.parse(body!.toString('utf8')) as Evidence);
}

/** Why a test is red, from its report; undefined when it said nothing of that. */
export function diagnosisIn(result: Pick<TestResult, 'attachments'>): Diagnosis | undefined {
  return attached(result, 'diagnosis.json') as Diagnosis | undefined;
}

function attached({ attachments }: Pick<TestResult, 'attachments'>, wanted: string): unknown {
  const body = attachments.find(({ name }) => name === wanted)?.body;
  return body ? JSON.parse(body.toString('utf8')) : undefined;
}
