import { mkdtempSync, readFileSync, rmSync, symlinkSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { OF_ITS_OWN } from '../config/run.ts';
import { spreadOf, spreadText } from './bench/spread.ts';
import { ROOT, run } from './child.mjs';
import { GOLDEN } from './playwright.ts';
import { Refusal } from './refusal.mjs';
import { type Cost, timedRun } from './timed-run.ts';

/** The most that a test may take, as a multiple of what it took at the other commit. */
const LIMIT = 1.1;

/**
 * `npm run bench -- --against REV [TEST...]`: what these tests of the embedded stack take here, as a multiple of what
 * they take at another commit, in alternating order, so that other load on the machine affects both.
 * @param rev any name of a commit that git knows
 * @param tests files, as `playwright test` takes them; none: the golden path, ten times
 * @returns 0 when the medians keep the limit
 * @throws Refusal when there is no such commit, or tests of one side fail
 */
export async function benchAgainst(rev: string, tests: readonly string[], rounds: number): Promise<number> {
  const args = tests.length > 0 ? tests : [...GOLDEN, '--repeat-each=10', '--workers=1'];
  const found = await run('git', ['rev-parse', '--verify', '--quiet', `${rev}^{commit}`]);
  const commit = found.output.trim();
  if (found.code !== 0) throw new Refusal(`"${rev}" is no commit of this repository.`, 2);
  const folder = mkdtempSync(join(tmpdir(), 'golden-path-bench-'));
  const there = join(folder, 'there');
  const costs: Record<string, Cost[]> = { [ROOT]: [], [there]: [] };
  try {
    await checkOut(commit, there);
    console.log(`Comparing what a test takes here and at ${rev}, in alternating order (ABBA), n = ${rounds}...`);
    for (const root of [ROOT, there]) await measure(root, args);
    for (let round = 0; round < rounds; round += 1) {
      for (const root of round % 2 === 0 ? [ROOT, there] : [there, ROOT]) costs[root]!.push(await measure(root, args));
      console.log(
        `  round ${round + 1}: ${[ROOT, there].map((root) => seconds(costs[root]!.at(-1)!.wall)).join(', ')}`,
      );
    }
  } finally {
    await run('git', ['worktree', 'remove', '--force', there]);
    rmSync(folder, { recursive: true, force: true });
  }
  const kept = (['wall', 'cpu'] as const).map((what) => compare(what, costs[ROOT]!, costs[there]!, rev));
  return kept.every(Boolean) ? 0 : 1;
}

/** Checks a commit out, with the packages that it names: those of here, where they are the same. */
async function checkOut(commit: string, folder: string): Promise<void> {
  const { code, output } = await run('git', ['worktree', 'add', '--detach', folder, commit]);
  if (code !== 0) throw new Refusal(`git cannot check out ${commit}: ${output.trim()}`);
  const lockIn = (root: string) => readFileSync(join(root, 'package-lock.json'), 'utf8');
  if (lockIn(folder) === lockIn(ROOT)) {
    symlinkSync(join(ROOT, 'node_modules'), join(folder, 'node_modules'), 'junction');
    return;
  }
  const installed = await run('npm', ['ci'], { cwd: folder, shell: process.platform === 'win32' });
  if (installed.code !== 0) throw new Refusal(`The packages of ${commit} cannot be installed:\n${installed.output}`);
}

/** What a test took: the cost of its run, by the number of tests that passed in it. */
async function measure(root: string, args: readonly string[]): Promise<Cost> {
  const cli = join(root, 'node_modules', '@playwright', 'test', 'cli.js');
  const { cost, code, output } = await timedRun(cli, [...args, '--project=local'], {
    cwd: root,
    variables: OF_ITS_OWN,
  });
  const passed = Number(/^ +(\d+) passed\b/m.exec(output)?.[1]);
  if (code !== 0 || !(passed > 0))
    throw new Refusal(`${output}\nThe tests in ${root} did not pass, so nothing was compared.`);
  return { wall: cost.wall / passed, cpu: cost.cpu === undefined ? undefined : cost.cpu / passed };
}

/** Prints what a test took on both sides, and how that compares. @returns whether the limit is kept */
function compare(what: keyof Cost, here: readonly Cost[], there: readonly Cost[], rev: string): boolean {
  const [ours, theirs] = [here, there].map((all) => all.map((cost) => cost[what]).filter((one) => one !== undefined));
  if (!ours || !theirs || ours.length === 0) {
    console.log(`\n  ${what}: not measured, not available on this system`);
    return true;
  }
  const ratio = spreadOf(ours.map((value, index) => value / theirs[index]!));
  const kept = ratio.median <= LIMIT;
  console.log(
    [
      '',
      `  ${what.padEnd(6)}here         ${spreadText(spreadOf(ours))} s`,
      `        ${rev.padEnd(12)} ${spreadText(spreadOf(theirs))} s`,
      `        ratio        ${spreadText(ratio)}, limit ${LIMIT.toFixed(2)}: ${kept ? 'kept' : 'BROKEN'}`,
    ].join('\n'),
  );
  return kept;
}

function seconds(value: number): string {
  return `${value.toFixed(2)} s`;
}
