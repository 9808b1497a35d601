import { parseArgs } from 'node:util';
import { catalogue, parseFault } from './faults/index.ts';
import type { StackOptions } from './options.ts';

export const usage = `Starts the embedded stack: auth service, REST and WebSocket API, and the web page.

  npm run stack -- [options]

  --web-port N        port of the page (3000)
  --api-port N        port of the API (8000)
  --auth-port N       port of the auth service (8081)
  --pace MS           milliseconds between two agent frames (15); 500 is slow enough to watch
  --envelope NAME     payload, data, flat or server (payload)
  --transport NAME    how the page sends: websocket or rest (websocket)
  --scenario NAME     answer, no-tool, tool-error or agent-error (answer)
  --seed N            another seed gives other answers (1)
  --token-life S      lifetime of an access token in seconds (900)
  --oauth             sign in by OAuth instead of the development form
  --no-web            do not serve the page, because you run your own
  --frontend-url URL  address that OAuth returns to
  --fault ID[:NAME=VALUE,...]
                      break something, for example F19 or F33:delay=5000; may be repeated
  --list-faults       print what can be broken: id, title and owner
  --help              print this text
`;

/** Every fault on a line of its own: id, title, and whose part of the product it breaks. */
export function faultList(): string {
  const widest = (texts: readonly string[]) => Math.max(...texts.map((one) => one.length));
  const ids = widest(catalogue.map(({ id }) => id));
  const titles = widest(catalogue.map(({ title }) => title));
  const lines = catalogue.map(({ id, title, owner }) => `${id.padEnd(ids)}  ${title.padEnd(titles)}  ${owner}`);
  return `${lines.join('\n')}\n`;
}

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
  'list-faults': flag,
  help: flag,
} as const;

/** A whole number; anything else becomes NaN, which the stack refuses and names. */
function whole(value: string | undefined): number | undefined {
  return value === undefined ? undefined : /^\d+$/.test(value) ? Number(value) : Number.NaN;
}

/**
 * Reads the command line of `npm run stack`.
 * @returns options for a stack on the product's development ports (docs/contract/backend.md 1.1), or the text that was
 * asked for instead.
 * @throws Error with one sentence for an unknown flag or fault. Values are checked by the stack.
 */
export function readCommand(args: string[]): StackOptions | 'help' | 'faults' {
  const { values } = parseArgs({ args, strict: true, options: flags });
  if (values.help === true) return 'help';
  if (values['list-faults'] === true) return 'faults';
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
