import type { ProductName } from './target-names.ts';

/** How the accounts of a target can get their tokens (docs/contract/backend.md 2). */
export type SignInWay = 'simulation' | 'password' | 'dev-login' | 'register' | 'token';

/** Ways of signing in by which all tests are the same person. */
export const onePersonWays: readonly SignInWay[] = ['token', 'dev-login'];

interface ProductDefaults {
  /** Values of settings that need not be given, by the name without its prefix. */
  defaults: Readonly<Record<string, string>>;
  /** The ways of signing in that the target allows; the first one is the default. */
  ways: readonly SignInWay[];
  /** Nothing may be written and nobody may be signed in by simulation. */
  readOnly: boolean;
}

/** What each product target takes for granted. */
export const products: Readonly<Record<ProductName, ProductDefaults>> = {
  dev: {
    defaults: {
      BASE_URL: 'http://localhost:3000',
      API_URL: 'http://localhost:8000',
      AUTH_URL: 'http://localhost:8081',
      ACCOUNTS: 'dev@example.com',
      ANSWER_THIRD_PARTIES: 'yes',
    },
    ways: ['register', 'dev-login', 'simulation', 'password', 'token'],
    readOnly: false,
  },
  staging: {
    defaults: { ANSWER_THIRD_PARTIES: 'no' },
    ways: ['simulation', 'password', 'token'],
    readOnly: false,
  },
  production: { defaults: { ANSWER_THIRD_PARTIES: 'no' }, ways: ['token', 'password'], readOnly: true },
};

/** A setting of a product target: `npm run docs` makes the README's table and `.env.example` of these. */
export interface Setting {
  /** Without the prefix of the target, e.g. `BASE_URL` of `STAGING_BASE_URL`. */
  name: string;
  meaning: string;
  /** A sample for each target where the form is not plain from the meaning. */
  samples?: Readonly<Partial<Record<ProductName, string>>>;
  /** Only one way of signing in needs it. */
  onlyFor?: SignInWay;
  optional?: true;
  /** On GitHub a secret, and not a variable. */
  secret?: true;
}

/** The people whom a setting names, each once, however often and in whatever case. @param list addresses and commas */
export function peopleIn(list: string): string[] {
  return [...new Set(list.split(',').map((one) => one.trim().toLowerCase()))];
}

export const settings: readonly Setting[] = [
  {
    name: 'BASE_URL',
    meaning: 'origin of the web page',
    samples: { staging: 'https://app.staging.netrasystems.ai', production: 'https://app.netrasystems.ai' },
  },
  {
    name: 'API_URL',
    meaning: 'origin of the API',
    samples: { staging: 'https://api.staging.netrasystems.ai', production: 'https://api.netrasystems.ai' },
  },
  {
    name: 'AUTH_URL',
    meaning: 'origin of the auth service',
    samples: { staging: 'https://auth.staging.netrasystems.ai', production: 'https://auth.netrasystems.ai' },
  },
  {
    name: 'ACCOUNTS',
    meaning: 'e-mail addresses, separated by commas; one per worker, or tests wait for each other',
    samples: { staging: 'e2e-test-001@staging.netrasystems.ai,e2e-test-002@staging.netrasystems.ai' },
  },
  { name: 'SIGN_IN', meaning: 'how the accounts sign in' },
  {
    name: 'SIMULATION_KEY',
    meaning: 'for `simulation`: the key that the auth service knows as `E2E_OAUTH_SIMULATION_KEY`',
    onlyFor: 'simulation',
    secret: true,
  },
  {
    name: 'PASSWORD',
    meaning: 'for `password`: the password of every account, 8 characters or more',
    onlyFor: 'password',
    secret: true,
  },
  {
    name: 'TOKEN',
    meaning:
      'for `token`: a ready access token. It must outlast the run, which cannot renew it, and signing out ends it: leave those tests out with `--grep-invert sign-out`',
    onlyFor: 'token',
    secret: true,
  },
  {
    name: 'WEBSOCKET_URL',
    meaning: "origin of the WebSocket, where it is not the API's",
    samples: { staging: 'wss://api.staging.netrasystems.ai' },
    optional: true,
  },
  {
    name: 'RELEASE',
    meaning: 'release of the product that runs there: its known defects are then told apart from new ones',
    samples: { dev: 'beta-14', staging: 'beta-14' },
    optional: true,
  },
  {
    name: 'JWT_SECRET',
    meaning: 'key of the token signature, if you know it: the signature of every token is then verified',
    optional: true,
    secret: true,
  },
  {
    name: 'LOG_QUERY',
    meaning:
      "query for the target's log that a failure prints, with `{trace}`, `{user}`, `{thread}`, `{run}`, `{from}` and `{to}` filled in",
    samples: {
      staging:
        'trace="projects/netra-staging/traces/{trace}" OR jsonPayload.run_id="{run}" timestamp>="{from}" timestamp<="{to}"',
    },
    optional: true,
  },
  {
    name: 'ANSWER_THIRD_PARTIES',
    meaning: '`yes`: the suite itself answers requests to analytics and feature-flag hosts',
  },
];

/** A setting of any run, whatever the target; read from the environment, where `inFile` says so from `.env` too. */
export interface RunSetting {
  name: string;
  meaning: string;
  inFile?: true;
  /** Whom it is about: the chat and the monitor (`npm run tell`), or dashboards (`npm run metrics`). */
  to?: 'chat' | 'dashboards';
  /** On GitHub a secret, and not a variable. */
  secret?: true;
}

export const runSettings: readonly RunSetting[] = [
  { name: 'PW_CHROMIUM_PATH', meaning: 'path of the Chromium or Chrome to use instead of the one found', inFile: true },
  { name: 'NETRA_FOCUS', meaning: 'what the run covers, in your words, for the worklog' },
  { name: 'NETRA_WHY', meaning: 'why the run was started, in your words, for the worklog' },
  { name: 'NETRA_RECORD', meaning: '`1`: every test leaves a recording, as with `--record` of a command' },
  { name: 'NETRA_KEEP_RUNS', meaning: 'number of runs that are kept in `reports/runs/` (20)', inFile: true },
  { name: 'NETRA_KEEP_MB', meaning: 'size of the runs that are kept there, in MB (500)', inFile: true },
  { name: 'NETRA_FUZZ_FRAMES', meaning: 'number of random frames in the fuzz tests of the harness (20,000)' },
  {
    name: 'CHAT_WEBHOOK_URL',
    meaning: 'incoming webhook of a chat (Slack, Teams, Mattermost or alike), to which `npm run tell` posts one line',
    inFile: true,
    to: 'chat',
    secret: true,
  },
  {
    name: 'HEARTBEAT_URL',
    meaning: 'address of an outside monitor, which `npm run tell` calls after a night that ran to its end',
    inFile: true,
    to: 'chat',
    secret: true,
  },
  {
    name: 'OTEL_EXPORTER_OTLP_ENDPOINT',
    meaning: 'address of an OTLP receiver (HTTP, JSON), to which `npm run metrics` sends traces and metrics of a run',
    inFile: true,
    to: 'dashboards',
  },
  {
    name: 'OTEL_EXPORTER_OTLP_HEADERS',
    meaning: 'headers that the OTLP receiver wants, e.g. `api-key=...`, separated by commas',
    inFile: true,
    to: 'dashboards',
    secret: true,
  },
  {
    name: 'PUSHGATEWAY_URL',
    meaning: 'address of a Prometheus Pushgateway, to which `npm run metrics` sends the numbers of a run',
    inFile: true,
    to: 'dashboards',
  },
];
