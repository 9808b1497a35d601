import { once } from 'node:events';
import { conflictOf } from './faults/conflict.ts';
import { parseFault } from './faults/index.ts';
import type { Envelope, Scenario, Transport } from './options.ts';
import { devPerson, seededPeople } from './server/memory.ts';
import { startStack, type RunningStack, type StackOptions } from './stack.ts';

/** What somebody who develops a frontend needs: addresses, people, a first call, and how to slow down and break it. */
function announcement(stack: RunningStack, { web, developmentMode, faults = [] }: StackOptions): string {
  const [first] = seededPeople;
  const signIn = `-d '${JSON.stringify({ email: first?.email, password: first?.password })}'`;
  const people = [devPerson, ...seededPeople].map(({ email, password }) => `  ${email.padEnd(24)}${password}`);
  const way =
    developmentMode === false
      ? 'The page signs in by OAuth: choose one on the page that stands for Google’s.'
      : `The page signs ${devPerson.email} in by itself; after "Logout" its form takes everybody.`;
  return `The stack is up.

  Page    ${web === false ? 'not served' : stack.webUrl}
  API     ${stack.apiUrl}
  Socket  ${stack.wsUrl}
  Auth    ${stack.authUrl}
${faults.length > 0 ? `\nBroken on purpose: ${faults.map(({ id }) => id).join(', ')}\n` : ''}
People and their passwords. ${way}
${people.join('\n')}

Call the API with a token (two lines of a POSIX shell):
  TOKEN=$(curl -s ${stack.authUrl}/auth/login -H 'Content-Type: application/json' ${signIn} | sed 's/.*"access_token":"\\([^"]*\\)".*/\\1/')
  curl -s ${stack.apiUrl}/api/threads -H "Authorization: Bearer $TOKEN"

Slow it down   npm run stack -- --pace 500
Break it       npm run stack -- --fault F19   (all faults: --list-faults)
All options    npm run stack -- --help

Ctrl-C stops it.
`;
}

/** What `npm run stack` is given, by the names of its options. */
interface Wish {
  'web-port': number;
  'api-port': number;
  'auth-port': number;
  pace: number | undefined;
  envelope: Envelope;
  transport: Transport;
  scenario: Scenario;
  seed: number;
  'token-life': number;
  oauth: boolean;
  'no-web': boolean;
  'frontend-url': string | undefined;
  fault: string[];
}

/** The options of the stack that somebody wishes for on a command line. */
export function optionsOf(wish: Wish): StackOptions {
  return {
    webPort: wish['web-port'],
    apiPort: wish['api-port'],
    authPort: wish['auth-port'],
    pace: wish.pace,
    envelope: wish.envelope,
    transport: wish.transport,
    scenario: wish.scenario,
    seed: wish.seed,
    accessTokenLife: wish['token-life'],
    web: !wish['no-web'],
    developmentMode: !wish.oauth,
    frontendUrl: wish['frontend-url'],
    faults: faultsOf(wish.fault),
  };
}

/** What an option of the stack is called on a command line. */
const TYPED: Readonly<Record<string, string>> = {
  pace: '--pace',
  seed: '--seed',
  accessTokenLife: '--token-life',
  frontendUrl: '--frontend-url',
};

/** A sentence about options of the stack, with the names by which they were typed. */
function asTyped(sentence: string): string {
  return sentence.replaceAll(/\b(\w+)(?= must be )/g, (name) => TYPED[name] ?? name);
}

/** Refuses one port for two services: the second one would find it taken. @throws Error with one sentence */
function checkPorts(wish: Wish): void {
  const names = [...(wish['no-web'] ? [] : ['web-port' as const]), 'api-port' as const, 'auth-port' as const];
  for (const [index, name] of names.entries()) {
    const same = names.slice(0, index).find((one) => wish[one] !== 0 && wish[one] === wish[name]);
    if (same) throw new Error(`--${same} and --${name} are the same port ${wish[name]}: each service needs its own.`);
  }
}

/** @throws Error with one sentence for one that makes no sense, or that another one switches off */
function faultsOf(written: readonly string[]): StackOptions['faults'] {
  const faults = written.map(parseFault);
  const conflict = conflictOf(faults);
  if (conflict) throw new Error(conflict);
  return faults;
}

/**
 * `npm run stack`: starts a stack on the product's development ports (docs/contract/backend.md 1.1) and keeps it until
 * Ctrl-C.
 * @returns the exit code: 2 when it cannot start
 */
export async function main({ options: wish }: { options: Wish }): Promise<number> {
  try {
    checkPorts(wish);
    const options = optionsOf(wish);
    const stack = await startStack(options);
    const stopped = Promise.race([once(process, 'SIGINT'), once(process, 'SIGTERM')]);
    process.stdout.write(announcement(stack, options));
    await stopped;
    await stack.close();
    return 0;
  } catch (error) {
    process.stderr.write(`${asTyped(error instanceof Error ? error.message : String(error))}\n`);
    return 2;
  }
}
