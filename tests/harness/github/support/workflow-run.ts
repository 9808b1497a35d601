import { spawn } from 'node:child_process';
import { existsSync, mkdirSync, readFileSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { parse } from 'yaml';
import { childEnvironment } from '../../../../config/child-environment.mjs';
import { cloneInto } from './machines.ts';
import { ArtefactStore, type CacheStore } from './artefacts.ts';
import { type Context, evaluate, filledIn, holds } from './expressions.ts';

type Result = 'success' | 'failure' | 'cancelled' | 'skipped';

interface Step {
  id?: string;
  name?: string;
  if?: string;
  uses?: string;
  run?: string;
  with?: Record<string, unknown>;
  env?: Record<string, string>;
  'timeout-minutes'?: number;
}
interface Job {
  needs?: string | string[];
  if?: string;
  outputs?: Record<string, string>;
  strategy?: { matrix: Record<string, string> };
  steps: Step[];
}
interface Workflow {
  env?: Record<string, string>;
  jobs: Record<string, Job>;
}

/** What one run of a workflow is given. */
export interface Given {
  /** Where its artefacts are kept. */
  folder: string;
  /** Where its machines are: a job finds there what nobody else wrote. */
  machines: string;
  caches: CacheStore;
  /** Files below `tests/` that stand in place of the suite's, by their path. */
  tests: Record<string, string>;
  event: string;
  /** Inputs of a run that is started by hand. */
  inputs?: Record<string, string>;
  vars: Record<string, string>;
  secrets: Record<string, string>;
  /** Variables of every step, e.g. the address of the API. */
  environment: Record<string, string>;
  /** Commands that are not run, since they would go to the internet. */
  leftOut: RegExp;
  /** The step that runs the tests of this part is at its limit as soon as this file is there. */
  atLimit?: { part: number; file: string };
  /** Variables of one machine, by the part that it runs, e.g. what breaks there. */
  ofPart?: (part: number, attempt: number) => Record<string, string>;
  /** Whether a machine is lost before its first step. */
  isLost?: (part: number, attempt: number) => boolean;
  /** The step that runs the tests of this part is cancelled as soon as this file is there. */
  cancelled?: { part: number; file: string };
  /** A command that is given twice in a row. */
  again?: RegExp;
}

/** How a job ended, and how each of its steps did. */
interface Ended {
  result: Result;
  outputs: Record<string, string>;
  steps: { name: string; result: Result; output: string }[];
  /** What it wrote into its summary. */
  summary: string;
}

/**
 * One run of a workflow, played in a folder: each job on a machine of its own, which is a clone of the project at
 * another path; artefacts and caches carried between them as GitHub's actions do; conditions, outputs, limits and
 * attempts as GitHub has them.
 */
export class WorkflowRun {
  readonly artefacts: ArtefactStore;
  readonly id = String(1_000 + Math.floor(Math.random() * 1_000_000));
  readonly jobs = new Map<string, Ended>();
  attempt = 0;
  readonly #workflow: Workflow;
  readonly #given: Given;

  constructor(file: string, given: Given) {
    this.#workflow = parse(readFileSync(file, 'utf8')) as Workflow;
    this.#given = given;
    this.artefacts = new ArtefactStore(join(given.folder, `artefacts-${this.id}`));
  }

  /**
   * Runs every job, or, as "Re-run failed jobs" does, those that were not green and what needs them.
   * @param how.all every job again, as "Re-run all jobs" does
   */
  async play({ all = false } = {}): Promise<void> {
    this.attempt += 1;
    if (all) this.jobs.clear();
    const kept = new Set([...this.jobs].filter(([, { result }]) => result === 'success').map(([name]) => name));
    for (const [name, job] of Object.entries(this.#workflow.jobs)) {
      const needs = [job.needs ?? []].flat();
      const isStale = needs.some((need) => !this.#instances(need).every((one) => kept.has(one)));
      const context = this.#context(needs, {});
      if (!holds(job.if, context)) {
        this.jobs.set(name, { result: 'skipped', outputs: {}, steps: [], summary: '' });
        continue;
      }
      const parts = job.strategy ? this.#matrix(job, context) : [null];
      await Promise.all(
        parts.map(async (part) => {
          const instance = part === null ? name : `${name} ${part}`;
          if (!isStale && kept.has(instance)) return;
          kept.delete(instance);
          this.jobs.set(instance, await this.#job(instance, job, needs, part));
        }),
      );
    }
  }

  /** What a job of the newest attempt wrote into its summary. */
  summary(job: string): string {
    return this.jobs.get(job)!.summary;
  }

  /** What every step of the newest attempt said, for whoever asks why it ended so. */
  story(): string {
    return [...this.jobs]
      .flatMap(([name, { steps }]) => steps.map((step) => `${name}: ${step.name}: ${step.result}\n${step.output}`))
      .join('\n');
  }

  /** A machine for a job: of those that run at once, each has its own. */
  #machine(part: number | null): string {
    const machine = join(this.#given.machines, `machine ${part ?? 1}`);
    rmSync(machine, { recursive: true, force: true });
    mkdirSync(machine, { recursive: true });
    return machine;
  }

  #instances(job: string): string[] {
    return [...this.jobs.keys()].filter((one) => one === job || one.startsWith(`${job} `));
  }

  #matrix({ strategy }: Job, context: Context): number[] {
    const [text] = Object.values(strategy!.matrix);
    return evaluate(text!.replace(/^\$\{\{(.+)\}\}$/, '$1'), context) as number[];
  }

  #context(needs: readonly string[], more: Context): Context {
    const ended = needs.flatMap((need) => this.#instances(need)).map((one) => this.jobs.get(one)!);
    const results = ended.map(({ result }) => result);
    return {
      github: {
        run_id: this.id,
        run_attempt: this.attempt,
        event_name: this.#given.event,
        token: this.#given.secrets['GITHUB_TOKEN'],
      },
      inputs: this.#given.inputs ?? {},
      runner: { os: 'Linux' },
      vars: this.#given.vars,
      secrets: this.#given.secrets,
      needs: Object.fromEntries(needs.map((need) => [need, { outputs: this.jobs.get(need)?.outputs ?? {} }])),
      always: () => true,
      cancelled: () => results.includes('cancelled'),
      failure: () => results.includes('failure'),
      success: () => results.every((one) => one === 'success'),
      fromJSON: (text: string) => JSON.parse(text) as unknown,
      hashFiles: () => 'hash',
      ...more,
    };
  }

  async #job(instance: string, job: Job, needs: readonly string[], part: number | null): Promise<Ended> {
    const steps: Ended['steps'] = [];
    const outputs: Record<string, { outputs: Record<string, string> }> = {};
    const isLost = part !== null && this.#given.isLost?.(part, this.attempt);
    if (isLost) return { result: 'failure', outputs: {}, steps, summary: '' };
    const machine = this.#machine(part);
    const cwd = join(machine, 'work');
    for (const step of job.steps) {
      const failed = steps.some(({ result }) => result === 'failure');
      const cancelled = steps.some(({ result }) => result === 'cancelled');
      const context = this.#context(needs, {
        matrix: { shard: part },
        steps: outputs,
        success: () => !failed && !cancelled,
        failure: () => failed,
        cancelled: () => cancelled,
      });
      const name = step.name ?? step.uses ?? step.run!;
      if (!holds(step.if, context)) {
        steps.push({ name, result: 'skipped', output: '' });
        continue;
      }
      const told = await this.#step(step, instance, cwd, context, part);
      steps.push({ name, ...told });
      if (step.id) outputs[step.id] = { outputs: told.outputs };
    }
    this.#endOrphans(instance);
    const ends = steps.map(({ result }) => result);
    const result = (['cancelled', 'failure'] as const).find((one) => ends.includes(one)) ?? 'success';
    const context = this.#context(needs, { steps: outputs });
    const own = Object.entries(job.outputs ?? {}).map(([name, text]) => [name, filledIn(text, context)] as const);
    const told = join(machine, 'summary.md');
    const summary = existsSync(told) ? readFileSync(told, 'utf8') : '';
    return { result, outputs: Object.fromEntries(own), steps, summary };
  }

  /** What a job leaves running ends with it, as on GitHub, whose runner knows it by the same variable. */
  #endOrphans(job: string): void {
    for (const pid of (existsSync('/proc') ? readdirSync('/proc') : []).filter((name) => /^\d+$/.test(name))) {
      try {
        const isOurs = readFileSync(`/proc/${pid}/environ`, 'utf8').includes(`RUNNER_TRACKING_ID=${this.#track(job)}`);
        if (isOurs) process.kill(Number(pid), 'SIGKILL');
      } catch (error) {
        // Another's, or gone meanwhile.
        if (!['EACCES', 'ENOENT', 'ESRCH'].includes((error as NodeJS.ErrnoException).code!)) throw error;
      }
    }
  }

  #track(job: string): string {
    return `${this.id}-${this.attempt}-${job.replaceAll(' ', '-')}.`;
  }

  async #step(
    step: Step,
    instance: string,
    cwd: string,
    context: Context,
    part: number | null,
  ): Promise<{ result: Result; output: string; outputs: Record<string, string> }> {
    const inputs = Object.fromEntries(
      Object.entries(step.with ?? {}).map(([name, value]) => [name, filledIn(String(value), context)]),
    );
    try {
      if (step.run) return await this.#command(step, cwd, context, part, this.#track(instance));
      const outputs = this.#action(step.uses!.split('@')[0]!, cwd, inputs);
      return { result: 'success', output: '', outputs };
    } catch (error) {
      return { result: 'failure', output: String(error), outputs: {} };
    }
  }

  #action(name: string, cwd: string, inputs: Record<string, string>): Record<string, string> {
    const { caches } = this.#given;
    switch (name) {
      case 'actions/checkout':
        cloneInto(cwd, this.#given.tests);
        return {};
      case 'actions/setup-node':
        return {};
      case 'actions/upload-artifact': {
        const kept = this.artefacts.upload(cwd, inputs);
        return kept === undefined ? {} : { 'artifact-url': `https://github.example/artifacts/${kept}` };
      }
      case 'actions/download-artifact':
        this.artefacts.download(cwd, inputs);
        return {};
      case 'actions/cache/save':
        caches.save(cwd, inputs);
        return {};
      case 'actions/cache/restore':
        return { 'cache-hit': String(caches.restore(cwd, inputs)) };
      default:
        throw new Error(`Nobody plays the action ${name}.`);
    }
  }

  #command(
    step: Step,
    cwd: string,
    context: Context,
    part: number | null,
    track: string,
  ): Promise<{ result: Result; output: string; outputs: Record<string, string> }> {
    if (this.#given.leftOut.test(step.run!)) return Promise.resolve({ result: 'success', output: '', outputs: {} });
    const outputFile = join(cwd, '..', 'outputs');
    writeFileSync(outputFile, '');
    const env = { ...this.#workflow.env, ...step.env };
    const line = filledIn(step.run!, context);
    // A file, as on GitHub: of a command that is given as a text, bash becomes the last one, and signals reach it.
    const script = join(cwd, '..', 'step.sh');
    writeFileSync(script, this.#given.again?.test(line) ? `${line}\n${line}` : line);
    const child = spawn('bash', ['-e', script], {
      cwd,
      detached: true,
      stdio: ['ignore', 'pipe', 'pipe'],
      env: childEnvironment({
        NETRA_RUN: undefined,
        NETRA_STACK_HOST: undefined,
        TEST_WORKER_INDEX: undefined,
        TEST_PARALLEL_INDEX: undefined,
        FORCE_COLOR: undefined,
        CI: 'true',
        GITHUB_ACTIONS: 'true',
        RUNNER_TRACKING_ID: track,
        GITHUB_SERVER_URL: 'https://github.example',
        GITHUB_REPOSITORY: 'ada/suite',
        GITHUB_RUN_ID: this.id,
        GITHUB_RUN_ATTEMPT: String(this.attempt),
        GITHUB_EVENT_NAME: this.#given.event,
        GITHUB_OUTPUT: outputFile,
        GITHUB_STEP_SUMMARY: join(cwd, '..', 'summary.md'),
        ...this.#given.environment,
        // Only the machines of parts have a browser.
        ...(part === null ? { PW_CHROMIUM_PATH: '/nowhere' } : this.#given.ofPart?.(part, this.attempt)),
        ...Object.fromEntries(Object.entries(env).map(([name, text]) => [name, filledIn(text, context)])),
      }),
    });
    const tested = part !== null && step.run!.includes('--shard') ? part : null;
    const { atLimit, cancelled } = this.#given;
    const timers: NodeJS.Timeout[] = [];
    const after = (milliseconds: number, what: () => void) => timers.push(setTimeout(what, milliseconds));
    const kill = () => process.kill(-child.pid!, 'SIGKILL');
    after((step['timeout-minutes'] ?? 360) * 60_000, kill);
    let output = '';
    for (const stream of [child.stdout, child.stderr])
      stream.setEncoding('utf8').on('data', (text: string) => (output += text));
    let isCancelled = false;
    const watch = setInterval(() => {
      const comes = (end?: { part: number; file: string }) => tested === end?.part && existsSync(join(cwd, end!.file));
      if (comes(atLimit)) kill();
      if (isCancelled || !comes(cancelled)) return;
      isCancelled = true;
      // As GitHub's runner does: it asks, asks again after 7.5 s, and kills after 2.5 s more.
      child.kill('SIGINT');
      after(7_500, () => child.kill('SIGTERM'));
      after(10_000, kill);
    }, 100);
    return new Promise((resolve) => {
      child.on('exit', (code) => {
        clearInterval(watch);
        for (const timer of timers) clearTimeout(timer);
        const lines = existsSync(outputFile) ? readFileSync(outputFile, 'utf8').split('\n').filter(Boolean) : [];
        const outputs = Object.fromEntries(
          lines.map((line) => [line.split('=')[0]!, line.split('=').slice(1).join('=')]),
        );
        const ended = isCancelled ? 'cancelled' : 'failure';
        resolve({ result: code === 0 ? 'success' : ended, output, outputs });
      });
    });
  }
}
