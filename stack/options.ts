import type { FaultSpec } from './faults/index.ts';

/** The shape that surrounds an agent event (docs/contract/backend.md 4.1). */
export const envelopes = ['payload', 'data', 'flat', 'server'] as const;
export type Envelope = (typeof envelopes)[number];

/** How the web page sends a message (docs/contract/frontend.md 5). */
export const transports = ['websocket', 'rest'] as const;
export type Transport = (typeof transports)[number];

/** What the agents do with a message. */
export const scenarios = ['answer', 'no-tool', 'tool-error', 'agent-error'] as const;
export type Scenario = (typeof scenarios)[number];

/** What may be chosen when a stack is started. Everything has a default. */
export interface StackOptions {
  /** Port of the web page; 0 or absent: a free one. */
  webPort?: number;
  /** Port of REST and WebSocket; 0 or absent: a free one. */
  apiPort?: number;
  /** Port of the auth service; 0 or absent: a free one. */
  authPort?: number;
  /** false: another server serves the page, e.g. a real frontend under development. */
  web?: boolean;
  /** Where OAuth returns to. Default: the stack's own page, or http://localhost:3000 without one. */
  frontendUrl?: string;
  /** Milliseconds between two frames of an agent run. */
  pace?: number;
  /**
   * `payload` is what the page reads; `data`, `flat` and `server` are what the product's backend sends (E1, E2, E3).
   */
  envelope?: Envelope;
  /** How the stack's own page sends; the backend accepts both. */
  transport?: Transport;
  /** true: dev login; false: OAuth (`/auth/config`). */
  developmentMode?: boolean;
  /** Another seed gives other answers of the agents. */
  seed?: number;
  /** Seconds an access token lives. */
  accessTokenLife?: number;
  /** Milliseconds without a message of the client until the server sends a heartbeat. */
  heartbeat?: number;
  /** Messages that one socket takes in a minute; the person's other sockets count for themselves. */
  messagesPerMinute?: number;
  scenario?: Scenario;
  faults?: FaultSpec[];
}

/** Options with their defaults filled in. */
export type Settings = Required<StackOptions>;

/** The frontend of the product in development (docs/contract/backend.md 1.1). */
export const developmentFrontend = 'http://localhost:3000';

const defaults: Omit<Settings, 'frontendUrl'> = {
  webPort: 0,
  apiPort: 0,
  authPort: 0,
  web: true,
  pace: 15,
  envelope: 'payload',
  transport: 'websocket',
  developmentMode: true,
  seed: 1,
  accessTokenLife: 900,
  heartbeat: 10_000,
  messagesPerMinute: 100,
  scenario: 'answer',
  faults: [],
};

const ranges: Record<string, [number, number]> = {
  webPort: [0, 65_535],
  apiPort: [0, 65_535],
  authPort: [0, 65_535],
  pace: [0, 60_000],
  seed: [0, Number.MAX_SAFE_INTEGER],
  accessTokenLife: [1, 604_800],
  heartbeat: [20, 3_600_000],
  messagesPerMinute: [1, 1_000_000],
};

const choices: Record<string, readonly string[]> = { envelope: envelopes, transport: transports, scenario: scenarios };

function check(name: string, value: unknown): string | undefined {
  const range = ranges[name];
  if (range) {
    const whole = typeof value === 'number' && Number.isInteger(value) && value >= range[0] && value <= range[1];
    return whole ? undefined : `${name} must be a whole number from ${range[0]} to ${range[1]}`;
  }
  const choice = choices[name];
  if (choice) return choice.includes(String(value)) ? undefined : `${name} must be one of ${choice.join(', ')}`;
  if (name === 'web' || name === 'developmentMode')
    return typeof value === 'boolean' ? undefined : `${name} must be true or false`;
  if (name === 'frontendUrl') return URL.canParse(String(value)) ? undefined : 'frontendUrl must be a URL';
  if (name === 'faults') return Array.isArray(value) ? undefined : 'faults must be a list';
  return `there is no option ${name}`;
}

/**
 * Fills in the defaults and checks every value.
 * @throws Error with one sentence that names all options that make no sense.
 */
export function settle(options: StackOptions): Settings {
  const given = Object.entries(options).filter(([, value]) => value !== undefined);
  const wrong = given.map(([name, value]) => check(name, value)).filter((problem) => problem !== undefined);
  if (wrong.length > 0) throw new Error(`The stack cannot start: ${wrong.join('; ')}.`);
  return { ...defaults, frontendUrl: '', ...Object.fromEntries(given) };
}
