import type { BrowserContext, Page } from '@playwright/test';
import { pacerOf } from '../../../../fixtures/replay/pacer.ts';
import { Prompts } from '../../../../fixtures/replay/prompts.ts';
import { RecordedSockets } from '../../../../fixtures/replay/sockets.ts';
import { Stimuli } from '../../../../fixtures/stimuli.ts';
import type { Frame, Socket } from '../../../../lib/evidence/index.ts';
import { unseenSocket } from '../../../../lib/recordings/recorded.ts';
import { Tap } from '../../../../lib/wire/tap.ts';
import { START } from '../../protocol/support/scenes.ts';

const SITE = { web: 'http://page.test', api: 'http://api.test', auth: 'http://auth.test', ws: 'ws://api.test' };

/** A frame of the first socket, so many milliseconds after the start. */
export const frame = (text: string, time: number): Frame => ({
  seq: 1,
  socket: 1,
  page: 1,
  direction: 'received',
  time: START + time,
  text,
});
export const welcome = frame('{"type": "connection_established"}', 10);

/** Opens pages to which these sockets are played as recorded. */
export async function pagesOf(
  context: BrowserContext,
  sockets: Socket[],
  frames: Frame[],
  settings: Parameters<typeof pacerOf>[1] = null,
  told: (sockets: RecordedSockets, stimuli: Stimuli, tap: Tap) => void = () => {},
): Promise<() => Promise<Page>> {
  const person = { account: { id: 'user-ada', email: 'ada@example.com' }, sockets, frames, exchanges: [] };
  const stimuli = new Stimuli();
  const played = new RecordedSockets(person, new Prompts(person), await pacerOf(context, settings), stimuli);
  await played.route(context, SITE);
  const tap = await Tap.on(context);
  played.reportTo(tap);
  told(played, stimuli, tap);
  await context.route(`${SITE.web}/**`, (route) => route.fulfill({ contentType: 'text/html', body: '' }));
  return async () => {
    const page = await context.newPage();
    await tap.listenTo(page);
    await page.goto(SITE.web);
    return page;
  };
}

/** A recorded socket that was let in. */
export const socket = (id: number, page: number, rest: Partial<Socket> = {}): Socket => ({
  ...unseenSocket(id, page, START),
  chosen: 'jwt-auth',
  answeredAt: START + 1,
  closedAt: START + 50,
  ...rest,
});

/** A page to which a socket with these frames is played as recorded. */
export async function played(
  context: BrowserContext,
  frames: Frame[],
  close: Socket['close'] = null,
  settings: Parameters<typeof pacerOf>[1] = null,
): Promise<Page> {
  const closedAt = Math.max(START + 50, ...frames.map(({ time }) => time));
  const open = await pagesOf(context, [socket(1, 1, { closedAt, close })], frames, settings);
  return open();
}
