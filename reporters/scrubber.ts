import { existsSync } from 'node:fs';
import type { Reporter, TestCase, TestError, TestResult } from '@playwright/test/reporter';
import { scrubFile } from '../secrets/scrub-files.ts';
import { scrubText, scrubValue } from '../secrets/scrub.ts';
import { knownSecrets } from '../secrets/known.ts';

/**
 * Stands first among the reporters: what the others, and every file they copy, get to see holds no token, key or password.
 * It works in place and before it returns, since the next reporter reads the same objects.
 */
export default class Scrubber implements Reporter {
  onTestEnd(_test: TestCase, result: TestResult): void {
    const known = knownSecrets();
    for (const attachment of result.attachments) {
      if (attachment.path && existsSync(attachment.path)) scrubFile(attachment.path, known);
      if (attachment.body) attachment.body = scrubBody(attachment.body, attachment.contentType, known);
    }
    for (const error of [...result.errors, ...(result.error ? [result.error] : [])]) scrubError(error, known);
    for (const step of result.steps) scrubStep(step, known);
    scrubValue(result.stdout, known);
    scrubValue(result.stderr, known);
  }

  onError(error: TestError): void {
    scrubError(error, knownSecrets());
  }

  printsToStdio(): boolean {
    return false;
  }
}

function scrubBody(body: Buffer, contentType: string, known: string[]): Buffer {
  return contentType.startsWith('image/') ? body : Buffer.from(scrubText(body.toString('utf8'), known));
}

function scrubError(error: TestError, known: string[]): void {
  for (const part of ['message', 'stack', 'value', 'snippet'] as const) {
    const text = error[part];
    if (text !== undefined) error[part] = scrubText(text, known);
  }
}

function scrubStep(step: TestResult['steps'][number], known: string[]): void {
  (step as { title: string }).title = scrubText(step.title, known);
  if (step.error) scrubError(step.error, known);
  for (const inner of step.steps) scrubStep(inner, known);
}
