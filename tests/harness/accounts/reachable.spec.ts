import { execFileSync } from 'node:child_process';
import { generateKeyPairSync, sign } from 'node:crypto';
import { once } from 'node:events';
import { writeFileSync } from 'node:fs';
import { type RequestListener, createServer } from 'node:http';
import { createServer as createSecureServer } from 'node:https';
import type { AddressInfo, Server } from 'node:net';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { checkReachable } from '../../../fixtures/accounts/reachable.ts';
import { ROOT, run } from '../../../bin/child.mjs';
import { childEnvironment } from '../../../config/child-environment.mjs';
import type { Target } from '../../../config/targets.ts';
import { expect, test as base } from '../support/embedded.ts';

/** A certificate that nobody but its owner vouches for (RFC 5280, version 1), with its key. */
function selfSigned() {
  const { publicKey, privateKey } = generateKeyPairSync('ec', { namedCurve: 'P-256' });
  const part = (tag: number, ...content: Buffer[]): Buffer => {
    const body = Buffer.concat(content);
    return Buffer.concat([
      Buffer.from(body.length < 128 ? [tag, body.length] : [tag, 0x82, body.length >> 8, body.length & 255]),
      body,
    ]);
  };
  const ecdsaWithSha256 = part(0x30, part(0x06, Buffer.from('2a8648ce3d040302', 'hex')));
  const nobody = part(0x30);
  const always = part(0x30, part(0x17, Buffer.from('200101000000Z')), part(0x17, Buffer.from('491231000000Z')));
  const spki = publicKey.export({ type: 'spki', format: 'der' });
  const claim = part(0x30, part(0x02, Buffer.from([1])), ecdsaWithSha256, nobody, always, nobody, spki);
  const certificate = part(
    0x30,
    claim,
    ecdsaWithSha256,
    part(0x03, Buffer.from([0]), sign('sha256', claim, privateKey)),
  );
  const cert = `-----BEGIN CERTIFICATE-----\n${certificate.toString('base64')}\n-----END CERTIFICATE-----\n`;
  return { cert, key: privateKey.export({ type: 'pkcs8', format: 'pem' }) };
}

interface Hosts {
  /** Asks a target whose page lives at this address, and everything else on an embedded stack. */
  askWith: (web: string) => Promise<void>;
  /** Lets a server listen on a free port. @returns its host and port */
  listening: (server: Server) => Promise<string>;
}

const test = base.extend<Hosts>({
  askWith: async ({ stack }, use) => {
    await use((web) => {
      const site = { web, api: stack.apiUrl, auth: stack.authUrl, ws: stack.apiUrl.replace('http', 'ws') };
      return checkReachable({ name: 'staging', site } as Target);
    });
  },
  listening: async ({}, use) => {
    const servers: Server[] = [];
    await use(async (server) => {
      servers.push(server);
      await once(server.listen(0, '127.0.0.1'), 'listening');
      return `127.0.0.1:${(server.address() as AddressInfo).port}`;
    });
    for (const server of servers) server.close();
  },
});

const plain = (answer: RequestListener) => createServer(answer);

