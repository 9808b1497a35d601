import type {
  FullConfig,
  FullResult,
  Reporter,
  Suite,
  TestCase,
  TestError,
  TestResult,
  TestRun,
  TestStep,
} from '@playwright/test/reporter';

/** Several reporters as one, which hear of everything one after the other: their order is that of the list. */
export class Composite implements Reporter {
  readonly #reporters: readonly Reporter[];

  constructor(reporters: readonly Reporter[]) {
    this.#reporters = reporters;
  }

  async preprocess(params: { config: FullConfig; suite: Suite; testRun: TestRun }): Promise<void> {
    for (const one of this.#reporters) await one.preprocess?.(params);
  }

  onBegin(config: FullConfig, suite: Suite): void {
    this.#each((one) => one.onBegin?.(config, suite));
  }

  onTestBegin(test: TestCase, result: TestResult): void {
    this.#each((one) => one.onTestBegin?.(test, result));
  }

  onStdOut(chunk: string | Buffer, test: TestCase | void, result: TestResult | void): void {
    this.#each((one) => one.onStdOut?.(chunk, test, result));
  }

  onStdErr(chunk: string | Buffer, test: TestCase | void, result: TestResult | void): void {
    this.#each((one) => one.onStdErr?.(chunk, test, result));
  }

  onStepBegin(test: TestCase, result: TestResult, step: TestStep): void {
    this.#each((one) => one.onStepBegin?.(test, result, step));
  }

  onStepEnd(test: TestCase, result: TestResult, step: TestStep): void {
    this.#each((one) => one.onStepEnd?.(test, result, step));
  }

  onTestEnd(test: TestCase, result: TestResult): void {
    this.#each((one) => one.onTestEnd?.(test, result));
  }

  onError(error: TestError): void {
    this.#each((one) => one.onError?.(error));
  }

  /** @returns the status that one of them gave, where one did; the others are told of it, as the runner would do. */
  async onEnd(result: FullResult): Promise<{ status: FullResult['status'] }> {
    const told = { ...result };
    for (const one of this.#reporters) {
      const said = await one.onEnd?.(told);
      if (said?.status) told.status = said.status;
    }
    return { status: told.status };
  }

  async onExit(): Promise<void> {
    for (const one of this.#reporters) await one.onExit?.();
  }

  printsToStdio(): boolean {
    return this.#reporters.some((one) => one.printsToStdio?.() ?? true);
  }

  /** Whatever happens in one reporter, the others hear of it, too. @throws what the first one threw */
  #each(tell: (one: Reporter) => void): void {
    const thrown: unknown[] = [];
    for (const one of this.#reporters) {
      try {
        tell(one);
      } catch (error) {
        thrown.push(error);
      }
    }
    if (thrown.length > 0) throw thrown[0];
  }
}
