import { type Environment, environmentOf } from './environment.ts';
import type { ProductName } from './target-names.ts';

/** Ways of signing in by which all tests are the same person. */
const shared = ['token', 'dev-login'];

/**
 * How many workers a product target can keep busy: as many as it has accounts, for a test has its account to itself.
 * @returns undefined where the settings name no account, or each test makes one of its own.
 */
export function workersOf(name: ProductName, environment: Environment = environmentOf(name)): number | undefined {
  const prefix = name.toUpperCase();
  const way = environment[`${prefix}_SIGN_IN`] ?? '';
  if (shared.includes(way)) return 1;
  return way === 'register' ? undefined : environment[`${prefix}_ACCOUNTS`]?.split(',').length;
}
