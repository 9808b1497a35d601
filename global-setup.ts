import { rmSync } from 'node:fs';
import { join } from 'node:path';
import type { FullConfig } from '@playwright/test';
import { checkReachable } from './fixtures/accounts/reachable.ts';
import { checkNamedBrowser } from './config/browser-starts.ts';
import { noRoomIn } from './config/disk.ts';
import { keptRuns } from './config/kept-runs.ts';
import { faultsAskedFor, limitSilentWorkers } from './config/environment.ts';
import { outputsOfReporters } from './config/reporters.ts';
import { currentRun, publishStackHost, runsFolder } from './config/run.ts';
import { replay } from './config/recording.ts';
import { onlyTheSentence } from './config/sentence.mjs';
import { type ProductName, productNames } from './config/target-names.ts';
import { type Target, productTarget } from './config/targets.ts';
import { signInAccount } from './fixtures/session.ts';
import { type StackHost, startStackHost } from './stack/client.ts';
import { checkFaults } from './stack/check-faults.ts';
import { rememberSecrets } from './lib/secrets/known.ts';
import { deleteSurplus, deletesOthers } from './reporters/kept-runs.ts';
import { scrubLeftovers } from './lib/secrets/scrub-files.ts';
import { sweepRuns } from './reporters/sweep.ts';
import { watchOver } from './reporters/watch-over.ts';

/** How long an access token must still be valid when the run begins, in seconds. */
const runLife = 300;

/**
 * Prepares what the chosen projects run against: starts the stack host for local ones, and checks that every account of
 * the others can sign in.
 * @returns the tear-down: stops the stack host, removes the private folder and scrubs secrets from the artefacts.
 * @throws Error with one sentence when a fault makes no sense, there is no space for the reports, a target is not
 * configured or not available, an account cannot sign in, or the stack host does not start.
 */
export default async function globalSetup(config: FullConfig): Promise<() => Promise<void>> {
  limitSilentWorkers();
  const limits = keptRuns();
  const run = currentRun();
  const names = new Set(config.filteredProjects.map(({ use }) => (use as { targetName?: string }).targetName));
  const products = productNames.filter((name) => names.has(name));
  const tidy = () => {
    scrubLeftovers(join(run.dir, 'artifacts'));
    rmSync(run.secrets, { recursive: true, force: true });
  };
  let host: StackHost | undefined;
  try {
    checkFaults(faultsAskedFor);
    await sweepRuns(run);
    const noRoom = noRoomIn(run.dir);
    if (noRoom) throw new Error(noRoom);
    watchOver(run, outputsOfReporters());
    await checkNamedBrowser();
    if (replay === null) await allOf(products.map(prepare));
    if (names.has('local')) host = await startStackHost();
  } catch (error) {
    tidy();
    throw onlyTheSentence((error as Error).message);
  }
  if (host) publishStackHost(host.address);
  return async () => {
    await host?.stop();
    tidy();
    if (deletesOthers(run.dir, replay !== null)) deleteSurplus(runsFolder, limits);
  };
}

/**
 * As `Promise.all`, but every task has ended when it rejects, so that no secret is noted afterwards.
 * @throws Error with the sentence of each task that failed.
 */
async function allOf(tasks: Promise<unknown>[]): Promise<void> {
  const failed = (await Promise.allSettled(tasks)).filter(
    ({ status }) => status === 'rejected',
  ) as PromiseRejectedResult[];
  const sentences = new Set(failed.map(({ reason }) => (reason as Error).message));
  if (sentences.size > 0) throw new Error([...sentences].join('\n'));
}

async function prepare(name: ProductName): Promise<void> {
  const target = productTarget(name);
  rememberSecrets([target.jwtSecret, secretOf(target)]);
  await checkReachable(target);
  if (target.signIn.by === 'register') return;
  await allOf(target.accounts.map((email) => signInAccount(target, email, runLife)));
}

function secretOf({ signIn: way }: Target): string | undefined {
  return way.by === 'simulation'
    ? way.key
    : way.by === 'password'
      ? way.password
      : way.by === 'token'
        ? way.token
        : undefined;
}
