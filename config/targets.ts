import { z } from 'zod';
import type { Site } from '../lib/evidence/index.ts';
import { type Budgets, budgets } from './budgets.ts';
import { type Environment, environmentOf } from './environment.ts';
import { onePersonWays, peopleIn, products, type SignInWay } from './settings.ts';
import { type Shard, shardOfThisRun, sliceOf } from './shard.ts';
import type { ProductName, TargetName } from './target-names.ts';

/** How the accounts of a target get their tokens (docs/contract/backend.md 2). */
export type SignIn =
  | { by: 'simulation'; key: string }
  | { by: 'password'; password: string }
  | { by: 'dev-login' }
  | { by: 'register' }
  | { by: 'token'; token: string };

/** What the suite runs against. */
export interface Target {
  name: TargetName;
  /** The product's release that runs there, where the tester has said so: known defects are those of a release. */
  release: string | null;
  /** Template of the query that finds a failure in its log, where the tester has given one. */
  logQuery: string | null;
  site: Site;
  /** E-mail addresses of the accounts, at least one; of a shard those that no other shard uses. */
  accounts: string[];
  signIn: SignIn;
  /** Key of the token signature, where the tester knows it. */
  jwtSecret?: string;
  budgets: Budgets;
  /** Whether the page offers the development sign-in, which the suite can fill in. */
  hasDevForm: boolean;
  /** Whether the suite answers for hosts that are not the target's (analytics, feature flags). */
  answersThirdParties: boolean;
  /** Nothing may be written and nobody may be signed in by simulation. */
  readOnly: boolean;
}

/** Settings that are missing or malformed: the message names every one of them and says what to do. */
export class SettingsError extends Error {
  override name = 'SettingsError';
}

const origin = (...schemes: string[]) =>
  z
    .string({ error: 'is missing' })
    .refine((value) => new RegExp(`^(${schemes.join('|')})://[^/\\s?#@]+/?$`).test(value) && URL.canParse(value), {
      error: `must be an origin such as ${schemes.at(-1)}://host.example, without a path or a password`,
    })
    .transform((value) => value.replace(/\/$/, ''));
const text = z.string({ error: 'is missing' });
/** A value that is scrubbed from every report; a shorter one could be an ordinary word. */
const secret = text.min(8, {
  error: 'must have at least 8 characters, so that it can be recognised and kept out of the reports',
});
/** A value for a header; the error with which fetch refuses any other value would quote it. */
const headerText = secret.regex(/^[\x21-\x7e]+$/, { error: 'must be one line of ASCII characters without spaces' });
const accounts = text
  .transform(peopleIn)
  .pipe(z.array(z.email({ error: 'must be e-mail addresses, separated by commas' })));
const yesOrNo = z.enum(['yes', 'no'], { error: 'must be yes or no' }).transform((value) => value === 'yes');

const secretsOf = {
  simulation: { SIMULATION_KEY: headerText },
  password: { PASSWORD: secret },
  'dev-login': {},
  register: {},
  token: { TOKEN: headerText },
} satisfies Record<SignInWay, Record<string, z.ZodType>>;

function schemaOf(name: ProductName, way: SignInWay | undefined) {
  const { defaults, ways } = products[name];
  const withDefault = <T extends z.ZodType>(schema: T, key: string) =>
    z.preprocess((value) => value ?? defaults[key], schema);
  return z.object({
    BASE_URL: withDefault(origin('http', 'https'), 'BASE_URL'),
    API_URL: withDefault(origin('http', 'https'), 'API_URL'),
    AUTH_URL: withDefault(origin('http', 'https'), 'AUTH_URL'),
    WEBSOCKET_URL: origin('ws', 'wss').optional(),
    ACCOUNTS: withDefault(accounts, 'ACCOUNTS'),
    JWT_SECRET: secret.optional(),
    RELEASE: text.optional(),
    LOG_QUERY: text.optional(),
    ANSWER_THIRD_PARTIES: withDefault(yesOrNo, 'ANSWER_THIRD_PARTIES'),
    SIGN_IN: z.enum(ways, { error: `must be ${ways.join(' or ')}` }),
    ...(way ? secretsOf[way] : {}),
  });
}

