import { expect, test } from '@playwright/test';
import { decodeJwt } from 'jose/jwt/decode';
import { moved } from '../../../fixtures/replay/clock.ts';
import { Prompts } from '../../../fixtures/replay/prompts.ts';
import { withTokens } from '../../../fixtures/replay/tokens.ts';
import { recordingOf, VERSION } from '../../../lib/recordings/index.ts';
import { sendFrame, START } from '../protocol/support/scenes.ts';

test.describe('replay', () => {
  test('times of a recorded message are moved in the form that they had, and nothing else', () => {
    const message = {
      type: 'agent_started',
      timestamp: START,
      data: { timestamp: '2026-01-05T22:00:00.000Z', started_at: START / 1000, run_id: 'run_1795850674507' },
      odd: { timestamp: 'tomorrow', timestamp_of_birth: 1 },
    };
    const later = JSON.parse(moved(JSON.stringify(message), 60_000, START)) as typeof message;
    expect(later.timestamp).toBe(START + 60_000);
    expect(later.data).toEqual({
      timestamp: '2026-01-05T22:01:00.000Z',
      started_at: START / 1000 + 60,
      run_id: 'run_1795850674507',
    });
    expect(later.odd).toEqual(message.odd);
  });

  test('a time that is far from the recording stays as it is', () => {
    const text = JSON.stringify({ timestamp: START - 10 * 24 * 3_600_000 });
    expect(moved(text, 60_000, START)).toBe(text);
  });

  test('tokens of an answer are signed anew, with their claims and the life that they had', async () => {
    const answer = { access_token: '<scrubbed>', refresh_token: '<scrubbed>', user: { id: 'user-ada' } };
    const text = await withTokens(answer, [{ path: ['access_token'], claims: { sub: 'user-ada', iat: 0, exp: 900 } }]);
    const { access_token: access, refresh_token: refresh } = JSON.parse(text) as Record<string, string>;
    const { sub, exp = 0 } = decodeJwt(access!);
    expect(sub).toBe('user-ada');
    expect(Math.abs(exp - Date.now() / 1000 - 900)).toBeLessThan(5);
    expect(refresh).toMatch(/^[0-9a-f]{32}$/);
  });

  test('the server goes on only when the page has sent what it had sent before', async () => {
    const account = { id: 'user-ada', email: 'ada@example.com' };
    const prompts = new Prompts({ account, sockets: [], exchanges: [], frames: [sendFrame('thread_1', 100, 1)] });
    const opened = { recorded: START, real: Date.now() };
    expect(await prompts.before(START + 50, opened)).toBe(opened);
    expect(prompts.unsent).toEqual(['Where does the money go?']);
    expect(prompts.frame(sendFrame('thread_1', 0, 1, 'Something else')), 'another question').toBe(false);
    const next = prompts.before(START + 200, opened);
    expect(prompts.frame(sendFrame('thread_9', 0, 1))).toBe(true);
    expect(await next).toMatchObject({ recorded: START + 100 });
    expect(prompts.unsent).toEqual([]);
  });

  test('what is no recording, or one of another version, is refused in one sentence', () => {
    expect(() => recordingOf({ version: VERSION + 1 })).toThrow(/has version 2; this suite replays version 1$/);
    expect(() => recordingOf({ version: VERSION })).toThrow(/^it is no recording: test /);
    expect(() => recordingOf(null)).toThrow(/^it is no recording/);
  });
});
