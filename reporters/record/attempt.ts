import { createHash } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { relative } from 'node:path';
import type { TestCase, TestError, TestResult, TestStep } from '@playwright/test/reporter';
import { z } from 'zod';
import type { Frame } from '../../lib/evidence/index.ts';
import { evidenceIn } from './attached-evidence.ts';
import { cut, plain } from '../../lib/basics/plain-text.ts';
import { recordedDiagnosisIn } from './diagnosis.ts';
import { type Attempt, type Seen, diagnosis, seen } from './schema-attempt.ts';
import { digest } from './seen.ts';

const LONGEST_MESSAGE = 4_000;

/** How the error of a test begins that passed without a check of anything. */
export const NO_ASSERTIONS = 'The test passed without checking anything';

type Attachment = TestResult['attachments'][number];

/**
 * One attempt as the record keeps it.
 * @param root folder to which paths are relative
 */
export function attemptOf(test: TestCase, result: TestResult, root: string): Attempt {
  const evidence = readable('evidence', seen, () => seenIn(result));
  const cause = readable('diagnosis', diagnosis, () => recordedDiagnosisIn(result));
  return {
    index: result.retry,
    status: result.status,
    expected: test.expectedStatus,
    startedAt: result.startTime.toISOString(),
    took: result.duration,
    worker: result.workerIndex,
    errors: [...result.errors.map((error) => errorOf(error, root)), ...evidence.errors, ...cause.errors],
    steps: result.steps.filter(({ category }) => category === 'test.step').map(stepOf),
    attachments: result.attachments.map((one) => attachmentOf(one, root)),
    seen: evidence.value,
    diagnosis: cause.value,
  };
}

/** An error as a person reads it: without colours, its kind, and its place below the project. */
export function errorOf(error: TestError, root: string): Attempt['errors'][number] {
  const message = cut(plain(error.message ?? error.value ?? 'no message'), LONGEST_MESSAGE);
  const place = error.location
    ? `${relative(root, error.location.file).replaceAll('\\', '/')}:${error.location.line}`
    : null;
  return { kind: kindOf(message), message, place };
}

/** What sort of error it is, by how its message begins. */
function kindOf(message: string): string {
  const matcher = /^(?:Error: )?expect\(.*?\)(?:\.not)?\.(\w+)/.exec(message)?.[1];
  if (matcher) return matcher;
  if (/^Test timeout of/.test(message)) return 'test timeout';
  return /^(\w*Error)\b/.exec(message)?.[1] ?? 'error';
}

/**
 * What was read, held against its form; when it is of another form, or not JSON, the attempt has an error more, and the
 * record is whole.
 */
function readable<T>(
  what: string,
  form: z.ZodType<T>,
  read: () => unknown,
): { value: T | null; errors: Attempt['errors'] } {
  try {
    return { value: form.nullable().parse(read()), errors: [] };
  } catch (error) {
    return {
      value: null,
      errors: [
        {
          kind: what,
          message: `The ${what} cannot be read: ${error instanceof z.ZodError ? z.prettifyError(error) : String(error)}`,
          place: null,
        },
      ],
    };
  }
}

function seenIn(result: TestResult): Seen | null {
  const evidence = evidenceIn(result);
  if (!evidence) return null;
  const frames = result.attachments.find(({ name }) => name === 'frames.jsonl')?.body?.toString('utf8') ?? '';
  return digest(
    evidence,
    frames
      .split('\n')
      .filter(Boolean)
      .map((line) => JSON.parse(line) as Frame),
  );
}

function stepOf({ title, duration, error, startTime }: TestStep): Attempt['steps'][number] {
  return { title, took: duration, failed: error !== undefined, startedAt: startTime.toISOString() };
}

/** What a file holds; undefined for one that is gone: Playwright deletes what a green test left. */
function contentOf(path: string): Buffer | undefined {
  try {
    return readFileSync(path);
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'ENOENT') throw error;
    return undefined;
  }
}

function attachmentOf({ name, contentType, path, body }: Attachment, root: string): Attempt['attachments'][number] {
  const content = body ?? (path && contentOf(path));
  return {
    name,
    type: contentType,
    path: path ? relative(root, path).replaceAll('\\', '/') : null,
    bytes: content?.length ?? 0,
    sha256: content ? createHash('sha256').update(content).digest('hex') : null,
  };
}
