import { join, sep } from 'node:path';
import type {
  FullConfig,
  FullProject,
  Reporter,
  Suite,
  TestCase,
  TestError,
  TestResult,
  TestStep,
} from '@playwright/test/reporter';
import { outputsOfReporters } from '../../config/reporters.ts';
import { currentRun } from '../../config/run.ts';
import { knownSecrets, rememberSecrets } from '../../lib/secrets/known.ts';
import { scrubBytes } from '../../lib/secrets/scrub-bytes.ts';
import { scrubFile, scrubLeftovers, scrubNames } from '../../lib/secrets/scrub-files.ts';
import { credentialValuesIn, scrubText, scrubValue } from '../../lib/secrets/scrub.ts';

/**
 * Stands first among the reporters: what the others, and every file they copy, get to see holds no token, key or
 * password. It works in place and before it returns, since the next reporter reads the same objects. What they print is
 * scrubbed as it is printed.
 */
export default class Scrubber implements Reporter {
  /** Attachments that were scrubbed. */
  readonly #clean = new WeakSet<TestResult['attachments'][number]>();

  constructor() {
    for (const stream of [process.stdout, process.stderr]) scrubOutput(stream);
  }

  onBegin(_config: FullConfig, suite: Suite): void {
    scrubTitles(suite, knownSecrets());
  }

  onStdOut(chunk: string | Buffer): void {
    scrubInPlace(chunk, knownSecrets());
  }

  onStdErr(chunk: string | Buffer): void {
    scrubInPlace(chunk, knownSecrets());
  }

  onStepBegin(_test: TestCase, _result: TestResult, step: TestStep): void {
    scrubStep(step, knownSecrets());
  }

  /** What is attached is passed on as soon as a step has ended: a report that is yet to be merged takes it then. */
  onStepEnd(test: TestCase, result: TestResult, step: TestStep): void {
    const known = knownSecrets();
    scrubStep(step, known);
    this.#scrubAttachments(result, known, test.parent.project());
  }

  /** What the test's own traffic handed out is a secret wherever else it stands, e.g. a ticket in a sentence. */
  onTestEnd(test: TestCase, result: TestResult): void {
    const texts = result.attachments
      .filter((one) => !this.#clean.has(one))
      .map(({ body }) => body?.toString('utf8') ?? '');
    rememberSecrets(texts.flatMap(credentialValuesIn));
    const known = knownSecrets();
    this.#scrubAttachments(result, known, test.parent.project());
    for (const error of [...result.errors, ...(result.error ? [result.error] : [])]) scrubError(error, known);
    for (const step of result.steps) scrubStep(step, known);
    for (const list of [result.stdout, result.stderr, result.annotations, test.annotations]) scrubValue(list, known);
  }

  onError(error: TestError): void {
    scrubError(error, knownSecrets());
  }

  /**
   * The parts of a report that is yet to be merged are written after all tests, from what was told while they ran; so
   * is what reporters write that stand before this one.
   */
  async onExit(): Promise<void> {
    for (const path of [join(currentRun().dir, 'blob'), ...outputsOfReporters()]) scrubLeftovers(path);
    scrubNames(join(currentRun().dir, 'artifacts'));
  }

  printsToStdio(): boolean {
    return false;
  }

  #scrubAttachments({ attachments }: TestResult, known: string[], project: FullProject | undefined): void {
    for (const attachment of attachments.filter((one) => !this.#clean.has(one))) {
      attachment.name = scrubText(attachment.name, known);
      if (attachment.path && !isSnapshot(attachment.path, project)) scrubFile(attachment.path, known);
      if (attachment.body) attachment.body = Buffer.from(scrubBytes(attachment.body, known));
      this.#clean.add(attachment);
    }
  }
}

/** Whether an attachment is a snapshot that a test was compared with, which lies among the specs and stays as it is. */
function isSnapshot(path: string, project: FullProject | undefined): boolean {
  const isIn = (folder: string) => path.startsWith(join(folder, sep));
  return project !== undefined && isIn(project.testDir) && !isIn(project.outputDir);
}

function scrubOutput(stream: NodeJS.WriteStream): void {
  // The run goes on when nobody reads its output any more: `| head`, a terminal that was closed.
  stream.on('error', (error: NodeJS.ErrnoException) => {
    if (error.code !== 'EPIPE' && error.code !== 'EIO') throw error;
  });
  const write = stream.write.bind(stream) as (chunk: string | Uint8Array, ...rest: unknown[]) => boolean;
  stream.write = (chunk: string | Uint8Array, ...rest: unknown[]) =>
    write(typeof chunk === 'string' ? scrubText(chunk, knownSecrets()) : scrubBytes(chunk, knownSecrets()), ...rest);
}

/**
 * What was printed and is no text: every reporter is given the same bytes, so they change in place and keep their
 * number.
 */
function scrubInPlace(chunk: string | Buffer, known: string[]): void {
  if (typeof chunk === 'string') return;
  const clean = scrubText(chunk.toString('latin1'), known);
  chunk.fill(' ').write(clean, 'latin1');
}

function scrubTitles(suite: Suite, known: string[]): void {
  for (const one of [suite, ...suite.tests]) {
    const clean = scrubText(one.title, known);
    if (clean !== one.title) (one as { title: string }).title = clean;
  }
  for (const inner of suite.suites) scrubTitles(inner, known);
}

function scrubError(error: TestError, known: string[]): void {
  for (const part of ['message', 'stack', 'value', 'snippet'] as const) {
    const text = error[part];
    if (text !== undefined) error[part] = scrubText(text, known);
  }
  if (error.cause) scrubError(error.cause, known);
}

function scrubStep(step: TestStep, known: string[]): void {
  for (const part of ['title', 'subtitle'] as const) {
    const text = step[part];
    if (text !== undefined) (step as { -readonly [key in typeof part]?: string })[part] = scrubText(text, known);
  }
  for (const list of [step.params, step.annotations]) scrubValue(list, known);
  if (step.error) scrubError(step.error, known);
  for (const inner of step.steps) scrubStep(inner, known);
}
