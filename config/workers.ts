import { type Environment, environmentOf } from './environment.ts';
import { onePersonWays, peopleIn, products } from './settings.ts';
import { type Shard, shardOfThisRun, sliceOf } from './shard.ts';
import type { ProductName } from './target-names.ts';

/**
 * How many workers a product target can keep busy: as many as it has accounts, for a test has its account to itself; a
 * shard as many as fall to it.
 * @returns undefined where the settings name no account, or each test makes one of its own.
 */
export function workersOf(
  name: ProductName,
  environment: Environment = environmentOf(name),
  shard: Shard | null = shardOfThisRun(),
): number | undefined {
  const prefix = name.toUpperCase();
  const way = environment[`${prefix}_SIGN_IN`] ?? products[name].ways[0];
  if (onePersonWays.some((one) => one === way)) return 1;
  const accounts = environment[`${prefix}_ACCOUNTS`];
  return way === 'register' || !accounts ? undefined : Math.max(1, sliceOf(peopleIn(accounts), shard).length);
}

/** Whether the page of a target has the development sign-in, which signs everybody in as the same person. */
export function signsInByForm(name: string, environment: Environment = environmentOf(name)): boolean {
  const way = environment['DEV_SIGN_IN'] ?? products.dev.ways[0];
  return name === 'dev' && (way === 'register' || way === 'dev-login');
}
