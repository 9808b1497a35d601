import { readCommand, usage } from './command.ts';
import { devPerson, seededPeople } from './server/memory.ts';
import { startStack, type RunningStack, type StackOptions } from './stack.ts';

/** Where things are and how to sign in. */
function announcement(stack: RunningStack, { web, developmentMode }: StackOptions): string {
  const signIn =
    developmentMode === false ? 'by OAuth, on a page that stands for Google’s' : `as ${devPerson.email} by one click`;
  const people = seededPeople.map(({ email, password }) => `${email} / ${password}`).join(' or ');
  return `The stack is up.
  page     ${web === false ? 'not served' : stack.webUrl}
  API      ${stack.apiUrl}
  socket   ${stack.wsUrl}
  auth     ${stack.authUrl}

Sign in ${signIn}; by password as ${people}.
Ctrl-C stops it.
`;
}

try {
  const options = readCommand(process.argv.slice(2));
  if (options === 'help') {
    process.stdout.write(usage);
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
