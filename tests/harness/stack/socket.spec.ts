import { type Identity, Tokens } from '../../../stack/server/auth/tokens.ts';
import { Tickets } from '../../../stack/server/socket/tickets.ts';
import { expect, test } from '../support/embedded.ts';
import { call, claims, type Json, mint, offer } from '../support/wire-client.ts';

const when = expect.stringMatching(/^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{6}\+00:00$/);

test.describe('socket of the embedded stack', () => {
  test("a browser's offer is answered with jwt-auth, never with the token, and a welcome", async ({
    stack,
    guest,
    dialAs,
  }) => {
    const ada = await guest('ada@example.com');
    const line = await dialAs(ada);
    expect(line.protocol).toBe('jwt-auth');
    const welcome = await line.heard('connection_established');
    expect(welcome).toMatchObject({
      timestamp: expect.any(Number),
      server_id: null,
      correlation_id: null,
    });
    expect(welcome['data']).toEqual({
      mode: 'main',
      user_id: `${ada.id.slice(0, 8)}...`,
      connection_id: expect.stringMatching(/^main_[0-9a-f]{8}$/),
      golden_path_events: ['agent_started', 'agent_thinking', 'tool_executing', 'tool_completed', 'agent_completed'],
      features: {
        full_business_logic: true,
        golden_path_integration: true,
        cloud_run_optimized: true,
        emergency_fallback: true,
        agent_orchestration: true,
      },
      timestamp: when,
    });
    expect(line.raw.map(({ data }) => data).join()).not.toContain(ada.token);
    expect((await call(`${stack.apiUrl}/ws/stats`)).body).toMatchObject({ active_connections: 1, unique_users: 1 });
  });

  test('a socket opens at both addresses and with every way to carry a token', async ({ stack, guest, dial }) => {
    const { token } = await guest('ada@example.com');
    const wrapped = Buffer.from(token).toString('base64url');
    const ways = [
      { protocols: ['jwt-auth', `jwt.${token}`] },
      { protocols: ['jwt', `jwt-auth.${wrapped}`] },
      { protocols: ['bearer', `bearer.${token}`] },
      { protocols: ['jwt-auth', `staging-auth.${wrapped}`, 'compression-gzip'] },
      { headers: { authorization: `Bearer ${token}` } },
    ];
    for (const url of [stack.wsUrl, `${stack.apiUrl.replace('http', 'ws')}/api/v1/websocket`]) {
      for (const way of ways) {
        const line = await dial({ url, ...way });
        await line.heard('connection_established');
        expect(line.protocol).toBe(way.protocols?.[0] ?? '');
      }
    }
  });

  test('a socket is refused before it opens when no offered protocol can be answered', async ({ guest, dial }) => {
    const { token } = await guest('ada@example.com');
    for (const protocols of [['chat'], ['compression-gzip', 'auth'], [`jwt.${token}`], ['jwt.short']]) {
      const line = await dial({ protocols });
      expect(line.refused, String(protocols)).toBe(403);
    }
  });

  test('a socket from another origin or at another path is refused', async ({ stack, guest, dial }) => {
    const { token } = await guest('ada@example.com');
    const protocols = offer(token);
    for (const origin of ['http://evil.example', 'null', 'http://localhost:1'])
      expect((await dial({ protocols, origin })).refused).toBe(403);
    for (const origin of [stack.webUrl, 'http://localhost:3000'])
      await (await dial({ protocols, origin })).heard('connection_established');
    expect((await dial({ protocols, url: `${stack.apiUrl.replace('http', 'ws')}/websocket` })).refused).toBe(403);
    expect((await dial({ protocols, url: stack.webUrl.replace('http', 'ws') })).refused).toBe(404);
  });

  test('a token in the query does not sign a socket in', async ({ stack, guest, dial }) => {
    const { token } = await guest('ada@example.com');
    for (const name of ['token', 'jwt', 'access_token'])
      expect((await (await dial({ url: `${stack.wsUrl}?${name}=${token}` })).end()).code).toBe(1008);
  });

  test('a ticket opens one socket', async ({ stack, guest, dial }) => {
    const [ada, bob] = [await guest('ada@example.com'), await guest('bob@example.com')];
    for (const path of ['/websocket/ticket', '/api/websocket/ticket']) {
      const address = stack.apiUrl + path;
      const { status, body } = await call(address, { token: ada.token, body: { ttl_seconds: 300, single_use: true } });
      expect(status).toBe(200);
      expect(body).toMatchObject({
        ticket_id: expect.any(String),
        ttl_seconds: 300,
        single_use: true,
        created_at: expect.any(Number),
      });
      expect(Number(body['expires_at']) - Number(body['created_at'])).toBe(300);
      const one = `${address}/${String(body['ticket_id'])}`;
      expect((await call(`${one}/validate`, { token: ada.token })).body).toMatchObject({
        valid: true,
        user_id: ada.id,
      });
      expect((await call(`${one}/validate`, { token: bob.token })).status).toBe(403);
      expect((await call(one, { token: bob.token, method: 'DELETE' })).status).toBe(403);
      const url = String(body['websocket_url']);
      expect(url).toBe(`${stack.wsUrl}?ticket=${String(body['ticket_id'])}`);
      await (await dial({ url })).heard('connection_established');
      expect(await (await dial({ url })).end()).toEqual({ code: 1008, reason: 'Authentication failed' });
      expect((await call(`${one}/validate`, { token: ada.token })).status).toBe(404);
    }
    expect((await call(`${stack.apiUrl}/websocket/ticket`, { method: 'POST' })).status).toBe(401);
  });

  test('a ticket that was taken back or never existed opens no socket', async ({ stack, guest, dial }) => {
    const { token } = await guest('ada@example.com');
    const { body } = await call(`${stack.apiUrl}/websocket/ticket`, { token, body: { single_use: false } });
    const url = String(body['websocket_url']);
    for (let use = 0; use < 2; use += 1) await (await dial({ url })).heard('connection_established');
    expect(
      (await call(`${stack.apiUrl}/websocket/ticket/${String(body['ticket_id'])}`, { token, method: 'DELETE' })).status,
    ).toBe(200);
    expect((await (await dial({ url })).end()).code).toBe(1008);
    expect((await (await dial({ url: `${stack.wsUrl}?ticket=made-up` })).end()).code).toBe(1008);
  });

  test('a ticket whose owner has signed out, or whose token has expired, opens no socket', async ({
    stack,
    guest,
    dial,
  }) => {
    const ada = await guest('ada@example.com');
    const short = await mint(stack.jwtSecret, claims(2));
    const ticketOf = async (token: string) =>
      String((await call(`${stack.apiUrl}/websocket/ticket`, { token, body: {} })).body['websocket_url']);
    const [signedOut, expired] = [await ticketOf(ada.token), await ticketOf(short)];
    await call(`${stack.authUrl}/auth/logout`, { method: 'POST', token: ada.token });
    await expect.poll(async () => (await call(`${stack.apiUrl}/api/threads`, { token: short })).status).toBe(401);
    for (const url of [signedOut, expired]) {
      const line = await dial({ url });
      expect(await line.end()).toEqual({ code: 1008, reason: 'Authentication failed' });
      expect(line.frames.map((frame) => frame['error_code'])).toEqual(['AUTH_FAILED']);
    }
  });

  test('an expired ticket opens no socket', () => {
    const tickets = new Tickets(() => false);
    const whose: Identity = {
      personId: 'user-ada',
      email: 'ada@example.com',
      permissions: [],
      session: 's',
      expiresAt: Date.now() + 60_000,
      claims: {},
    };
    const [good, ended] = [60, 0].map((seconds) => tickets.issue(whose, seconds, true).id);
    expect([tickets.find(good!)?.id, tickets.find(ended!)]).toEqual([good, undefined]);
  });

  test('a socket answers ping, acknowledges unknown messages, and reports unreadable ones', async ({
    guest,
    dialAs,
  }) => {
    const ada = await guest('ada@example.com');
    const line = await dialAs(ada);
    line.send({ type: 'ping', timestamp: Date.now() });
    expect(await line.heard('pong')).toMatchObject({ data: { timestamp: expect.any(Number), user_id: ada.id } });
    line.send({ type: 'session_restore', payload: {} });
    expect(await line.heard('ack')).toMatchObject({
      received_type: 'session_restore',
      status: 'acknowledged',
      user_id: ada.id,
    });
    line.send({ no: 'type' });
    await line.next((frame) => frame['received_type'] === 'unknown');
    line.send({ type: 5 });
    await line.next((frame) => frame['received_type'] === 5);
    for (const text of ['{"type":', '[1]', '"x"', '']) line.send(text);
    line.sendBytes(new Uint8Array([1, 2, 3]));
    const errors = await line.several('error_message', 5);
    expect(errors.every((frame) => frame['error_code'] === 'JSON_PARSE_ERROR')).toBe(true);
    expect(errors[0]).toEqual({
      type: 'error_message',
      error_code: 'JSON_PARSE_ERROR',
      error_message: 'Invalid JSON format',
      details: {},
      timestamp: expect.any(Number),
      recovery_suggestions: null,
    });
    line.send({ type: 'start_agent', payload: { user_request: '   ' } });
    await line.next((frame) => frame['error_code'] === 'AGENT_REQUEST_ERROR');
    expect(line.open).toBe(true);
  });

  test('a socket closes at a message over 1 MiB', async ({ guest, dialAs }) => {
    const line = await dialAs(await guest('ada@example.com'));
    line.send(JSON.stringify({ type: 'x', padding: 'y'.repeat(1_048_576 - 30) }));
    await line.heard('ack');
    line.send('y'.repeat(1_048_577));
    expect((await line.end()).code).toBe(1009);
  });

  test('a socket closes when its token expires, unless it is given a new one', async ({ stack, dial }) => {
    const person = claims(2);
    const short = await mint(stack.jwtSecret, person);
    const [left, renewed] = [await dial({ protocols: offer(short) }), await dial({ protocols: offer(short) })];
    await renewed.heard('connection_established');
    renewed.send({ type: 'auth', token: await mint(stack.jwtSecret, { ...claims(), sub: person.sub ?? '' }) });
    await renewed.heard('ack');
    expect(await left.end()).toEqual({ code: 1008, reason: 'Token expired' });
    expect(renewed.open).toBe(true);
  });

  test('a socket closes when its token expires, whatever token of another person it is given', async ({
    stack,
    guest,
    dial,
  }) => {
    const bob = await guest('bob@example.com');
    const line = await dial({ protocols: offer(await mint(stack.jwtSecret, claims(2))) });
    await line.heard('connection_established');
    line.send({ type: 'auth', token: bob.token });
    expect(await line.end()).toEqual({ code: 1008, reason: 'Token expired' });
  });

  test('a socket closes with 1011 when the stack itself fails after the upgrade', async ({ stack, guest, dialAs }) => {
    const ada = await guest('ada@example.com');
    const { confirm } = Tokens.prototype;
    Tokens.prototype.confirm = () => {
      throw new Error('the tokens are gone');
    };
    try {
      const line = await dialAs(ada);
      expect(await line.end()).toEqual({ code: 1011, reason: 'Auth error' });
      expect(line.failure).toBe('');
    } finally {
      Tokens.prototype.confirm = confirm;
    }
    expect(stack.log()).toContainEqual(
      expect.objectContaining({ what: 'error', path: '/ws', message: 'the tokens are gone' }),
    );
  });

  for (const code of [1006, 1011]) {
    test(`a socket is closed with ${code} even before its token is checked`, async ({ stack, guest, dialAs }) => {
      const ada = await guest('ada@example.com');
      for (let time = 0; time < 20; time += 1) {
        const line = await dialAs(ada);
        stack.hangUp(code, '');
        expect((await line.end()).code).toBe(code);
      }
    });
  }

  test.describe('idle socket', () => {
    test.use({ stackOptions: { heartbeat: 40, messagesPerMinute: 3 } });

    test('an idle socket gets heartbeats', async ({ guest, dialAs }) => {
      const line = await dialAs(await guest('ada@example.com'));
      expect((await line.several('heartbeat', 2))[0]).toMatchObject({
        data: { connection_id: expect.any(String), timestamp: when, stats: {} },
        timestamp: expect.any(Number),
        server_id: null,
      });
    });

    test('a heartbeat counts the messages of its socket and the events of its agents, however long ago', async ({
      guest,
      dialAs,
    }) => {
      const line = await dialAs(await guest('ada@example.com'));
      const counts = async (messages: number) => {
        const said = await line.next((frame) => {
          return (
            frame['type'] === 'heartbeat' &&
            ((frame['data'] as Json)['stats'] as Json)['messages_processed'] === messages
          );
        });
        return (said['data'] as Json)['stats'];
      };
      line.send({ type: 'ping' });
      expect(await counts(1)).toEqual({ messages_processed: 1, agent_events_processed: 0 });
      const now = Date.now;
      Date.now = () => now() + 61_000;
      try {
        line.send({ type: 'start_agent', payload: { user_request: 'Compare the models' } });
        await line.heard('final_report');
      } finally {
        Date.now = now;
      }
      const events = line.frames.filter((frame) => frame['run_id'] !== undefined).length;
      line.send({ type: 'ping' });
      expect(await counts(3)).toEqual({ messages_processed: 3, agent_events_processed: events });
    });

    test('a socket that sent too much is heard again when a minute has passed', async ({ guest, dialAs }) => {
      const line = await dialAs(await guest('ada@example.com'));
      for (let message = 0; message < 4; message += 1) line.send({ type: 'ping' });
      await line.next((frame) => frame['error_code'] === 'RATE_LIMITED');
      const { now } = Date;
      Date.now = () => now() + 61_000;
      try {
        line.send({ type: 'ping' });
        await expect.poll(() => line.of('pong'), { message: 'answers' }).toHaveLength(4);
      } finally {
        Date.now = now;
      }
    });

    test('a socket that sends too much gets an error, and the other sockets of the person do not', async ({
      guest,
      dialAs,
    }) => {
      const ada = await guest('ada@example.com');
      const [line, other] = [await dialAs(ada), await dialAs(ada)];
      for (let message = 0; message < 4; message += 1) line.send({ type: 'ping' });
      await line.next((frame) => frame['error_code'] === 'RATE_LIMITED');
      expect(line.of('pong')).toHaveLength(3);
      other.send({ type: 'ping' });
      await other.heard('pong');
    });
  });
});
