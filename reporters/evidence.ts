import type { TestResult } from '@playwright/test/reporter';
import type { Evidence } from '../fixtures/evidence.ts';

/** What a test saw, from its report; undefined when it ended before it could keep it. */
export function evidenceIn({ attachments }: TestResult): Evidence | undefined {
  const body = attachments.find(({ name }) => name === 'evidence.json')?.body;
  return body ? (JSON.parse(body.toString('utf8')) as Evidence) : undefined;
}