test.describe('reachability of a target', () => {
  test('an unknown host name is reported', async ({ askWith }) => {
    await expect(askWith('https://nobody.invalid')).rejects.toThrow(
      /^The target "staging" is not available: the web host nobody\.invalid has no address \(DNS\)\. Check/,
    );
  });

  test('a host that refuses connections is reported', async ({ askWith, listening }) => {
    const server = plain(() => undefined);
    const host = await listening(server);
    server.close();
    await expect(askWith(`http://${host}`)).rejects.toThrow(`: the web host ${host} refuses connections. Check`);
  });

  test('a host that answers with a server error is reported', async ({ askWith, listening }) => {
    const host = await listening(plain((_request, response) => response.writeHead(502).end()));
    await expect(askWith(`http://${host}`)).rejects.toThrow(`: the web host ${host} answered 502 to GET /. Check`);
  });

  test('a host that never answers is reported', async ({ askWith, listening }) => {
    const host = await listening(plain(() => undefined));
    await expect(askWith(`http://${host}`)).rejects.toThrow(`: the web host ${host} did not answer within 6 s. Check`);
  });

  test('a host with an untrusted certificate is reported', async ({ askWith, listening }) => {
    const host = await listening(createSecureServer(selfSigned()));
    await expect(askWith(`https://${host}`)).rejects.toThrow(
      `: the web host ${host} has an invalid certificate (DEPTH_ZERO_SELF_SIGNED_CERT). Check`,
    );
  });

  test('a host that speaks plain HTTP at the port of TLS is reported', async ({ askWith, listening }) => {
    const host = await listening(plain((_request, response) => response.end()));
    await expect(askWith(`https://${host}`)).rejects.toThrow(
      new RegExp(`: the web host ${host} does not speak TLS at this port \\(\\w+\\): its address begins with http, or`),
    );
  });

  test('a host that speaks TLS at the port of plain HTTP is reported', async ({ askWith, listening }) => {
    const host = await listening(createSecureServer(selfSigned()));
    await expect(askWith(`http://${host}`)).rejects.toThrow(
      new RegExp(
        `: the web host ${host} (?:answered something that is no HTTP|closed the connection without an answer)`,
      ),
    );
  });

  test('a host that redirects in a circle is reported, and one that sets a cookie first is not', async ({
    askWith,
    listening,
  }) => {
    const circle = await listening(
      plain(({ url }, response) => response.writeHead(302, { location: url === '/' ? '/login' : '/' }).end()),
    );
    await expect(askWith(`http://${circle}`)).rejects.toThrow(`: the web host ${circle} redirects GET / in a circle.`);
    const itself = await listening(plain((_request, response) => response.writeHead(301, { location: '/' }).end()));
    await expect(askWith(`http://${itself}`)).rejects.toThrow(`: the web host ${itself} redirects GET / in a circle.`);
    const cookie = await listening(
      plain((_request, response) => response.writeHead(302, { location: '/', 'set-cookie': 'seen=1' }).end()),
    );
    await askWith(`http://${cookie}`);
  });

  for (const [way, minutes] of [
    ['behind', 10],
    ['ahead of', -10],
  ] as const) {
    test(`a clock ten minutes ${way} the target's is reported`, async ({ listening }) => {
      const date = () => new Date(Date.now() + minutes * 60_000).toUTCString();
      const host = await listening(plain((_request, response) => response.writeHead(200, { date: date() }).end()));
      const url = `http://${host}`;
      const asked = checkReachable({ name: 'staging', site: { web: url, api: url, auth: url, ws: url } } as Target);
      await expect(asked).rejects.toThrow(
        new RegExp(
          `^This machine's clock is (?:9 min 59|10 min [01]) s ${way} that of the target "staging" \\(its Date header\\), and at most 5 s are allowed: set the clock`,
        ),
      );
    });
  }

  test('an answer from a cache is as old as it says, and no sign of a wrong clock', async ({ listening }) => {
    const headers = () => ({ date: new Date(Date.now() - 600_000).toUTCString(), age: '600' });
    const host = await listening(plain((_request, response) => response.writeHead(200, headers()).end()));
    const url = `http://${host}`;
    const asked = checkReachable({ name: 'staging', site: { web: url, api: url, auth: url, ws: url } } as Target);
    await expect(asked).resolves.toBeUndefined();
  });

  test('a WebSocket host other than the API host is checked as well', async ({ stack }) => {
    const site = { web: stack.webUrl, api: stack.apiUrl, auth: stack.authUrl, ws: 'ws://127.0.0.1:9' };
    await expect(checkReachable({ name: 'staging', site } as Target)).rejects.toThrow(
      /is not available: the WebSocket host 127\.0\.0\.1:9 [^;]*\. Check/,
    );
  });

  test('an IPv6 address is checked without a name lookup', async ({ askWith }) => {
    await expect(askWith('http://[::1]:9')).rejects.toThrow(/the web host \[::1\]:9 (?!has no address)/);
  });
});

test('a run ends in time although the DNS resolver never answers', async ({}, testInfo) => {
  const place = { id: 'mute', dir: testInfo.outputPath('run'), secrets: testInfo.outputPath('private') };
  const [mute, nobodyWrites] = [testInfo.outputPath('mute-dns.mjs'), testInfo.outputPath('pipe')];
  execFileSync('mkfifo', [nobodyWrites]);
  writeFileSync(
    mute,
    `
    import dns from 'node:dns';
    import fs from 'node:fs';
    import { syncBuiltinESMExports } from 'node:module';
    dns.lookup = () => fs.open(${JSON.stringify(nobodyWrites)}, 'r', () => {});
    dns.promises.lookup = () => fs.promises.open(${JSON.stringify(nobodyWrites)});
    syncBuiltinESMExports();
  `,
  );
  const cli = join(ROOT, 'node_modules/@playwright/test/cli.js');
  const { code, output } = await run(process.execPath, [cli, 'test', '--project=staging', '--reporter=line'], {
    limit: 40_000,
    env: childEnvironment({
      NETRA_RUN: JSON.stringify(place),
      NETRA_STACK_HOST: undefined,
      TEST_WORKER_INDEX: undefined,
      FORCE_COLOR: undefined,
      NODE_OPTIONS: `--import=${pathToFileURL(mute).href}`,
      STAGING_BASE_URL: 'https://app.example',
      STAGING_API_URL: 'https://api.example',
      STAGING_AUTH_URL: 'https://auth.example',
      STAGING_WEBSOCKET_URL: 'wss://api.example',
      STAGING_ACCOUNTS: 'ada@example.com',
      STAGING_SIGN_IN: 'simulation',
      STAGING_SIMULATION_KEY: 'a-simulation-key',
    }),
  });
  expect(output).toContain(
    'The target "staging" is not available: the web host app.example was not found within 6 s (DNS); the API host',
  );
  expect(code).toBe(1);
});
