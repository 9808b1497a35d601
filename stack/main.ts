import { parseArgs } from 'node:util';
import { parseFault } from '../faults/index.ts';
import { devPerson, seededPeople } from './memory.ts';
import { startStack, type StackOptions } from './stack.ts';

const usage = `Starts the embedded stack: auth service, REST and WebSocket API, and the web page.

  npm run stack -- [options]

  --web-port N        port of the page (3000)        --pace MS           time between two agent frames (15)
  --api-port N        port of the API (8000)         --envelope NAME     payload, data, flat or server (payload)
  --auth-port N       port of the auth service (8081) --transport NAME   websocket or rest (websocket)
  --seed N            changes every answer (1)       --scenario NAME     answer, no-tool, tool-error or agent-error
  --token-life S      life of an access token (900)  --oauth             OAuth instead of dev login
  --no-web            no page: yours runs elsewhere  --frontend-url URL  where OAuth returns to
  --fault ID[:a=b]    breaks something; repeatable   --help              this text
`;

/** A whole number on the command line; what is none is refused by the stack with its name. */
function whole(value: string | undefined): number | undefined {
  return value === undefined ? undefined : /^\d+$/.test(value) ? Number(value) : Number.NaN;
}

function read(args: string[]): StackOptions | 'help' {
  const text = { type: 'string' } as const;
  const flag = { type: 'boolean' } as const;
  const { values } = parseArgs({
    args,
    strict: true,
    options: {
      'web-port': text, 'api-port': text, 'auth-port': text, 'pace': text, 'seed': text, 'token-life': text, 'envelope': text,
      'transport': text, 'scenario': text, 'frontend-url': text, 'fault': { type: 'string', multiple: true },
      'oauth': flag, 'no-web': flag, 'help': flag,
    },
  });
  if (values.help === true) return 'help';
  const options = {
    webPort: whole(values['web-port']) ?? 3000,
    apiPort: whole(values['api-port']) ?? 8000,
    authPort: whole(values['auth-port']) ?? 8081,
    pace: whole(values.pace),
    seed: whole(values.seed),
    accessTokenLife: whole(values['token-life']),
    envelope: values.envelope,
    transport: values.transport,
    scenario: values.scenario,
    frontendUrl: values['frontend-url'],
    web: values['no-web'] !== true,
    developmentMode: values.oauth !== true,
    faults: values.fault?.map(parseFault),
  };
  return Object.fromEntries(Object.entries(options).filter(([, value]) => value !== undefined));
}

try {
  const options = read(process.argv.slice(2));
  if (options === 'help') {
    process.stdout.write(usage);
  } else {
    const stack = await startStack(options);
    for (const signal of ['SIGINT', 'SIGTERM'] as const) process.once(signal, () => void stack.close().then(() => process.exit(0)));
    const signIn = options.developmentMode === false ? 'by OAuth, on a page that stands for Google’s' : `as ${devPerson.email} by one click`;
    const people = seededPeople.map(({ email, password }) => `${email} / ${password}`).join(' or ');
    const page = options.web === false ? 'not served' : stack.webUrl;
    process.stdout.write(
      `The stack is up.\n  page     ${page}\n  API      ${stack.apiUrl}\n  socket   ${stack.wsUrl}\n  auth     ${stack.authUrl}\n\n` +
        `Sign in ${signIn}; by password as ${people}.\nCtrl-C stops it.\n`,
    );
  }
} catch (error) {
  process.stderr.write(`${error instanceof Error ? error.message : String(error)}\n`);
  process.exitCode = 2;
}
