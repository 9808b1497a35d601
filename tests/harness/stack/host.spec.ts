import { spawn, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { createServer, type AddressInfo } from 'node:net';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { pathToFileURL } from 'node:url';
import { optionsOf } from '../../../stack/main.ts';
import { readArguments } from '../../../bin/arguments.mjs';
import { startStack } from '../../../stack/stack.ts';
import { expect, test as base } from '../support/embedded.ts';
import { call } from '../support/wire-client.ts';

const root = join(import.meta.dirname, '../../..');

interface Programs {
  /** Starts a program; it is ended with the test. */
  start: (file: string, ...args: string[]) => ChildProcess;
}

const test = base.extend<Programs>({
  start: async ({}, use) => {
    const children: ChildProcess[] = [];
    await use((file, ...args) => {
      const child = spawn(process.execPath, ['--import', 'tsx', join(root, file), ...args], {
        cwd: root,
        stdio: 'pipe',
      });
      children.push(child);
      return child;
    });
    for (const child of children) child.kill('SIGKILL');
  },
});

/** What a program that ends by itself says, and how it ends. */
async function outcome(child: ChildProcess): Promise<{ code: number; out: string; err: string }> {
  const said = { out: '', err: '' };
  child.stdout?.on('data', (chunk: Buffer) => {
    said.out += chunk.toString();
  });
  child.stderr?.on('data', (chunk: Buffer) => {
    said.err += chunk.toString();
  });
  const [code] = (await once(child, 'close')) as [number];
  return { code, ...said };
}

async function firstLine(child: ChildProcess): Promise<string> {
  if (child.stdout === null) throw new Error('its output is not piped');
  const [line] = (await once(createInterface({ input: child.stdout }), 'line')) as [string];
  return line;
}

test.describe('stack host', () => {
  test('stacks of one host know nothing of each other, and the host ends with its starter', async ({ start }) => {
    const child = start('stack/host.ts');
    const ended = once(child, 'exit');
    const { controlUrl, controlKey } = JSON.parse(await firstLine(child)) as { controlUrl: string; controlKey: string };
    const control = (path: string, method: string, body?: unknown) =>
      call(`${controlUrl}${path}`, { method, token: controlKey, body });
    expect((await call(`${controlUrl}/stacks`, { body: {} })).status).toBe(401);
    expect((await call(`${controlUrl}/stacks`, { body: {}, token: `${controlKey.slice(1)}x` })).status).toBe(401);
    expect((await control('/stacks', 'POST', { pace: -1 })).body).toEqual({
      error: 'The stack cannot start: pace must be a whole number from 0 to 60000.',
    });
    const [one, two] = await Promise.all(
      [{}, { developmentMode: false }].map((options) => control('/stacks', 'POST', options)),
    );
    expect([one?.status, two?.status]).toEqual([201, 201]);
    const stack = one?.body as Record<string, string>;
    const token = String((await call(`${stack['authUrl']}/auth/dev/login`, { body: {} })).body['access_token']);
    expect((await call(`${two?.body['apiUrl'] as string}/api/threads`, { token })).status).toBe(401);
    expect((await control(`/stacks/${stack['id']}/restart`, 'POST', { downFor: 10 })).body).toEqual(stack);
    const log = await control(`/stacks/${stack['id']}/log`, 'GET');
    expect(log.text).toContain('/auth/dev/login');
    expect(log.text).not.toContain(token);
    expect((await control(`/stacks/${stack['id']}/faults`, 'POST', { faults: [] })).status).toBe(204);
    expect((await control(`/stacks/${stack['id']}`, 'DELETE')).body).toEqual({ idleFaults: [] });
    expect((await control(`/stacks/${stack['id']}/log`, 'GET')).status).toBe(404);
    child.stdin?.end();
    expect(await ended).toEqual([0, null]);
  });

  test('a Ctrl-C while the stack host starts does not end it, so that nothing says that it did not start', async () => {
    const client = JSON.stringify(pathToFileURL(join(root, 'stack/client.ts')));
    const script = `
      process.on('SIGINT', () => undefined);
      const { startStackHost } = await import(${client});
      const starting = startStackHost();
      console.log('starting');
      await (await starting).stop();
    `;
    const child = spawn(process.execPath, ['--import', 'tsx', '--input-type=module', '-e', script], {
      cwd: root,
      detached: true,
    });
    const ended = outcome(child);
    expect(await firstLine(child)).toBe('starting');
    process.kill(-child.pid!, 'SIGINT');
    expect(await ended).toMatchObject({ code: 0, err: '' });
  });
});

test.describe('restart of a stack', () => {
  test.use({ stackOptions: { pace: 40 } });

  test('a restart cuts sockets and runs, and keeps people, threads and messages', async ({ stack, guest, dialAs }) => {
    const ada = await guest('ada@example.com');
    const line = await dialAs(ada);
    line.send({ type: 'start_agent', payload: { user_request: 'Hello there' } });
    await line.heard('agent_started');
    const back = stack.restart(30);
    expect(await line.end()).toEqual({ code: 1006, reason: '' });
    await back;
    const threads = await call(`${stack.apiUrl}/api/threads`, { token: ada.token });
    expect(threads.body).toMatchObject([{ title: 'Hello there', message_count: 1 }]);
    expect(await (await dialAs(ada)).heard('connection_established')).toMatchObject({ data: { mode: 'main' } });
  });
});

test.describe('npm run stack', () => {
  const anyPorts = ['stack', '--web-port', '0', '--api-port', '0', '--auth-port', '0'];

  test('npm run stack prints where the services are and stops at Ctrl-C', async ({ start }) => {
    const child = start('bin/run.mjs', ...anyPorts, '--oauth', '--envelope', 'data');
    const ended = once(child, 'exit');
    expect(await firstLine(child)).toBe('The stack is up.');
    child.kill('SIGINT');
    expect(await ended).toEqual([0, null]);
  });

  test('npm run stack prints a call that signs in, the active faults, and how to list faults and slow down', async ({
    start,
  }) => {
    const child = start('bin/run.mjs', ...anyPorts, '--fault', 'f19');
    let text = '';
    child.stdout?.on('data', (chunk: Buffer) => (text += chunk.toString()));
    await expect.poll(() => text, { intervals: [50], timeout: 30_000 }).toContain('Ctrl-C stops it.');
    for (const part of ['Broken on purpose: F19', 'person@example.com', '--pace', '--list-faults'])
      expect(text).toContain(part);
    const [, url = '', body = ''] = /curl -s (\S+) .* -d '([^']*)'/.exec(text) ?? [];
    expect((await call(url, { body: JSON.parse(body) as unknown })).body).toHaveProperty('access_token');
  });

  test('npm run stack refuses a value that the stack does not accept', async ({ start }) => {
    const { code, out, err } = await outcome(start('bin/run.mjs', 'stack', '--pace', '70000', '--api-port', '70000'));
    const sentence =
      '--api-port must be a whole number from 0 to 65535, not "70000". "npm run stack\n-- --help" lists the options.';
    expect({ code, out, err: err.trim() }).toEqual({ code: 2, out: '', err: sentence });
  });

  test('the options of npm run stack become those of the stack', () => {
    const wish = (...args: string[]) => optionsOf(readArguments('stack', args).options as never);
    expect(wish()).toMatchObject({ webPort: 3000, apiPort: 8000, authPort: 8081, web: true, developmentMode: true });
    expect(
      wish(
        '--api-port=9',
        '--pace',
        '500',
        '--oauth',
        '--no-web',
        '--transport',
        'rest',
        '--fault',
        'f19',
        '--fault',
        'drop:at=2',
      ),
    ).toMatchObject({
      apiPort: 9,
      pace: 500,
      developmentMode: false,
      web: false,
      transport: 'rest',
      faults: [{ id: 'F19' }, { id: 'drop', at: 2 }],
    });
  });
});

