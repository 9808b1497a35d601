import { expect, test, type TestInfo } from '@playwright/test';
import { inWords } from '../../../bin/judge/print.ts';
import type { Frame } from '../../../lib/evidence/index.ts';
import { closingIn } from '../../../lib/recordings/closing.ts';
import { exampleSteps, sendFrame, START, toFrames, USER } from '../protocol/support/scenes.ts';
import { judgedFile, written } from './support/file.ts';

const steps = exampleSteps();

/** Frames as lines of JSON, and what else the lines say. */
function lines(frames: readonly Frame[], ...more: object[]): string {
  const all = frames.map(({ direction, time, text }) => ({ direction, time, text }));
  return [...all, ...more].map((one) => JSON.stringify(one)).join('\n');
}

const sound = [sendFrame('thread_1', 0, 1), ...toFrames(steps, 'payload', 2)];
const half = sound.slice(0, 8);
const named = ({ diagnosis }: Awaited<ReturnType<typeof judgedFile>>) =>
  diagnosis?.causes.map(({ id, confidence }) => `${id} ${confidence}`) ?? [];

function judged(testInfo: TestInfo, content: string) {
  return judgedFile(written(testInfo, content));
}

test.describe('stopped run', () => {
  const stopped = toFrames([...steps.slice(0, 2), { ...steps[1]!, type: 'agent_stopped', at: 900, fields: {} }]);
  const stop = (thread: string): Frame => ({
    ...sendFrame(thread, 800, 0),
    text: JSON.stringify({ type: 'stop_agent', payload: { thread_id: thread } }),
  });
  const all = (thread: string) => [
    sendFrame('thread_1', 0, 1),
    ...stopped.slice(0, 2),
    stop(thread),
    ...stopped.slice(2),
  ];

  test('a run that its person stopped keeps every rule', async ({}, testInfo) => {
    const { violations, verdict } = await judged(testInfo, lines(all('thread_1')));
    expect(violations).toEqual([]);
    expect(verdict).toBe('holds');
  });

  test('a run that nobody stopped, or while another thread was stopped, breaks a rule by ending as stopped', async ({}, testInfo) => {
    for (const content of [
      lines(all('thread_2')),
      lines(all('thread_1').filter(({ text }) => !text.includes('stop_agent'))),
    ]) {
      const { violations, diagnosis } = await judged(testInfo, content);
      expect(violations.map(({ rule }) => rule)).toContain('expected-end');
      expect(diagnosis?.causes.map(({ id }) => id)).toEqual(['run-given-up']);
    }
  });
});

test.describe('end of a socket', () => {
  const at = half.at(-1)!.time + 50;
  const told: Record<string, string> = {
    'an object with code and reason': `${lines(half)}\n${JSON.stringify({ event: 'close', time: at, code: 1013, reason: 'Try again later' })}`,
    'an object of another recorder': `${lines(half)}\n${JSON.stringify({ type: 'websocket_closed', time: at, close_code: 1013, close_reason: 'Try again later' })}`,
    'a line of the Python package websockets': `${lines(half)}\n2026-01-05 22:00:09 DEBUG < CLOSE 1013 (try again later) Try again later [17 bytes]`,
    'its exception': `${lines(half)}\nE  ConnectionClosedError: received 1013 (try again later) Try again later; then sent 1013 (try again later)`,
    'a line in words': `${lines(half)}\nWebSocket closed, code=1013, reason='Try again later'`,
  };

  for (const [what, content] of Object.entries(told)) {
    test(`the end of a socket is read from ${what}: F63, with code and reason`, async ({}, testInfo) => {
      const judgement = await judged(testInfo, content);
      expect(judgement.recorded.sockets[0]?.close).toEqual({ code: 1013, reason: 'Try again later' });
      expect(named(judgement)).toEqual(['F63 certain']);
    });
  }

  test('a socket that the recorder itself closed was not closed by the server: F19', async ({}, testInfo) => {
    const time = new Date(at + 60_000).toISOString();
    const line = `${time} DEBUG > CLOSE 1011 (internal error) keepalive ping timeout [24 bytes]`;
    const judgement = await judged(testInfo, `${lines(half)}\n${line}`);
    expect(named(judgement)).toEqual(['F19 likely']);
    expect(judgement.notes).toContain('Socket 1 was closed with 1011, as far as the file tells not by the server.');
  });

  test('a close that a log of the server calls sent is one of the server: F63', async ({}, testInfo) => {
    const asServer = half.map(({ direction, text }) => `${direction === 'sent' ? '<' : '>'} ${text}`);
    const close = (sign: string) => `${sign} CLOSE 1011 (internal error) Internal error [16 bytes]`;
    const sent = await judged(testInfo, [...asServer, close('>')].join('\n'));
    expect(named(sent)).toEqual(['F63 certain']);
    const received = await judged(testInfo, [...asServer, close('<')].join('\n'));
    expect(named(received)).toEqual(['F19 possible']);
  });

  test('a line that is too long to tell the end of a socket is not searched', () => {
    expect(closingIn(`${'closed code '.repeat(2_000)}1011`, 0)).toBeNull();
    expect(closingIn('closed code 1011', 0)).toMatchObject({ code: 1011 });
  });

  test('a close right after the welcome explains why no run came: F12', async ({}, testInfo) => {
    const welcome = { type: 'connection_established', data: { user_id: USER }, timestamp: START };
    const closed = { event: 'closed', time: START + 100, code: 1000, reason: 'main cleanup' };
    const messages = [{ direction: 'received', time: START, text: JSON.stringify(welcome) }, closed];
    const judgement = await judged(testInfo, messages.map((one) => JSON.stringify(one)).join('\n'));
    expect(judgement.verdict).toBe('broken');
    expect(named(judgement)).toEqual(['F12 certain']);
  });

  test('a close after a whole run, and an answer that speaks of one, break no rule', async ({}, testInfo) => {
    const speaks = sound.map((frame) => ({
      ...frame,
      text: frame.text.replaceAll('GPU', 'account closed, code=1011,'),
    }));
    for (const content of [
      lines(sound, { event: 'close', time: START + 60_000, code: 1000, reason: '' }),
      lines(speaks),
    ]) {
      const { violations, verdict, recorded } = await judged(testInfo, content);
      expect(violations).toEqual([]);
      expect(verdict).toBe('holds');
      expect(recorded.sockets).toHaveLength(1);
    }
  });
});

