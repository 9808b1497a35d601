import { join } from 'node:path';
import type {
  FullConfig,
  FullResult,
  Reporter,
  Suite,
  TestCase,
  TestError,
  TestResult,
} from '@playwright/test/reporter';
import { nameOfBrowser } from '../../config/browser.mjs';
import { ciRun } from '../../config/ci.ts';
import { noRoomIn } from '../../config/disk.ts';
import { outputsOfReporters } from '../../config/reporters.ts';
import { currentRun, markLatest, nameReport } from '../../config/run.ts';
import { knownSecrets } from '../../lib/secrets/known.ts';
import { scrubName } from '../../lib/secrets/scrub-files.ts';
import { scrubValue } from '../../lib/secrets/scrub.ts';
import { attemptOf, errorOf } from '../record/attempt.ts';
import { executed } from '../record/counts.ts';
import { probeHealth } from '../record/health.ts';
import { type Entry, Journal, hasTests } from '../record/journal.ts';
import { machineAt } from '../record/machine.ts';
import { planOf, sharedOutOf } from '../record/plan.ts';
import type { RunRecord } from '../record/schema.ts';
import { drawn } from '../write/pictures/swim-lane.ts';
import type { Assessment } from '../assess/assess.ts';
import { assess } from '../assess/assess.ts';
import { reportTitle } from '../write/cause.ts';
import { completeRun } from '../complete-run.ts';
import { complianceAt } from '../record/compliance.ts';
import { fold } from '../record/fold.ts';
import { watchOver } from '../watch-over.ts';
import { endOnSignals } from './signals.ts';

const root = join(import.meta.dirname, '..', '..');

/**
 * Keeps the record of a run: while it goes on, a journal that has every finished test at once; when it is over, the
 * record and the reports. Should this process die, the keeper of the run makes them from the journal.
 */
export default class RunRecorder implements Reporter {
  /** The run as it was assessed; null until it is over, and for one that is not recorded. */
  assessment: Assessment | null = null;
  readonly #journal: Journal | null;
  /** Why nothing is recorded, where that is no wish of the caller. */
  readonly #noRoom: string | null;
  readonly #probing: Promise<void>[] = [];
  #targets: RunRecord['targets'] = [];
  #sharedOut: ReturnType<typeof sharedOutOf> | null = null;
  /** Whether the set-up succeeded; else it has said what is wrong with the target, and nobody asks again. */
  #loaded = false;
  #over: RunRecord | null = null;

  /**
   * @param options.\_mode what Playwright is asked to do; nothing is recorded when it only lists the tests, or where
   * there is no room for it.
   */
  constructor({ _mode: mode }: { _mode?: string } = {}) {
    const { dir, id } = currentRun();
    this.#noRoom = mode === 'list' ? null : noRoomIn(dir);
    if (mode === 'list' || this.#noRoom) {
      this.#journal = null;
      return;
    }
    // First of all: to find out about the machine takes a moment.
    endOnSignals(() => this.#interrupted());
    this.#journal = new Journal(join(dir, 'record.jsonl'));
    this.#write({
      kind: 'open',
      id,
      startedAt: new Date().toISOString(),
      pid: process.pid,
      command: process.argv.slice(2),
      machine: machineAt(root),
      ci: ciRun(),
    });
    watchOver(currentRun(), outputsOfReporters());
  }

  /** By now the tests are not yet shared out among the shards. */
  async preprocess({ config, suite }: { config: FullConfig; suite: Suite }): Promise<void> {
    if (config.shard) this.#sharedOut = sharedOutOf(suite);
  }

  onBegin(config: FullConfig, suite: Suite): void {
    const plan = planOf(config, suite, this.#sharedOut);
    this.#targets = plan.targets;
    this.#loaded = plan.tests !== null;
    this.#write(plan);
    this.#probe('before');
    this.#probing.push(nameOfBrowser().then((name) => this.#journal?.write({ kind: 'browser', name })));
  }

  onTestBegin(test: TestCase, result: TestResult): void {
    this.#journal?.write({ kind: 'begin', test: test.id, index: result.retry, at: result.startTime.toISOString() });
  }

  onTestEnd(test: TestCase, result: TestResult): void {
    const annotations = result.annotations.map(({ type, description = '' }) => ({ type, description }));
    const attempt = attemptOf(test, result, root);
    for (const one of attempt.attachments) one.path &&= scrubName(one.path);
    this.#journal?.write({ kind: 'attempt', test: test.id, annotations, attempt });
    // The reports of others show each agent run as a picture, too, before what else is attached.
    const pictures = drawn(attempt).map(({ name, svg }) => ({
      name,
      contentType: 'image/svg+xml',
      body: Buffer.from(svg),
    }));
    result.attachments.unshift(...pictures);
  }

  onError(error: TestError): void {
    const { message, place } = errorOf(error, root);
    this.#journal?.write({ kind: 'trouble', trouble: { message, place, at: new Date().toISOString() } });
  }

  async onEnd({ status }: FullResult): Promise<{ status?: FullResult['status'] } | void> {
    const journal = this.#journal;
    if (!journal) return this.#unrecorded(status);
    this.#probe('after');
    await Promise.all(this.#probing);
    journal.write({ kind: 'compliance', compliance: complianceAt(root, this.#targets) });
    journal.write({ kind: 'end', status, at: new Date().toISOString() });
    journal.close();
    const record = fold(journal.entries);
    this.#over = record;
    nameReport(reportTitle(assess(record)));
    // A run in which nothing was executed has proved nothing; a shard to which no test fell had nothing to prove.
    const [part] = record.parts;
    const nothingToDo = part?.planned === 0 && part.shard !== null;
    if (status === 'passed' && executed(record.counts) === 0 && !nothingToDo) return { status: 'failed' };
  }

  /** By now every other report is written, and what the run left can be listed. */
  async onExit(): Promise<void> {
    if (!this.#over) return;
    this.assessment = await completeRun(this.#over, currentRun().dir);
    markLatest(currentRun(), hasTests(this.#journal?.entries ?? []));
  }

  /** Room that came only after the start let the tests run, and what they did stands nowhere. */
  #unrecorded(status: FullResult['status']): { status: 'failed' } | undefined {
    if (!this.#noRoom || status !== 'passed') return undefined;
    console.error(`\nThis run has no record. When it began: ${this.#noRoom}`);
    return { status: 'failed' };
  }

  printsToStdio(): boolean {
    return false;
  }

  /** What does not come from a test has not been scrubbed: command line, settings, answers of health endpoints. */
  #write(entry: Entry): void {
    this.#journal?.write(scrubValue(entry, knownSecrets()));
  }

  /** Somebody ended the run before the runner listened, or when it no longer did; the keeper makes the record. */
  #interrupted(): void {
    if (this.#journal && !this.#journal.entries.some(({ kind }) => kind === 'end'))
      this.#journal.write({ kind: 'end', status: 'interrupted', at: new Date().toISOString() });
  }

  #probe(when: 'before' | 'after'): void {
    if (!this.#loaded) return;
    for (const { name } of this.#targets.filter((target) => target.name !== 'local' && target.hosts.length > 0)) {
      this.#probing.push(
        probeHealth(name, when).then((probes) => {
          for (const probe of probes) this.#write({ kind: 'health', probe });
        }),
      );
    }
  }
}
