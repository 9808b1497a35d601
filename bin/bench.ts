import { PLAYWRIGHT_CLI } from '../config/playwright-internals.mjs';
import { currentRun } from '../config/run.ts';
import { LOOK_EVERY } from './bench/cpu-meter.ts';
import { spreadOf, spreadText } from './bench/spread.ts';
import { benchAgainst } from './bench-against.ts';
import type { Given } from './given.ts';
import { GOLDEN } from './playwright.ts';
import { Refusal } from './refusal.mjs';
import { type Cost, timedRun } from './timed-run.ts';

/** The most that capture and checks may cost, as a multiple of the bare script with the same artefacts. */
const LIMITS = { wall: 1.1, cpu: 1.3 };

/**
 * How often a command repeats the path, so that its own start does not hide the cost of the path. Each repetition has a
 * worker and a browser of its own.
 */
const WALKS = 10;

const BARE = '--config=bin/bench/bare.config.ts';

/** The commands that are compared, with what follows `playwright test`. */
const WAYS = {
  suite: [...GOLDEN, '--project=local'],
  'bare script': [BARE, '--project=with artefacts'],
  'without artefacts': [BARE, '--project=without artefacts'],
};

type Way = keyof typeof WAYS;

const ways = Object.keys(WAYS) as Way[];

/** Runs one of the commands to its end, as CI would. */
async function measure(way: Way): Promise<Cost> {
  const args = [...WAYS[way], `--repeat-each=${WALKS}`, '--workers=1'];
  const { cost, code, output } = await timedRun(PLAYWRIGHT_CLI, args);
  if (code !== 0)
    throw new Refusal(
      `${output}The ${way === 'suite' ? 'golden path' : 'bare script'} failed, so its cost was not compared.`,
    );
  return cost;
}

const ratioOf = (some: number[], others: number[]) =>
  spreadOf(some.map((value, index) => value / (others[index] ?? Number.NaN)));

/** Prints what the commands cost and how they compare. @returns whether the limit is kept */
function compare(title: string, costs: Record<Way, number[]>, limit: number): boolean {
  const { suite, 'bare script': bare, 'without artefacts': plain } = costs;
  const ratio = ratioOf(suite, bare);
  const kept = ratio.median <= limit;
  console.log(
    [
      '',
      ...ways.map(
        (way, index) =>
          `  ${(index === 0 ? title : '').padEnd(8)}${way.padEnd(28)}${spreadText(spreadOf(costs[way]))} s`,
      ),
      `${' '.repeat(10)}suite / bare script         ${spreadText(ratio)}, limit ${limit.toFixed(2)}: ${kept ? 'kept' : 'BROKEN'}`,
      `${' '.repeat(10)}suite / without artefacts   ${spreadText(ratioOf(suite, plain))}`,
    ].join('\n'),
  );
  return kept;
}

/**
 * `npm run bench`: what capture and checks of the golden path cost compared with a bare script of the same steps, in
 * wall and CPU time, each with the artefacts that Playwright keeps in CI; and compared with that script without any,
 * which shows what the artefacts cost. They run alternately, so that other load on the machine affects all of them;
 * only the first ratio is judged. With `--against REV`: compared with another commit ({@link benchAgainst}).
 * @returns 0 when its medians keep the limits
 */
export async function main({ options: { rounds, against }, rest }: Given<'bench'>): Promise<number> {
  if (against !== undefined) return benchAgainst(against, rest, rounds);
  if (rest.length > 0) throw new Refusal('Tests are compared with another commit: name it with --against REV.', 2);
  currentRun();
  console.log(
    `Comparing the golden path with a bare script of the same steps, in alternating order (ABCCBA), n = ${rounds},\n${WALKS} repetitions in each command, each with a worker and a browser of its own...`,
  );
  const costs: Record<Way, Cost[]> = { suite: [], 'bare script': [], 'without artefacts': [] };
  for (const way of ways) await measure(way);
  for (let round = 0; round < rounds; round += 1) {
    for (const way of round % 2 === 0 ? ways : ways.toReversed()) costs[way].push(await measure(way));
    console.log(
      `  round ${round + 1}: ${ways.map((way) => `${way} ${costs[way].at(-1)?.wall.toFixed(2)} s`).join(', ')}`,
    );
  }
  const all = (what: keyof Cost) =>
    Object.fromEntries(
      ways.map((way) => [way, costs[way].map((cost) => cost[what]).filter((value) => value !== undefined)]),
    ) as Record<Way, number[]>;
  console.log(
    `\nMedian (and quartiles) of n = ${rounds}, after a warm-up of each; whole commands of ${WALKS} repetitions. Suite and\nbare script keep the artefacts of CI: a trace of each repetition, and a screenshot at its end.`,
  );
  const wall = compare('wall', all('wall'), LIMITS.wall);
  if (all('cpu').suite.length === 0) {
    console.log('\n  CPU     not measured: not available on this system');
    return wall ? 0 : 1;
  }
  const cpu = compare('CPU', all('cpu'), LIMITS.cpu);
  console.log(
    '\nCPU is user and system time of the command and all it starts, the browser and the\n' +
      `stack included, sampled every ${LOOK_EVERY} ms; the last ${LOOK_EVERY} ms of each process are not counted.`,
  );
  return wall && cpu ? 0 : 1;
}
