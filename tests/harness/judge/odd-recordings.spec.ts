import { expect, test, type TestInfo } from '@playwright/test';
import type { Frame } from '../../../lib/evidence/index.ts';
import { exampleSteps, sendFrame, START, toFrames } from '../protocol/support/scenes.ts';
import { judgedFile, written } from './support/file.ts';
import { chromeHar } from './support/shapes.ts';

const steps = exampleSteps();
const sound = [sendFrame('thread_1', 0, 1), ...toFrames(steps, 'payload', 2)];
const half = sound.slice(0, 8);
const line = ({ direction, time, text }: Frame) => JSON.stringify({ direction, time, text });

async function judged(testInfo: TestInfo, content: string) {
  const { diagnosis, violations, ...rest } = await judgedFile(written(testInfo, content));
  const causes = diagnosis?.causes.map(({ id, confidence }) => `${id} ${confidence}`) ?? [];
  return { ...rest, rules: violations.map(({ rule }) => rule), causes };
}

test.describe('recording with what is not of the product', () => {
  interface Har {
    log: { entries: { request: { url: string } }[] };
  }

  /** A HAR with a second socket, to this address, which carried these messages. */
  function withSocket(url: string, messages: { opcode: number; data: string }[]): string {
    const [har, other] = [chromeHar(sound) as Har, chromeHar([]) as Har];
    const [entry] = other.log.entries;
    const _webSocketMessages = messages.map((one) => ({ type: 'receive', time: START / 1_000, ...one }));
    har.log.entries.push({ ...entry!, request: { ...entry!.request, url }, ...{ _webSocketMessages } });
    return JSON.stringify(har);
  }
  const strange = [
    { opcode: 2, data: 'AAEC' },
    { opcode: 1, data: '{"event":"pusher:ping"}' },
  ];

  test('sockets of a development server and of other services are passed over, and named', async ({}, testInfo) => {
    const har = withSocket('ws://localhost:3000/_next/webpack-hmr', strange);
    const { verdict, notes, recorded } = await judged(testInfo, har);
    expect(verdict).toBe('holds');
    expect(recorded.sockets).toHaveLength(1);
    expect(notes).toContain('WebSockets of others were passed over: ws://localhost:3000/_next/webpack-hmr.');
  });

  test('a second socket of the product that carries garbage is judged', async ({}, testInfo) => {
    const { causes } = await judged(testInfo, withSocket('wss://api.example.com/ws?mode=main', strange));
    expect(causes).toEqual(['F54 certain']);
  });

  test('an offer that was blacked out is no cause where messages came', async ({}, testInfo) => {
    const name = 'Sec-WebSocket-Protocol';
    const { log } = chromeHar(half, [{ name, value: '[redacted]' }]) as { log: { entries: { response: object }[] } };
    const entries = log.entries.map((entry) => {
      return { ...entry, response: { ...entry.response, headers: [{ name, value: 'jwt-auth' }] } };
    });
    const { verdict, causes } = await judged(testInfo, JSON.stringify({ log: { ...log, entries } }));
    expect(causes).not.toContain('F02 certain');
    expect(verdict).toBe('broken');
  });

  const access = { type: 'access', path: '/health', timestamp: new Date(START).toISOString() };

  test('lines of a log whose type is none of the product are passed over between messages with direction', async ({}, testInfo) => {
    const content = sound.flatMap((frame) => [line(frame), JSON.stringify(access)]).join('\n');
    const { verdict, notes } = await judged(testInfo, content);
    expect(verdict).toBe('holds');
    expect(notes.join()).toContain('17 objects of an unknown type stood between its messages');
  });

  test('a bare message of an unknown type between bare messages is one of the product', async ({}, testInfo) => {
    const { rules } = await judged(testInfo, [...sound.map(({ text }) => text), JSON.stringify(access)].join('\n'));
    expect(rules).toEqual(['known-kind']);
  });
});

test.describe('end of a socket, and what it tells', () => {
  const closed = (code: number, reason: string) =>
    JSON.stringify({ event: 'close', time: half.at(-1)!.time + 20, code, reason });
  const welcome = JSON.stringify({
    direction: 'received',
    time: START - 50,
    text: JSON.stringify({ type: 'connection_established', data: {}, timestamp: START / 1_000 }),
  });
  const ends: Record<string, [end: string, cause: string]> = {
    'a code of the application that names the token': [closed(4001, 'Token expired'), 'F40 certain'],
    'a code of the application that does not': [closed(4408, 'idle timeout'), 'F63 certain'],
    'no code, which may be of the page itself': [closed(1005, ''), 'F63 likely'],
  };
  for (const [what, [end, cause]] of Object.entries(ends)) {
    test(`a run that is cut off by a close with ${what}: ${cause}`, async ({}, testInfo) => {
      const { causes } = await judged(testInfo, [welcome, ...half.map(line), end].join('\n'));
      expect(causes).toEqual([cause]);
    });
  }

  test('a close before anything came tells why: F11', async ({}, testInfo) => {
    const { causes } = await judged(
      testInfo,
      [line(sound[0]!), closed(1011, 'Factory initialization failed')].join('\n'),
    );
    expect(causes).toEqual(['F11 certain']);
  });
});

test.describe('end of a run, and what it tells', () => {
  const cancelled = {
    ...steps[0]!,
    type: 'agent_completed',
    at: 70,
    fields: { result: { status: 'cancelled', success: false } },
  };
  const stop: Frame = {
    ...sendFrame('thread_1', 60, 0),
    text: JSON.stringify({ type: 'stop_agent', payload: { thread_id: 'thread_1' } }),
  };
  const begun = [sendFrame('thread_1', 0, 1), ...toFrames(steps.slice(0, 5))];

  test('a completion that says it was cancelled, after the person stopped it, breaks no rule', async ({}, testInfo) => {
    const { verdict, rules } = await judged(testInfo, [...begun, stop, ...toFrames([cancelled])].map(line).join('\n'));
    expect(rules).toEqual([]);
    expect(verdict).toBe('holds');
  });

  test('a completion that says it was cancelled, and nobody stopped it, gives the run up', async ({}, testInfo) => {
    const { causes } = await judged(testInfo, [...begun, ...toFrames([cancelled])].map(line).join('\n'));
    expect(causes).toEqual(['run-given-up likely']);
  });

  test('a run whose events name no agent has an end: F25, and not F19', async ({}, testInfo) => {
    const nameless = sound.map((frame) => ({ ...frame, text: frame.text.replace(/"agent_name":"\w+",/, '') }));
    expect((await judged(testInfo, nameless.map(line).join('\n'))).causes).toEqual(['F25 certain']);
  });

  test('a run in another thread than its question, of somebody whom nobody names: F32, likely', async ({}, testInfo) => {
    const astray = [sendFrame('thread_7', 0, 1), ...sound.slice(1)];
    expect((await judged(testInfo, astray.map(line).join('\n'))).causes).toEqual(['F32 likely']);
  });

  test('a pause of 20 s within a run that goes on is told as such', async ({}, testInfo) => {
    const paused = sound.map((frame, index) => (index > 8 ? { ...frame, time: frame.time + 20_000 } : frame));
    const stamped = paused.map((frame) => ({
      ...frame,
      text: frame.text.replace(/"timestamp":\d+/, `"timestamp":${frame.time - 2}`),
    }));
    const { rules, causes } = await judged(testInfo, stamped.map(line).join('\n'));
    expect(rules).toEqual(['liveness']);
    expect(causes).toEqual(['late-events possible']);
  });
});
