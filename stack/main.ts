import { faultList, readCommand, usage } from './command.ts';
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
      : `The page signs in by password, or as ${devPerson.email} by "Quick Dev Login".`;
  return `The stack is up.

  Page    ${web === false ? 'not served' : stack.webUrl}
  API     ${stack.apiUrl}
  Socket  ${stack.wsUrl}
  Auth    ${stack.authUrl}
${faults.length > 0 ? `\nBroken on purpose: ${faults.map(({ id }) => id).join(', ')}\n` : ''}
People and their passwords. ${way}
${people.join('\n')}

Get a token, then use its access_token:
  curl -s ${stack.authUrl}/auth/login -H 'Content-Type: application/json' ${signIn}
  curl -s ${stack.apiUrl}/api/threads -H "Authorization: Bearer $TOKEN"

Slow it down   npm run stack -- --pace 500
Break it       npm run stack -- --fault F19   (all faults: --list-faults)
All options    npm run stack -- --help

Ctrl-C stops it.
`;
}

try {
  const options = readCommand(process.argv.slice(2));
  if (options === 'help') {
    process.stdout.write(usage);
  } else if (options === 'faults') {
    process.stdout.write(faultList());
  } else {
    const stack = await startStack(options);
    for (const signal of ['SIGINT', 'SIGTERM'] as const)
      process.once(signal, () => void stack.close().then(() => process.exit(0)));
    process.stdout.write(announcement(stack, options));
  }
} catch (error) {
  process.stderr.write(`${error instanceof Error ? error.message : String(error)}\n`);
  process.exitCode = 2;
}
