import { randomBytes, timingSafeEqual } from 'node:crypto';
import { createServer, type IncomingMessage } from 'node:http';
import type { AddressInfo } from 'node:net';
import type { FaultSpec } from './faults/index.ts';
import { startStack, type RunningStack, type Stack, type StackOptions } from './stack.ts';

/*
 * Hosts the stacks of one test run. Prints one line, {"controlUrl","controlKey","pid"}, and is controlled over
 * loopback HTTP with the key as bearer token. Ends when its stdin closes, that is, when the process that started it has
 * ended.
 */

const key = randomBytes(24).toString('base64url');
const stacks = new Map<string, RunningStack>();

interface Reply {
  status: number;
  body?: unknown;
}

function described({ id, webUrl, apiUrl, authUrl, wsUrl, jwtSecret, bypassKey }: RunningStack): Omit<Stack, 'close'> {
  return { id, webUrl, apiUrl, authUrl, wsUrl, jwtSecret, bypassKey };
}

async function change(stack: RunningStack, action: string, body: Record<string, unknown>): Promise<Reply> {
  if (action === 'DELETE') {
    stacks.delete(stack.id);
    await stack.close();
    return { status: 200, body: { idleFaults: stack.idleFaults() } };
  }
  if (action === 'POST restart') {
    await stack.restart(Number(body['downFor'] ?? 0));
    return { status: 200, body: described(stack) };
  }
  if (action === 'POST hang-up') {
    stack.hangUp(Number(body['code']), String(body['reason'] ?? ''));
    return { status: 204 };
  }
  if (action === 'POST faults') {
    stack.setFaults((body['faults'] ?? []) as FaultSpec[]);
    return { status: 204 };
  }
  return action === 'GET log'
    ? { status: 200, body: stack.log() }
    : { status: 404, body: { error: 'There is no such control.' } };
}

async function reply(request: IncomingMessage, body: Record<string, unknown>): Promise<Reply> {
  const given = Buffer.from(request.headers.authorization ?? '');
  const wanted = Buffer.from(`Bearer ${key}`);
  if (given.length !== wanted.length || !timingSafeEqual(given, wanted))
    return { status: 401, body: { error: 'Wrong control key.' } };
  const [, room, id, action = ''] = (request.url ?? '').split('/');
  if (room !== 'stacks') return { status: 404, body: { error: 'There is no such control.' } };
  if (id === undefined && request.method === 'POST') {
    const stack = await startStack(body as StackOptions);
    stacks.set(stack.id, stack);
    return { status: 201, body: described(stack) };
  }
  const stack = stacks.get(id ?? '');
  if (stack === undefined) return { status: 404, body: { error: 'There is no such stack.' } };
  return change(stack, `${request.method ?? ''} ${action}`.trim(), body);
}

async function bodyOf(request: IncomingMessage): Promise<Record<string, unknown>> {
  const parts: Buffer[] = [];
  for await (const part of request as AsyncIterable<Buffer>) parts.push(part);
  const text = Buffer.concat(parts).toString('utf8');
  return text === '' ? {} : (JSON.parse(text) as Record<string, unknown>);
}

const server = createServer((request, response) => {
  void bodyOf(request)
    .then((body) => reply(request, body))
    .catch((error: unknown) => ({
      status: 400,
      body: { error: error instanceof Error ? error.message : String(error) },
    }))
    .then(({ status, body }: Reply) => {
      response.writeHead(status, { 'content-type': 'application/json' });
      response.end(body === undefined ? undefined : JSON.stringify(body));
    });
});

process.stdin.on('close', () => process.exit(0)).resume();
server.listen(0, '127.0.0.1', () => {
  const controlUrl = `http://localhost:${(server.address() as AddressInfo).port}`;
  process.stdout.write(`${JSON.stringify({ controlUrl, controlKey: key, pid: process.pid })}\n`);
});
