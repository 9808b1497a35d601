import { expect, test, type TestInfo } from '@playwright/test';
import type { Frame } from '../../../lib/evidence/index.ts';
import { exampleSteps, sendFrame, START, toFrames } from '../protocol/support/scenes.ts';
import { judgedFile, written } from './support/file.ts';

/** A run that begins so many milliseconds after the start of the scene. */
function runAt(at: number, id = 'run_1'): Frame[] {
  return toFrames(exampleSteps().map((step) => ({ ...step, run: id, at: step.at + at })));
}

function server(at: number, message: object, socket = 1): Frame {
  return { seq: 0, socket, direction: 'received', time: START + at, text: JSON.stringify(message) };
}

const question = (at: number, thread = 'thread_1', text?: string) => sendFrame(thread, at, 0, text);
const refusal = (at: number) =>
  server(at, { type: 'error_message', error_code: 'AGENT_REQUEST_ERROR', error_message: 'no user_request' });

async function judged(testInfo: TestInfo, frames: readonly Frame[]) {
  const lines = frames.map(({ direction, time, text, socket }) => JSON.stringify({ direction, time, text, socket }));
  const { diagnosis, violations, ...rest } = await judgedFile(written(testInfo, lines.join('\n')));
  return {
    ...rest,
    causes: diagnosis?.causes.map(({ id, confidence }) => `${id} ${confidence}`) ?? [],
    rules: violations.map(({ rule, frame }) => `${rule} ${frame}`),
    messages: violations.map(({ message }) => message),
  };
}

test.describe('first event of a run', () => {
  test('a run that begins 24 s after its message is late, which is told with the time', async ({}, testInfo) => {
    const { rules, messages, causes, notes } = await judged(testInfo, [question(0), ...runAt(24_000)]);
    expect(rules).toEqual(['first-event 2']);
    expect(messages).toEqual(['run run_1 begins 24012 ms after frame #1 start_agent']);
    expect(causes).toEqual(['late-events likely']);
    expect(notes.join()).not.toContain('when the recording ended');
  });

  test('a stop at the end of a conversation does not excuse a run that was late before', async ({}, testInfo) => {
    const stop = JSON.stringify({ type: 'stop_agent', payload: { thread_id: 'thread_1' } });
    const frames = [question(0), ...runAt(24_000), { ...question(60_000), text: stop }];
    expect((await judged(testInfo, frames)).rules).toContain('first-event 2');
  });

  test('a run that begins after 6 s is slow and breaks no rule', async ({}, testInfo) => {
    const { verdict, notes } = await judged(testInfo, [question(0), ...runAt(6_000)]);
    expect(verdict).toBe('holds');
    expect(notes.join()).toContain('Slow, and not broken: run run_1 begins 6012 ms after frame #1 start_agent');
  });

  const inTime: Record<string, Frame[]> = {
    'waited for the end of the run before': [
      question(0),
      question(50, 'thread_1', 'And next year?'),
      ...runAt(10).slice(0, 10),
      ...runAt(10)
        .slice(10)
        .map((frame) => ({ ...frame, time: frame.time + 14_000 })),
      ...runAt(17_000, 'run_2'),
    ],
    'answers a message that was stopped and sent again': [
      question(0),
      { ...question(900), text: JSON.stringify({ type: 'stop_agent', payload: { thread_id: 'thread_1' } }) },
      question(30_000),
      ...runAt(30_000),
    ],
    'answers a message long after another one was lost': [
      question(0),
      question(60_000, 'thread_1', 'And next year?'),
      ...runAt(60_000),
    ],
    'answers a message that was sent again on the next socket': [
      question(0),
      { ...question(30_000), socket: 2 },
      ...runAt(30_000).map((frame) => ({ ...frame, socket: 2 })),
    ],
  };
  for (const [why, frames] of Object.entries(inTime)) {
    test(`a run is not late that ${why}`, async ({}, testInfo) => {
      expect((await judged(testInfo, frames)).rules.filter((rule) => rule.startsWith('first-event'))).toEqual([]);
    });
  }
});

test.describe('question that was asked again', () => {
  test('the one of two questions that was answered with an error has no run', async ({}, testInfo) => {
    const frames = [question(0), refusal(300), question(5_000), ...runAt(5_000)];
    const { rules, messages, causes, notes } = await judged(testInfo, frames);
    expect(rules).toEqual(['send-answered 1', 'no-server-error 2']);
    expect(messages[0]).toBe('frame #1 start_agent is not answered by any run, but by frame #2 error_message');
    expect(causes).toEqual(['answered-with-error likely']);
    expect(notes.join()).not.toContain('when the recording ended');
  });

  test('the one of two questions that was only acknowledged has no run', async ({}, testInfo) => {
    const ack = server(300, { type: 'ack', received_type: 'start_agent' });
    const { rules, causes } = await judged(testInfo, [question(0), ack, question(5_000), ...runAt(5_000)]);
    expect(rules).toEqual(['send-answered 1', 'understood 2']);
    expect(causes).toEqual(['F16 certain']);
  });

  test('the one of two questions whose socket is gone has no run', async ({}, testInfo) => {
    const again = (at: number) => [question(at), ...runAt(at)].map((frame) => ({ ...frame, socket: 2 }));
    expect((await judged(testInfo, [question(0), ...again(30_000)])).rules).toEqual(['send-answered 1']);
    expect((await judged(testInfo, [question(0), ...again(5_000)])).rules, 'the page sent it anew, in time').toEqual(
      [],
    );
  });

  test('an error of one thread refuses no question of another', async ({}, testInfo) => {
    const ofSecond = server(4, { type: 'error_message', thread_id: 'thread_2', error_message: 'no user_request' });
    const frames = [question(0), question(2, 'thread_2', 'And next year?'), ofSecond, ...runAt(5)];
    const { rules, causes } = await judged(testInfo, frames);
    expect(rules).toEqual(['send-answered 2', 'no-server-error 3']);
    expect(causes).toEqual(['answered-with-error likely']);
  });

  test('an error after which the run begins all the same answers no question', async ({}, testInfo) => {
    const { rules } = await judged(testInfo, [question(0), refusal(5), ...runAt(10)]);
    expect(rules).toEqual(['no-server-error 2']);
  });
});