/** The names of the settings that a target has, without their prefix, whichever way it signs in. */
export function settingsOf(name: ProductName): string[] {
  return [...new Set(products[name].ways.flatMap((way) => Object.keys(schemaOf(name, way).shape)))];
}

function signInOf(way: SignInWay, values: Record<string, string>): SignIn {
  switch (way) {
    case 'simulation':
      return { by: way, key: values['SIMULATION_KEY']! };
    case 'password':
      return { by: way, password: values['PASSWORD']! };
    case 'token':
      return { by: way, token: values['TOKEN']! };
    case 'register':
    case 'dev-login':
      return { by: way };
  }
}

/**
 * The target of a product project, from the settings `<TARGET>_<NAME>` (e.g. `STAGING_BASE_URL`); the table is in
 * `config/settings.ts`, and in the README.
 * @param shard the part of the run for which it is, by default this one: two shards never share an account, since one
 * would see the other's threads.
 * @throws SettingsError with one message that names every missing or malformed variable, or too few accounts for the
 * shards.
 */
export function productTarget(
  name: ProductName,
  environment: Environment = environmentOf(name),
  shard: Shard | null = shardOfThisRun(),
): Target {
  const prefix = name.toUpperCase();
  const own = Object.fromEntries(
    Object.entries(environment)
      .filter(([key]) => key.startsWith(`${prefix}_`))
      .map(([key, value]) => [key.slice(prefix.length + 1), value]),
  );
  const { ways } = products[name];
  const wished = own['SIGN_IN'] ?? ways[0]!;
  const way = ways.find((one) => one === wished);
  const parsed = schemaOf(name, way).safeParse({ ...own, SIGN_IN: wished });
  const faults = (parsed.error?.issues ?? []).map((issue) => `${prefix}_${String(issue.path[0])} ${issue.message}`);
  if (faults.length > 0 || !parsed.success) {
    throw new SettingsError(
      `The target "${name}" is not configured: ${[...new Set(faults)].join('; ')}. Set them in .env.${name} or in the environment (see .env.example).`,
    );
  }
  const values = parsed.data;
  if (shard) {
    const tooMany = tooManyShards(name, way!, values.ACCOUNTS.length, shard.total);
    if (tooMany) throw new SettingsError(tooMany);
  }
  return {
    name,
    release: values.RELEASE ?? null,
    logQuery: values.LOG_QUERY ?? null,
    site: {
      web: values.BASE_URL,
      api: values.API_URL,
      auth: values.AUTH_URL,
      ws: values.WEBSOCKET_URL ?? values.API_URL.replace(/^http/, 'ws'),
    },
    accounts: sliceOf(values.ACCOUNTS, shard),
    signIn: signInOf(way!, values as unknown as Record<string, string>),
    ...(values.JWT_SECRET ? { jwtSecret: values.JWT_SECRET } : {}),
    budgets: budgets[name],
    hasDevForm: way === 'register' || way === 'dev-login',
    answersThirdParties: values.ANSWER_THIRD_PARTIES,
    readOnly: products[name].readOnly,
  };
}

/**
 * Why a run against a target cannot be shared out in so many shards, in one sentence; null when it can: each needs a
 * person of its own.
 */
function tooManyShards(name: ProductName, way: SignInWay, accounts: number, shards: number): string | null {
  const prefix = name.toUpperCase();
  if (shards > 1 && onePersonWays.includes(way))
    return `The target "${name}" signs in with ${prefix}_SIGN_IN=${way}, by which every test is the same person, so it cannot be shared among ${shards} shards: run it as one, or choose another way to sign in.`;
  return accounts >= shards
    ? null
    : `The target "${name}" has ${accounts === 1 ? '1 account' : `${accounts} accounts`} for ${shards} shards, and two shards must not share one: name at least ${shards} in ${prefix}_ACCOUNTS, or run fewer shards.`;
}

/**
 * Most shards that a run against a target can be shared out in: as many as there are people to sign in.
 * @throws SettingsError as `productTarget` does
 */
export function mostShards(name: ProductName, environment: Environment = environmentOf(name)): number {
  const { accounts: all, signIn } = productTarget(name, environment, null);
  return onePersonWays.includes(signIn.by) ? 1 : all.length;
}
