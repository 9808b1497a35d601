import { parseArgs } from 'node:util';
import { childEnvironment } from '../config/child-environment.mjs';
import { currentRun } from '../config/run.ts';
import { CpuMeter, LOOK_EVERY } from './bench/cpu-meter.ts';
import { spreadOf, spreadText } from './bench/spread.ts';
import { run } from './child.mjs';
import { GOLDEN } from './playwright.ts';
import { Refusal } from './refusal.mjs';

/** The most that the suite may cost, as a multiple of the bare script. */
const LIMITS = { wall: 1.1, cpu: 1.3 };

const USAGE = 'Usage: npm run bench -- [--rounds 8]';

/** How often a command walks the path, so that its own start does not hide what a walk costs. Each walk has a worker and a browser of its own. */
const WALKS = 10;

const REPEAT = [`--repeat-each=${WALKS}`, '--workers=1'];

const WAYS = {
  suite: [...GOLDEN, '--project=local', ...REPEAT],
  bare: ['--config=bin/bench/bare.config.ts', ...REPEAT],
};

type Way = keyof typeof WAYS;

/** What one run cost, in seconds. */
interface Cost {
  wall: number;
  cpu: number | undefined;
}

function roundsAskedFor(args: string[]): number {
  try {
    const { rounds } = parseArgs({ args, options: { rounds: { type: 'string', default: '8' } } }).values;
    if (/^[1-9]\d*$/.test(rounds)) return Number(rounds);
  } catch (error) {
    throw new Refusal(`${error instanceof Error ? error.message : String(error)}\n${USAGE}`, 2);
  }
  throw new Refusal(`--rounds must be a whole number above 0.\n${USAGE}`, 2);
}

/** Runs one of the two commands to its end, with the artefacts that it makes in CI. */
async function measure(way: Way): Promise<Cost> {
  let meter: CpuMeter | undefined;
  const begin = performance.now();
  const { code, output, interrupted } = await run(process.execPath, ['node_modules/@playwright/test/cli.js', 'test', ...WAYS[way]], {
    env: childEnvironment({ CI: '1' }),
    started: (pid) => (meter = new CpuMeter(pid)),
  });
  const cost = { wall: (performance.now() - begin) / 1000, cpu: meter?.stop() };
  if (interrupted) throw new Refusal('Interrupted: nothing was compared.', 130);
  if (code !== 0) throw new Refusal(`${output}The ${way === 'suite' ? 'golden path' : 'bare script'} failed; what it costs does not matter.`);
  return cost;
}

/** One line of the result; undefined when there is nothing to tell, or whether the limit is kept. */
function compare(title: string, suite: number[], bare: number[], limit: number): boolean {
  const ratio = spreadOf(suite.map((value, index) => value / (bare[index] ?? Number.NaN)));
  const kept = ratio.median <= limit;
  console.log(
    `\n  ${title.padEnd(8)}suite        ${spreadText(spreadOf(suite))} s\n          bare script  ${spreadText(spreadOf(bare))} s\n` +
      `          ratio        ${spreadText(ratio)}, limit ${limit.toFixed(2)}: ${kept ? 'kept' : 'BROKEN'}`,
  );
  return kept;
}

/**
 * `npm run bench`: what the golden path of this suite costs beside a bare script of the same steps, in wall and CPU time.
 * The two run in turns, so that whatever else the machine does falls on both; only their ratio is judged.
 * @returns 0 when the median ratios keep the limits
 */
export async function main(args: string[]): Promise<number> {
  const rounds = roundsAskedFor(args);
  currentRun();
  console.log(`The golden path against a bare script of its steps, in turns (ABBA), n = ${rounds},\n${WALKS} walks in each command, each with a worker and a browser of its own...`);
  const costs: Record<Way, Cost[]> = { suite: [], bare: [] };
  await measure('suite');
  await measure('bare');
  for (let round = 0; round < rounds; round += 1) {
    for (const way of round % 2 === 0 ? (['suite', 'bare'] as const) : (['bare', 'suite'] as const)) costs[way].push(await measure(way));
    const [suite, bare] = [costs.suite.at(-1), costs.bare.at(-1)];
    console.log(`  pair ${round + 1}: suite ${suite?.wall.toFixed(2)} s, bare script ${bare?.wall.toFixed(2)} s`);
  }
  const of = (way: Way, what: keyof Cost) => costs[way].map((cost) => cost[what]).filter((value) => value !== undefined);
  console.log(`\nMedian (and quartiles) of n = ${rounds}, after a warm-up of each; whole commands of ${WALKS} walks,\nartefacts as in CI.`);
  const wall = compare('wall', of('suite', 'wall'), of('bare', 'wall'), LIMITS.wall);
  if (of('suite', 'cpu').length === 0) {
    console.log('\n  CPU     not measured: this system does not tell');
    return wall ? 0 : 1;
  }
  const cpu = compare('CPU', of('suite', 'cpu'), of('bare', 'cpu'), LIMITS.cpu);
  console.log(
    '\nCPU is user and system time of the command and all it starts, the browser and the\n' +
      `stack included, looked at every ${LOOK_EVERY} ms; the last ${LOOK_EVERY} ms of each process are not in it.`,
  );
  return wall && cpu ? 0 : 1;
}
