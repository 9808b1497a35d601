import { type ChildProcess, spawn } from 'node:child_process';
import { subscribe } from 'node:diagnostics_channel';
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
import { currentRun, markLatest, nameReport } from '../../config/run.ts';
import { attemptOf, errorOf } from '../record/attempt.ts';
import { executed } from '../record/counts.ts';
import { probeHealth } from '../record/health.ts';
import { Journal } from '../record/journal.ts';
import { machineAt } from '../record/machine.ts';
import { planOf, sharedOutOf } from '../record/plan.ts';
import type { RunRecord } from '../record/schema.ts';
import { drawn } from '../write/pictures/swim-lane.ts';
import type { Assessment } from '../assess/assess.ts';
import { verdictOf, verdictText } from '../assess/verdict.ts';
import { completeRun } from '../complete-run.ts';
import { complianceAt } from '../record/compliance.ts';
import { fold } from '../record/fold.ts';

const root = join(import.meta.dirname, '..', '..');

/**
 * Keeps the record of a run: while it goes on, a journal that has every finished test at once; when it is over, the
 * record and the reports. Should this process die, a keeper that watches it makes them from the journal.
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
  #over: RunRecord | null = null;

  /**
   * @param options.\_mode what Playwright is asked to do; nothing is recorded when it only lists the tests, or where
   * there is no room for it.
   */
  constructor({ _mode: mode }: { _mode?: string } = {}) {
    const { dir, id, secrets } = currentRun();
    this.#noRoom = mode === 'list' ? null : noRoomIn(dir);
    if (mode === 'list' || this.#noRoom) {
      this.#journal = null;
      return;
    }
    this.#journal = new Journal(join(dir, 'record.jsonl'));
    this.#journal.write({
      kind: 'open',
      id,
      startedAt: new Date().toISOString(),
      pid: process.pid,
      command: process.argv.slice(2),
      machine: machineAt(root),
      ci: ciRun(),
    });
    watchOver(dir, secrets);
  }

  /** By now the tests are not yet shared out among the shards. */
  async preprocess({ config, suite }: { config: FullConfig; suite: Suite }): Promise<void> {
    if (config.shard) this.#sharedOut = sharedOutOf(suite);
  }

  onBegin(config: FullConfig, suite: Suite): void {
    const plan = planOf(config, suite, this.#sharedOut);
    this.#targets = plan.targets;
    this.#journal?.write(plan);
    this.#probe('before');
    this.#probing.push(nameOfBrowser().then((name) => this.#journal?.write({ kind: 'browser', name })));
  }

  onTestBegin(test: TestCase, result: TestResult): void {
    this.#journal?.write({ kind: 'begin', test: test.id, index: result.retry, at: result.startTime.toISOString() });
  }

  onTestEnd(test: TestCase, result: TestResult): void {
    const annotations = result.annotations.map(({ type, description = '' }) => ({ type, description }));
    const attempt = attemptOf(test, result, root);
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
    nameReport(verdictText(verdictOf(record)));
    // A run in which nothing was executed has proved nothing; a shard to which no test fell had nothing to prove.
    const [part] = record.parts;
    const nothingToDo = part?.planned === 0 && part.shard !== null;
    if (status === 'passed' && executed(record.counts) === 0 && !nothingToDo) return { status: 'failed' };
  }

  /** By now every other report is written, and what the run left can be listed. */
  async onExit(): Promise<void> {
    if (!this.#over) return;
    this.assessment = await completeRun(this.#over, currentRun().dir);
    markLatest(currentRun());
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

  #probe(when: 'before' | 'after'): void {
    for (const { name } of this.#targets.filter((target) => target.name !== 'local' && target.hosts.length > 0)) {
      this.#probing.push(
        probeHealth(name, when).then((probes) => {
          for (const probe of probes) this.#journal?.write({ kind: 'health', probe });
        }),
      );
    }
  }
}

/**
 * Starts the keeper of this run: a process of its own that outlives us, whatever ends us. It waits on a pipe that only
 * we hold open, and is told of every process that the runner starts: what these write after our end is theirs to tidy
 * up, before it does.
 */
function watchOver(dir: string, secrets: string): void {
  const keeper = spawn(process.execPath, [join(import.meta.dirname, '..', 'keeper.mjs'), dir, secrets], {
    cwd: root,
    detached: true,
    stdio: ['pipe', 'ignore', 'ignore'],
  });
  keeper.unref();
  subscribe('child_process', (message) => {
    const { process: child } = message as { process: ChildProcess };
    child.once('spawn', () => keeper.stdin?.write(`${child.pid}\n`));
  });
  (keeper.stdin as { unref?: () => void } | null)?.unref?.();
}