test.describe('run without an end', () => {
  test('a run at the end of the recording may have gone on: F19 is only possible', async ({}, testInfo) => {
    const judgement = await judged(testInfo, lines(half));
    expect(named(judgement)).toEqual(['F19 possible']);
    expect(judgement.diagnosis?.causes[0]?.signals, 'what was seen, and not what is assumed').toEqual([
      expect.stringMatching(
        /^the recording ends \d+ ms after the last event of run .*, which may have gone on after it$/,
      ),
    ]);
  });

  test('a run long before the end of the recording did not go on: F19 is likely', async ({}, testInfo) => {
    const heartbeat = { direction: 'received', time: START + 60_000, text: '{"type":"heartbeat","data":{}}' };
    expect(named(await judged(testInfo, lines(half, heartbeat)))).toEqual(['F19 likely']);
  });
});

test('a run of somebody else is told by the frames that came, and not by those that did not: F49', async ({}, testInfo) => {
  const text = sound[5]!.text.replaceAll(USER, 'user-eve').replaceAll('run_1', 'run_9');
  const stray = sound.toSpliced(6, 0, { ...sound[5]!, text });
  const judgement = await judgedFile(written(testInfo, lines(stray)), { person: USER });
  expect(judgement.violations.map(({ rule }) => rule)).toEqual(['own-user', 'known-run']);
  expect(named(judgement)).toEqual(['F49 certain']);
});

test.describe('clocks apart', () => {
  const late = sound.map((frame) => ({ ...frame, time: frame.time + 90_000 }));

  test('clocks that are apart are told once, and break no rule', async ({}, testInfo) => {
    const { violations, notes } = await judged(testInfo, lines(late));
    expect(violations).toEqual([]);
    expect(notes.join()).toContain("The server's clock is 90 s behind that of the recording");
  });

  test('clocks that are apart do not excuse one timestamp that is wrong', async ({}, testInfo) => {
    const ahead = (text: string) => text.replace(/"timestamp":(\d+)/, (_, stamp) => `"timestamp":${+stamp + 90_000}`);
    const one = late.map((frame, index) => (index === 5 ? { ...frame, text: ahead(frame.text) } : frame));
    const { violations } = await judged(testInfo, lines(one));
    expect(violations.map(({ rule }) => rule)).toContain('timestamps');
  });
});

test('events whose type stands under "event" are read, and that is told', async ({}, testInfo) => {
  const stream = sound.slice(1).map(({ text }) => {
    const { type, ...others } = JSON.parse(text) as { type: string };
    return JSON.stringify({ event: type, ...others });
  });
  const { violations, verdict, notes } = await judged(testInfo, stream.join('\n'));
  expect(violations).toEqual([]);
  expect(verdict).toBe('holds');
  expect(notes.join()).toContain('stands under "event", and the page reads "type"');
});

test.describe('run on two sockets', () => {
  const on = (frames: readonly Frame[], socket: number, after = 0) =>
    frames.map(({ direction, time, text }) => ({ direction, time: time + after, text, socket }));
  const asLines = (all: object[]) => all.map((one) => JSON.stringify(one)).join('\n');

  test('a run on two sockets that are open at the same time is that of two tabs, and nothing comes twice', async ({}, testInfo) => {
    const both = [...on(sound, 1), ...on(sound.slice(1), 2, 1)];
    const { violations } = await judged(testInfo, asLines(both));
    expect(violations).toEqual([]);
  });

  test('a run on two sockets of which one follows the other is one run of one page', async ({}, testInfo) => {
    const { violations, runs } = await judged(
      testInfo,
      asLines([...on(sound.slice(0, 8), 1), ...on(sound.slice(8), 2)]),
    );
    expect(violations).toEqual([]);
    expect(runs).toHaveLength(1);
  });
});

test('what one fact breaks is printed once: the events that an open run lacks', async ({}, testInfo) => {
  const words = inWords(await judged(testInfo, lines(half)));
  expect(words).toMatch(/^.*:\s+BROKEN, one thing is wrong\.\nCause: F19/);
  expect(words.match(/^ {2}✗/gm)).toHaveLength(1);
});
