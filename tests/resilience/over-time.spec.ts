import { expect, source, test } from '../../fixtures/index.ts';

const sum = (all: readonly number[]) => all.reduce((total, one) => total + one, 0);

for (const { what, fate, tag } of [
  { what: 'cannot reconnect', fate: 'refused', tag: [] },
  { what: 'is let in and cut off at once each time', fate: 'opened and closed', tag: ['@advice'] },
] as const) {
  test(
    `a page that ${what} waits longer and longer between its attempts, and gives up`,
    { tag: [...tag], annotation: source('docs/contract/frontend.md 4') },
    async ({ chatPage, clock, socketGate }) => {
      await clock.install();
      await chatPage.goto();
      await expect(chatPage.connected).toBeVisible();
      const { pauses, gaveUp } = await socketGate.cutForGood(fate);
      expect(pauses.length, 'attempts after the first').toBeGreaterThanOrEqual(4);
      expect(gaveUp, `the page gives up (${pauses.length + 1} attempts)`).toBe(true);
      const [first, last] = [sum(pauses.slice(0, 3)), sum(pauses.slice(-3))];
      expect(last, `milliseconds of the last three pauses (all: ${pauses.join(', ')})`).toBeGreaterThan(3 * first);
    },
  );
}

test(
  'a page that cannot reconnect tries ten times, with pauses that grow from 100 ms to ten seconds',
  { tag: '@embedded', annotation: source('docs/contract/frontend.md 4') },
  async ({ chatPage, clock, socketGate }) => {
    await clock.install();
    await chatPage.goto();
    await expect(chatPage.connected).toBeVisible();
    const { pauses } = await socketGate.cutForGood();
    const told = `milliseconds of the pauses: ${pauses.join(', ')}`;
    expect(pauses, 'pauses between ten attempts').toHaveLength(9);
    // The clock goes on in steps, and while an attempt fails.
    expect(sum(pauses.slice(0, 3)), told).toBeLessThan(2 * (100 + 200 + 400) + 600);
    expect(Math.max(...pauses), told).toBeGreaterThan(4_000);
    expect(Math.max(...pauses), told).toBeLessThan(15_000);
  },
);

test.describe('idle connection', () => {
  test(
    'the page goes on sending pings, and the server answers each of them',
    { annotation: [source('docs/contract/frontend.md 4'), source('docs/contract/backend.md 5')] },
    async ({ chatPage, clock, wire }) => {
      const count = (type: string) => wire.traffic.events.filter((event) => event.type === type).length;
      await clock.install();
      await chatPage.goto();
      await expect(chatPage.connected).toBeVisible();
      await clock.runFor('02:05');
      await expect.poll(() => count('ping'), { message: 'pings in two minutes' }).toBeGreaterThanOrEqual(4);
      await expect.poll(() => count('ping') - count('pong'), { message: 'pings without an answer' }).toBe(0);
    },
  );

  test(
    'the page makes few calls while nobody does anything',
    { annotation: source('docs/contract/frontend.md 3') },
    async ({ chatPage, clock, wire, target }) => {
      const origins = new Set<string>(Object.values(target.site));
      const calls = () =>
        wire.exchanges.all.filter(({ method, url }) => method !== 'OPTIONS' && origins.has(new URL(url).origin));
      const unanswered = () => calls().filter(({ status, failure }) => status === null && failure === null);
      const frames = () => wire.tap.frames.filter(({ direction }) => direction === 'sent');
      await clock.install();
      await chatPage.goto();
      await expect(chatPage.connected).toBeVisible();
      await expect(chatPage.sidebar.loaded).not.toHaveCount(0);
      const before = { calls: calls().length, frames: frames().length };
      // A step at a time: what the page asks for is answered before the clock goes on.
      for (let passed = 0; passed < 300; passed += 5) {
        await clock.runFor(5_000);
        await expect.poll(unanswered, { message: 'calls that are not answered' }).toEqual([]);
      }
      await expect.poll(() => frames().length - before.frames, { message: 'the time has passed' }).toBeGreaterThan(0);
      const more = calls().slice(before.calls);
      expect(more.length, `calls in five minutes: ${more.map(({ url }) => url).join(', ')}`).toBeLessThanOrEqual(30);
      expect(frames().length - before.frames, 'frames in five minutes').toBeLessThanOrEqual(150);
    },
  );

  test.describe('heartbeats', () => {
    test.use({ stackOptions: { heartbeat: 300 } });

    test(
      'the page answers the heartbeats of the server',
      { tag: '@advice', annotation: source('docs/contract/backend.md 3.6') },
      async ({ chatPage, wire, target }) => {
        const count = (type: string) => wire.traffic.events.filter((event) => event.type === type).length;
        await chatPage.goto();
        await expect(chatPage.connected).toBeVisible();
        await wire.tap.until(() => count('heartbeat') >= 2, 4 * target.budgets.silence, 'the second heartbeat');
        await expect.poll(() => count('heartbeat_ack'), { message: 'answers' }).toBeGreaterThanOrEqual(2);
      },
    );
  });
});

test(
  'the page rests while nobody does anything: it does not work for each picture',
  { tag: '@advice', annotation: source('any person may expect to go on') },
  async ({ chatPage, conversation, wakeUps }) => {
    await chatPage.goto();
    await expect(chatPage).toShowTheAnswerOf(await conversation.ask('Is the page at rest?'));
    const rests = async () => {
      const seen = await wakeUps();
      return seen.wakeUps / seen.pictures;
    };
    await expect.poll(rests, { message: 'scripts that run by themselves, per picture' }).toBeLessThan(0.5);
  },
);

test.describe('twenty messages', () => {
  test.use({ stackOptions: { pace: 1 } });

  test(
    'twenty messages leave no nodes, listeners or memory behind when another thread is opened',
    { annotation: source('any person may expect to go on') },
    async ({ chatPage, conversation, footprint }) => {
      const answered = async (question: string) => expect(chatPage).toShowTheAnswerOf(await conversation.ask(question));
      const emptied = async () => {
        await chatPage.sidebar.newChat.click();
        await expect(chatPage.transcript.messages).toHaveCount(0);
        return footprint();
      };
      await chatPage.goto();
      await answered('Is the page warm?');
      const before = await emptied();
      for (let team = 1; team <= 20; team += 1) await answered(`What did team ${team} spend?`);
      const after = await emptied();
      expect(after.nodes - before.nodes, 'more nodes').toBeLessThanOrEqual(400);
      expect(after.listeners - before.listeners, 'more listeners').toBeLessThanOrEqual(100);
      expect((after.memory - before.memory) / 1_048_576, 'more memory, MiB').toBeLessThanOrEqual(8);
    },
  );
});

test.describe('slow agents', () => {
  test.use({ stackOptions: { pace: 100 } });

  test(
    'stopping one run leaves another run of the same person alone',
    { tag: ['@embedded', '@p1', '@P1-022'] },
    async ({ chatPage, conversation }) => {
      await chatPage.goto();
      const other = await conversation.ask('Which team goes on?');
      await chatPage.sidebar.newChat.click();
      const stopped = await conversation.ask('Which team stops?');
      await conversation.stop();
      expect(other.end, 'the other still runs when this one is stopped').toBeNull();
      await expect(stopped).toFollowAgentSequence({ end: 'stopped', counts: undefined });
      await expect(other).toFollowAgentSequence();
    },
  );
});
