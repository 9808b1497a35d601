import { childEnvironment } from '../config/child-environment.mjs';
import { CpuMeter } from './bench/cpu-meter.ts';
import { type Ended, run } from './child.mjs';
import { Refusal } from './refusal.mjs';

/** What a run cost, in seconds; of CPU what it and all that it starts took, where the system tells. */
export interface Cost {
  wall: number;
  cpu: number | undefined;
}

/**
 * Runs `playwright test` as CI would, and measures it.
 * @param cli the file that is Playwright's command
 * @throws Refusal when somebody interrupts it
 */
export async function timedRun(
  cli: string,
  args: readonly string[],
  options: { cwd?: string; variables?: Record<string, undefined> } = {},
): Promise<{ cost: Cost } & Pick<Ended, 'code' | 'output'>> {
  const { cwd, variables } = options;
  let meter: CpuMeter | undefined;
  const begin = performance.now();
  const { code, output, interrupted } = await run(process.execPath, [cli, 'test', ...args], {
    ...(cwd === undefined ? {} : { cwd }),
    env: childEnvironment({ CI: '1', ...variables }),
    started: (pid) => (meter = new CpuMeter(pid)),
  });
  const cost = { wall: (performance.now() - begin) / 1000, cpu: meter?.stop() };
  if (interrupted) throw new Refusal('Interrupted: nothing was compared.', 130);
  return { cost, code, output };
}