test.describe('failed start of a stack', () => {
  test('a stack does not start on a port that is taken, and leaves the others free', async () => {
    const taken = createServer().listen(0, '127.0.0.1');
    await once(taken, 'listening');
    const { port } = taken.address() as AddressInfo;
    await expect(startStack({ apiPort: port })).rejects.toThrow(
      `Port ${port} for the api service is taken by another program: stop it, or choose another port with --api-port.`,
    );
    taken.close();
  });

  test('a stack does not start with invalid options', async () => {
    const nonsense = {
      pace: -1,
      seed: 0.5,
      envelope: 'x',
      web: 'yes',
      frontendUrl: 'here',
      colour: 'red',
      apiPort: 70_000,
    };
    await expect(startStack(nonsense as never)).rejects.toThrow(
      'The stack cannot start: pace must be a whole number from 0 to 60000; seed must be a whole number from 0 to 9007199254740991; ' +
        'envelope must be one of payload, data, flat, server; web must be true or false; frontendUrl must be a URL; ' +
        'there is no option colour; apiPort must be a whole number from 0 to 65535.',
    );
    await expect(startStack({ faults: [{ id: 'F33', delay: 'soon' }] })).rejects.toThrow(
      /^The parameter delay of the fault F33 must be a number/,
    );
  });
});
