import { expect, type Page, test } from '@playwright/test';
import type { RecordedSockets } from '../../../fixtures/replay/sockets.ts';
import { UNRECORDED_MESSAGE } from '../../../lib/evidence/index.ts';
import { sendFrame, START } from '../protocol/support/scenes.ts';
import { frame, pagesOf, played, socket, welcome } from './support/pages.ts';

/** What a page hears of a socket until it hears the last of these: each message, or the name of the event. */
function heard(page: Page, last: string): Promise<string[]> {
  return page.evaluate(
    (end) =>
      new Promise<string[]>((resolve) => {
        const socket = new WebSocket('ws://api.test/ws', ['first', 'jwt-auth']);
        const all: string[] = [];
        let isTold = false;
        const hear = (what: string) => {
          all.push(what);
          if (what === end) resolve(all);
        };
        socket.onopen = () => hear(`open ${socket.protocol}`);
        socket.onclose = ({ code }) => hear(`close ${code}`);
        socket.onmessage = async ({ data }: MessageEvent<string | Blob>) => {
          hear(typeof data === 'string' ? data : `binary ${data.size}`);
          if (isTold) return;
          isTold = true;
          setTimeout(() => hear('the page has time'), 0);
        };
      }),
    last,
  );
}

test.describe('recorded sockets', () => {
  test('frames that came at once come at once, however busy the machine is', async ({ context }) => {
    const burst = Array.from({ length: 30 }, (_, index) => frame(`piece ${index}`, 20 + index / 100));
    const page = await played(context, burst);
    const all = await heard(page, 'the page has time');
    expect(all).toEqual(['open jwt-auth', ...burst.map(({ text }) => text), 'the page has time']);
  });

  for (const [what, answered, offers, name] of [
    [
      'offers what the server had not seen',
      { chosen: null, offered: [] },
      [`jwt.${['eyJhbGciOiJub25lIn0', 'eyJzdWIiOiJhZGEifQ', 'c2lnbmVk'].join('.')}`],
      'jwt.<token>',
    ],
    ['offers nothing of what the server chose', { chosen: 'jwt.<token>', offered: [] }, ['chat'], 'chat'],
  ] as const)
    test(`a handshake that ${what} has no recorded answer`, async ({ context }) => {
      const refused = { code: 1008, reason: 'No token', clean: true };
      const recorded = socket(1, 1, { ...answered, offered: [...answered.offered], close: refused });
      let played: RecordedSockets | undefined;
      const open = await pagesOf(context, [recorded], [], null, (sockets) => (played = sockets));
      const page = await open();
      await page.evaluate((names) => void new WebSocket('ws://api.test/ws', names), [...offers]);
      await expect.poll(() => played?.missing).toEqual([`WebSocket 1, which offers ${name}`]);
    });

  test('a message that the recording does not have is told, and noted as an act of the replay', async ({ context }) => {
    const noted: { missing: readonly string[]; acts: readonly object[] }[] = [];
    const open = await pagesOf(context, [socket(1, 1)], [], null, ({ missing }, { all }) => {
      noted.push({ missing, acts: all });
    });
    const page = await open();
    await page.evaluate(
      (text) => {
        const one = new WebSocket('ws://api.test/ws', 'jwt-auth');
        one.onopen = () => one.send(text);
      },
      sendFrame('thread_1', 0, 1).text,
    );
    const named = expect.stringMatching(/^frame #\d+, a message of the page: /) as unknown as string;
    await expect
      .poll(() => noted)
      .toMatchObject([{ missing: [named], acts: [{ kind: 'not recorded', detail: UNRECORDED_MESSAGE }] }]);
  });

  test('each page hears its own socket, whichever opens first', async ({ context }) => {
    const texts = ['for the first page', 'for the second page'];
    const frames = texts.map((text, index) => ({ ...frame(text, 20), socket: index + 1 }));
    const open = await pagesOf(context, [socket(1, 1), socket(2, 2)], frames);
    const [first, second] = [await open(), await open()];
    expect(await heard(second, 'the page has time')).toContain(texts[1]);
    expect(await heard(first, 'the page has time')).toContain(texts[0]);
    expect(await first.evaluate(() => new WebSocket('ws://api.test/ws?room=1').url)).toBe('ws://api.test/ws?room=1');
  });

  test('a page that is slow to draw still draws what came one by one, one by one', async ({ context }) => {
    const pieces = Array.from({ length: 4 }, (_, index) => frame(`piece ${index}`, 20 + 20 * index));
    const page = await played(context, pieces);
    const drawn = await page.evaluate(
      () =>
        new Promise<string[]>((resolve) => {
          const socket = new WebSocket('ws://api.test/ws', 'jwt-auth');
          const all: string[] = [];
          socket.onmessage = ({ data }: MessageEvent<string>) => (document.title = data);
          const look = () => {
            const busyUntil = performance.now() + 100;
            while (performance.now() < busyUntil);
            if (document.title !== all.at(-1)) all.push(document.title);
            if (document.title === 'piece 3') resolve(all);
            else requestAnimationFrame(look);
          };
          look();
        }),
    );
    expect(drawn).toEqual(['', ...pieces.map(({ text }) => text)]);
  });

  test('a socket opens with the subprotocol that the server chose', async ({ context }) => {
    const page = await played(context, [welcome]);
    expect(await heard(page, welcome.text)).toEqual(['open jwt-auth', welcome.text]);
  });

  test('a welcome and a cut do not wait for a message of the page', async ({ context }) => {
    const page = await played(context, [sendFrame('thread_1', 5, 1), welcome], {
      code: 1006,
      reason: '',
      clean: false,
    });
    expect(await heard(page, 'close 1006')).toEqual(expect.arrayContaining(['open jwt-auth', welcome.text]));
  });

  test('a connection is cut at its age, also when the page has sent its message sooner than recorded', async ({
    context,
  }) => {
    const asked = sendFrame('thread_1', 400, 1);
    const page = await played(context, [welcome, asked], { code: 1006, reason: '', clean: false });
    const age = await page.evaluate(
      (question) =>
        new Promise<number>((resolve) => {
          const begin = performance.now();
          const socket = new WebSocket('ws://api.test/ws', 'jwt-auth');
          socket.onopen = () => socket.send(question);
          socket.onclose = () => resolve(performance.now() - begin);
        }),
      asked.text,
    );
    expect(age, 'milliseconds').toBeGreaterThanOrEqual(390);
  });

  test('an answer does not wait for a heartbeat that came before its message when that was sent later', async ({
    context,
  }) => {
    const asked = sendFrame('thread_1', 60_500, 1);
    const heartbeat = frame(JSON.stringify({ type: 'heartbeat', data: { timestamp: START + 60_000 } }), 60_000);
    const answer = frame(JSON.stringify({ type: 'agent_started' }), 60_600);
    const page = await played(context, [welcome, heartbeat, asked, answer]);
    const heard = await page.evaluate(
      ([question, last]) =>
        new Promise<string[]>((resolve) => {
          const socket = new WebSocket('ws://api.test/ws', 'jwt-auth');
          const all: string[] = [];
          socket.onopen = () => socket.send(question!);
          socket.onmessage = ({ data }: MessageEvent<string>) => {
            const { type, data: { timestamp = 0 } = {} } = JSON.parse(data) as {
              type: string;
              data?: { timestamp?: number };
            };
            all.push(timestamp > Date.now() + 1_000 ? `${type} of the future` : type);
            if (type === last) resolve(all);
          };
        }),
      [asked.text, 'agent_started'],
    );
    expect(heard).toEqual(['connection_established', 'heartbeat', 'agent_started']);
  });

  test('frames come so many milliseconds apart with --pace, those that came at once, too', async ({ context }) => {
    const burst = [welcome, frame('piece 1', 10), frame('piece 2', 10)];
    const page = await played(context, burst, null, { pace: 60, step: false });
    const begin = Date.now();
    expect(await heard(page, 'piece 2')).toContain('the page has time');
    expect(Date.now() - begin).toBeGreaterThanOrEqual(170);
  });

  test('frames that are played later than recorded are stamped as much later, in their order', async ({ context }) => {
    const stamped = (index: number) =>
      frame(JSON.stringify({ type: `piece ${index}`, timestamp: START + 20 + index }), 20 + index);
    const pace = 400;
    const page = await played(context, [0, 1, 2, 3].map(stamped), null, { pace, step: false });
    const ages = await page.evaluate(
      () =>
        new Promise<number[]>((resolve) => {
          const all: number[] = [];
          new WebSocket('ws://api.test/ws', 'jwt-auth').onmessage = ({ data }: MessageEvent<string>) => {
            all.push(Date.now() - (JSON.parse(data) as { timestamp: number }).timestamp);
            if (all.length === 4) resolve(all);
          };
        }),
    );
    expect(Math.max(...ages) - Math.min(...ages), 'milliseconds between the youngest and the oldest').toBeLessThan(
      pace,
    );
  });

  test('each frame waits for F8 with --step', async ({ context }) => {
    const page = await played(context, [welcome, frame('piece 1', 10)], null, { pace: null, step: true });
    const all = await page.evaluateHandle(() => {
      const messages: string[] = [];
      new WebSocket('ws://api.test/ws', 'jwt-auth').onmessage = ({ data }: MessageEvent<string>) => messages.push(data);
      return messages;
    });
    for (const [index, text] of [welcome.text, 'piece 1'].entries()) {
      expect(await all.jsonValue()).toHaveLength(index);
      await expect(async () => {
        await page.keyboard.press('F8');
        expect((await all.jsonValue()).at(-1)).toBe(text);
      }).toPass();
    }
  });

  test('a binary frame of which a secret was taken out is played', async ({ context }) => {
    const page = await played(context, [{ ...frame('AAAA<scrubbed>AA', 20), binary: true }]);
    expect((await heard(page, 'the page has time')).at(1)).toMatch(/^binary \d+$/);
  });

  test("a page's sockets to other hosts are its own affair", async ({ context }) => {
    await context.routeWebSocket('ws://other.test/*', (route) => route.send('{"hot": "reload"}'));
    const page = await played(context, [welcome]);
    const text = page.evaluate(
      () =>
        new Promise((resolve) => {
          new WebSocket('ws://other.test/ws').onmessage = ({ data }) => resolve(data);
        }),
    );
    expect(await text).toBe('{"hot": "reload"}');
  });
});
