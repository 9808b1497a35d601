import { parseArgs } from 'node:util';
import { parseFault } from './faults/index.ts';
import type { StackOptions } from './options.ts';

export const usage = `Starts the embedded stack: auth service, REST and WebSocket API, and the web page.

  npm run stack -- [options]

  --web-port N        port of the page (3000)
  --api-port N        port of the API (8000)
  --auth-port N       port of the auth service (8081)
  --pace MS           time between two agent frames (15)
  --envelope NAME     payload, data, flat or server (payload)
  --transport NAME    how the page sends: websocket or rest (websocket)
  --scenario NAME     answer, no-tool, tool-error or agent-error (answer)
  --seed N            changes every answer (1)
  --token-life S      life of an access token in seconds (900)
  --oauth             sign-in by OAuth instead of dev login
  --no-web            no page: yours runs elsewhere
  --frontend-url URL  where OAuth returns to
  --fault ID[:a=b,c]  breaks something; may be repeated
  --help              this text
`;

const text = { type: 'string' } as const;
const flag = { type: 'boolean' } as const;
const flags = {
  'web-port': text,
  'api-port': text,
  'auth-port': text,
  pace: text,
  envelope: text,
  transport: text,
  scenario: text,
  seed: text,
  'token-life': text,
  oauth: flag,
  'no-web': flag,
  'frontend-url': text,
  fault: { type: 'string', multiple: true },
  help: flag,
} as const;

/** A whole number; what is none becomes NaN, which the stack refuses by its name. */
function whole(value: string | undefined): number | undefined {
  return value === undefined ? undefined : /^\d+$/.test(value) ? Number(value) : Number.NaN;
}

/**
 * Reads the command line of `npm run stack`.
 * @returns options for a stack on the product's development ports (docs/contract/backend.md 1.1), or `help` when that
 * is asked for.
 * @throws Error with one sentence for an unknown flag or fault. Values are checked by the stack.
 */
export function readCommand(args: string[]): StackOptions | 'help' {
  const { values } = parseArgs({ args, strict: true, options: flags });
  if (values.help === true) return 'help';
  const options = {
    webPort: whole(values['web-port']) ?? 3000,
    apiPort: whole(values['api-port']) ?? 8000,
    authPort: whole(values['auth-port']) ?? 8081,
    pace: whole(values.pace),
    envelope: values.envelope,
    transport: values.transport,
    scenario: values.scenario,
    seed: whole(values.seed),
    accessTokenLife: whole(values['token-life']),
    web: values['no-web'] !== true,
    developmentMode: values.oauth !== true,
    frontendUrl: values['frontend-url'],
    faults: values.fault?.map(parseFault),
  };
  return Object.fromEntries(Object.entries(options).filter(([, value]) => value !== undefined));
}
