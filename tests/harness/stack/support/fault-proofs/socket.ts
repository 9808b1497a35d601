import { expect } from '@playwright/test';
import { call, type Json, offer } from '../../../support/wire-client.ts';
import {
  asAda,
  ask,
  expectOnly,
  fieldsOf,
  proof,
  question,
  runFrames,
  wholeRun,
  type Bed,
  type Proofs,
} from './proof.ts';

/** The same person over an `Authorization` header, as no browser can. */
function byHeader({ dial, ada }: Bed) {
  return dial({ headers: { authorization: `Bearer ${ada.token}` } });
}

async function toThreads({ dialAs, ada, stack }: Bed) {
  const line = await dialAs(ada);
  await line.heard('connection_established');
  return {
    line,
    threads: async () => (await call(`${stack.apiUrl}/api/threads`, { token: ada.token })).body as unknown as Json[],
  };
}

/** Faults that show when a socket opens, when it ends, or in who gets what. */
export const socketProofs: Proofs = {
  'heartbeat-lost': {
    params: { what: 'pong' },
    prove: async (bed) => {
      const line = await bed.dialAs(bed.ada);
      await line.heard('connection_established');
      line.send({ type: 'ping', timestamp: Date.now() });
      await expectOnly(line, ['connection_established']);
    },
  },
  F01: proof(async (bed) => {
    const line = await bed.dialAs(bed.ada);
    expect(line.failure).toMatch(/no subprotocol/i);
    await (await byHeader(bed)).heard('connection_established');
  }),
  F02: proof(async (bed) => expect((await bed.dialAs(bed.ada)).failure).toMatch(/invalid subprotocol/i)),
  F03: proof(async (bed) => {
    const line = await bed.dialAs(bed.ada);
    expect(line.protocol).toBe('jwt-auth');
    expect(await line.end()).toEqual({ code: 1008, reason: 'Authentication failed' });
    await (await byHeader(bed)).heard('connection_established');
  }),
  F04: proof(async (bed) => {
    const line = await bed.dialAs(bed.ada);
    expect(await line.end()).toEqual({ code: 1008, reason: 'Authentication failed' });
    expect(line.frames[0]?.['error_message']).toMatch(/^Token validation failed: .*2 dots/);
    await (await bed.dial({ protocols: ['jwt-auth', `jwt.${bed.ada.token}`] })).heard('connection_established');
    expect((await asAda(bed, '/api/threads')).status).toBe(200);
  }),
  F06: proof(async (bed) => {
    for (const line of [await bed.dialAs(bed.ada), await byHeader(bed)]) {
      expect(await line.end()).toEqual({ code: 1011, reason: 'Auth error' });
      expect(line.frames[0]?.['error_message']).toBe('No token');
    }
    const { body } = await asAda(bed, '/websocket/ticket', {});
    await (await bed.dial({ url: String(body['websocket_url']) })).heard('connection_established');
  }),
  F07: proof(async (bed) => {
    const line = await bed.dialAs(bed.ada);
    expect([line.refused, line.refusal['server']]).toEqual([403, 'Google Frontend']);
    const callback = await call(`${bed.stack.authUrl}/auth/callback?code=a&state=b`);
    expect([callback.status, callback.headers.get('content-type')]).toEqual([403, 'text/html; charset=UTF-8']);
    expect(callback.headers.get('x-netra-revision')).toBeNull();
  }),
  F10: proof(async (bed) => {
    const opened = bed.dialAs(bed.ada).then(() => 'settled');
    const waited = new Promise((done) => setTimeout(() => done('pending'), 300));
    expect(await Promise.race([opened, waited])).toBe('pending');
    expect((await asAda(bed, '/api/threads')).status).toBe(200);
    await bed.stack.close();
    expect(await opened).toBe('settled');
  }),
  F11: proof(async (bed) => {
    const line = await bed.dialAs(bed.ada);
    expect(await line.end()).toEqual({ code: 1011, reason: 'Failed to establish connection' });
    expect(line.frames).toEqual([]);
  }),
  F12: proof(async (bed) => {
    const line = await bed.dialAs(bed.ada);
    expect(await line.end()).toEqual({ code: 1000, reason: 'main cleanup' });
    expect(line.types()).toEqual(['connection_established']);
  }),
  F13: proof(async (bed) => {
    const line = await ask(bed);
    await expectOnly(line, []);
    expect(line.open).toBe(true);
  }),
  F14: {
    params: { window: 300 },
    prove: async (bed) => {
      const line = await ask(bed);
      await line.heard('connection_established');
      await expectOnly(line, ['connection_established'], 320);
      await (await ask(bed, line)).heard('final_report');
    },
  },
  F15: proof(async (bed) => {
    const line = await ask(bed);
    line.send({ type: 'ping' });
    await expectOnly(line, ['connection_established']);
    line.send({ type: 'made_up' });
    await line.heard('ack');
    line.send({ type: 'chat_message', payload: { content: question } });
    await line.heard('agent_started');
  }),
  F16: proof(async (bed) => {
    const line = await ask(bed);
    expect(await line.heard('ack')).toMatchObject({ received_type: 'start_agent' });
    await expectOnly(line, ['connection_established', 'ack']);
  }),
  F17: proof(async (bed) => {
    const line = await ask(bed);
    await expectOnly(line, ['connection_established']);
    line.send({ type: 'start_agent', payload: { text: question } });
    await line.heard('agent_started');
  }),
  F37: {
    params: { seconds: 1 },
    prove: async (bed) => {
      const breaker = async () => (await call(`${bed.stack.apiUrl}/ws/auth/circuit-breaker`)).body['circuit_breaker'];
      expect(await (await bed.dialAs(bed.ada)).end()).toEqual({ code: 1011, reason: 'Auth error' });
      expect(await breaker()).toMatchObject({ circuit_breaker: { state: 'open' } });
      await expect.poll(breaker, { intervals: [100] }).toMatchObject({ circuit_breaker: { state: 'closed' } });
      await (await bed.dialAs(bed.ada)).heard('connection_established');
    },
  },
  F45: proof(async (bed) => {
    for (let time = 0; time < 3; time += 1) expect((await (await bed.dialAs(bed.ada)).end()).code).toBe(1006);
  }),
  F49: proof(async (bed) => {
    const bob = await bed.guest('bob@example.com');
    const theirs = await bed.dialAs(bob);
    const frames = await wholeRun(bed);
    expect(
      frames.filter((frame) => frame['user_id'] === 'user-somebody-else').map((frame) => fieldsOf(frame)['reasoning']),
    ).toEqual([expect.stringMatching(/secret/)]);
    await theirs.heard('final_report');
    expect(runFrames(theirs).some((frame) => frame['user_id'] === bed.ada.id)).toBe(true);
  }),
  F50: proof(async (bed) => {
    const { line: older } = await toThreads(bed);
    const newer = await ask(bed, (await toThreads(bed)).line);
    await newer.heard('final_report');
    expect(runFrames(older)).toEqual([]);
  }),
  F51: proof(async (bed) => {
    await toThreads(bed);
    expect(await (await bed.dialAs(bed.ada)).end()).toEqual({
      code: 1011,
      reason: 'maximum number of WebSocket managers (1)',
    });
    await (await bed.dialAs(await bed.guest('bob@example.com'))).heard('connection_established');
  }),
  F52: {
    params: { age: 120 },
    prove: async (bed) => {
      const since = performance.now();
      const { line } = await toThreads(bed);
      expect((await line.end()).code).toBe(1006);
      expect(performance.now() - since).toBeGreaterThanOrEqual(119);
    },
  },
  F55: {
    params: { delay: 600 },
    prove: async (bed) => {
      const since = performance.now();
      await toThreads(bed);
      expect(performance.now() - since).toBeGreaterThanOrEqual(599);
    },
  },
  F57: {
    params: { gap: 3000 },
    prove: async (bed) => {
      const line = await ask(bed);
      expect((await line.end()).code).toBe(1006);
      expect(runFrames(line)).toHaveLength(6);
      const { line: again, threads } = await toThreads(bed);
      await expect.poll(async () => (await threads())[0]?.['message_count'], { intervals: [20] }).toBe(2);
      expect(runFrames(again)).toEqual([]);
    },
  },
  F61: proof(async (bed) => {
    expect((await bed.dial({ protocols: offer(bed.ada.token) })).refused).toBe(500);
    expect((await asAda(bed, '/api/threads')).status).toBe(200);
  }),
};
