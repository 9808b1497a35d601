import { createHash } from 'node:crypto';
import { existsSync, readFileSync } from 'node:fs';
import { relative } from 'node:path';
import type { TestCase, TestError, TestResult, TestStep } from '@playwright/test/reporter';
import type { Frame } from '../../protocol/index.ts';
import { evidenceIn } from '../evidence.ts';
import { plain } from '../plain.ts';
import { diagnosisIn } from './diagnosis.ts';
import type { Attempt, Seen } from './schema-attempt.ts';
import { digest } from './seen.ts';

const LONGEST_MESSAGE = 4_000;

type Attachment = TestResult['attachments'][number];

/**
 * One attempt as the record keeps it.
 * @param root folder to which paths are relative
 */
export function attemptOf(test: TestCase, result: TestResult, root: string): Attempt {
  const { seen, unreadable } = seenIn(result);
  return {
    index: result.retry,
    status: result.status,
    expected: test.expectedStatus,
    startedAt: result.startTime.toISOString(),
    took: result.duration,
    worker: result.workerIndex,
    errors: [...result.errors.map((error) => errorOf(error, root)), ...unreadable],
    steps: result.steps.filter(({ category }) => category === 'test.step').map(stepOf),
    attachments: result.attachments.map((one) => attachmentOf(one, root)),
    seen,
    diagnosis: diagnosisIn(result),
  };
}

/** An error as a person reads it: without colours, its kind, and its place below the project. */
export function errorOf(error: TestError, root: string): Attempt['errors'][number] {
  const message = plain(error.message ?? error.value ?? 'no message').slice(0, LONGEST_MESSAGE);
  const place = error.location ? `${relative(root, error.location.file).replaceAll('\\', '/')}:${error.location.line}` : null;
  return { kind: kindOf(message), message, place };
}

/** What sort of error it is, by how its message begins. */
function kindOf(message: string): string {
  const matcher = /^(?:Error: )?expect\(.*?\)(?:\.not)?\.(\w+)/.exec(message)?.[1];
  if (matcher) return matcher;
  if (/^Test timeout of/.test(message)) return 'test timeout';
  return /^(\w*Error)\b/.exec(message)?.[1] ?? 'error';
}

function seenIn(result: TestResult): { seen: Seen | null; unreadable: Attempt['errors'] } {
  const evidence = evidenceIn(result);
  if (!evidence) return { seen: null, unreadable: [] };
  try {
    const body = result.attachments.find(({ name }) => name === 'frames.jsonl')?.body?.toString('utf8') ?? '';
    return { seen: digest(evidence, body.split('\n').filter(Boolean).map((line) => JSON.parse(line) as Frame)), unreadable: [] };
  } catch (error) {
    return { seen: null, unreadable: [{ kind: 'evidence', message: `The evidence cannot be read: ${String(error)}`, place: null }] };
  }
}

function stepOf({ title, duration, error }: TestStep): Attempt['steps'][number] {
  return { title, took: duration, failed: error !== undefined };
}

function attachmentOf({ name, contentType, path, body }: Attachment, root: string): Attempt['attachments'][number] {
  const content = body ?? (path && existsSync(path) ? readFileSync(path) : undefined);
  return {
    name,
    type: contentType,
    path: path ? relative(root, path).replaceAll('\\', '/') : null,
    bytes: content?.length ?? 0,
    sha256: content ? createHash('sha256').update(content).digest('hex') : null,
  };
}
