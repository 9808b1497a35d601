import { expect, test } from '@playwright/test';
import { Prompts } from '../../../fixtures/replay/prompts.ts';
import type { RecordedSockets } from '../../../fixtures/replay/sockets.ts';
import type { Stimuli } from '../../../fixtures/stimuli.ts';
import type { Tap } from '../../../lib/wire/tap.ts';
import { sendFrame, START } from '../protocol/support/scenes.ts';
import { frame, pagesOf, played, socket, welcome } from './support/pages.ts';

for (const [times, whose] of [
  ['twice', ['first', 'second', 'first', 'second']],
  ['once', ['first', 'first']],
] as const)
  test(`a question that the recorded page asked twice at once is answered as often as it is asked: ${times}`, async ({
    context,
  }) => {
    const asked = [100, 101].map((time) => sendFrame('thread_1', time, 1));
    const answers = ['first', 'second', 'first', 'second'].map((run_id, index) =>
      frame(JSON.stringify({ type: 'agent_thinking', run_id, content: `part ${index}` }), 130 + 10 * index),
    );
    const page = await played(context, [welcome, ...asked, ...answers, welcome]);
    const heardFrom = await page.evaluate(
      ([question, count]) =>
        new Promise<string[]>((resolve) => {
          const socket = new WebSocket('ws://api.test/ws', 'jwt-auth');
          const all: string[] = [];
          socket.onopen = () => {
            for (let sent = 0; sent < count; sent += 1) socket.send(question);
          };
          socket.onmessage = ({ data }: MessageEvent<string>) => {
            const { run_id } = JSON.parse(data) as { run_id?: string };
            if (run_id !== undefined) all.push(run_id);
            if (all.length === 2 * count) setTimeout(() => resolve(all), 200);
          };
        }),
      [asked[0]!.text, times === 'once' ? 1 : 2] as const,
    );
    expect(heardFrom).toEqual(whose);
  });

test('a socket that the test itself routes is left to it, and noted as none of the recording', async ({ context }) => {
  const told: { sockets: RecordedSockets; stimuli: Stimuli }[] = [];
  const open = await pagesOf(context, [socket(1, 1)], [welcome], null, (sockets, stimuli) =>
    told.push({ sockets, stimuli }),
  );
  const page = await open();
  await page.routeWebSocket('ws://api.test/**', (route) => {
    route.onMessage((message) => route.send(`echo of ${String(message)}`));
  });
  await page.reload();
  const all = await page.evaluate(
    () =>
      new Promise<string[]>((resolve) => {
        const socket = new WebSocket('ws://api.test/ws');
        const heardOf: string[] = [];
        socket.onopen = () => {
          heardOf.push('open');
          socket.send('a question');
        };
        socket.onmessage = ({ data }: MessageEvent<string>) => resolve([...heardOf, data]);
      }),
  );
  expect(all).toEqual(['open', 'echo of a question']);
  const [{ sockets, stimuli } = {}] = told;
  expect(sockets?.areOfTheTest).toBe(true);
  expect(stimuli?.all).toMatchObject([{ kind: 'not recorded', detail: 'WebSocket' }]);
});

test('what the server closed later than a moment of the recording is not awaited for it', async ({ context }) => {
  const told: { sockets: RecordedSockets; tap: Tap }[] = [];
  const close = { code: 1008, reason: 'Token expired', clean: true };
  const recorded = socket(1, 1, { closedAt: START + 1_500, close });
  const open = await pagesOf(context, [recorded], [], null, (sockets, _, tap) => told.push({ sockets, tap }));
  const page = await open();
  const begin = Date.now();
  await page.evaluate(() => {
    const socket = new WebSocket('ws://api.test/ws', 'jwt-auth');
    socket.onopen = () => (document.title = 'open');
    socket.onclose = () => (document.title = 'closed');
  });
  await expect(page).toHaveTitle('open');
  await told[0]!.sockets.closedBefore(START + 1_499);
  await expect(page, 'nothing that was closed before is awaited').toHaveTitle('open');
  await told[0]!.sockets.closedBefore(START + 1_501);
  expect(Date.now() - begin, 'milliseconds').toBeGreaterThanOrEqual(1_490);
  expect(told[0]!.tap.sockets).toMatchObject([
    { close, recorded: { openedAt: START, answeredAt: START + 1, closedAt: START + 1_500 } },
  ]);
  await expect(page).toHaveTitle('closed');
});

test('a repeat that a page does not send is not missed, and a question that was asked again later is', async () => {
  const account = { id: 'user-ada', email: 'ada@example.com' };
  const frames = [0, 1, 900].map((time) => sendFrame('thread_1', time, 1));
  const prompts = new Prompts({ account, sockets: [], exchanges: [], frames });
  const opened = { recorded: START - 1, real: Date.now() };
  const answered = prompts.before(START + 20, opened);
  expect(prompts.frame(sendFrame('thread_1', 0, 1))).toBe(true);
  expect(await answered, 'what comes is as late as the wait').toMatchObject({ recorded: START + 1 });
  expect(prompts.unsent, 'a person who asks again').toEqual(['Where does the money go?']);
});
