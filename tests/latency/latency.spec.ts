import { expect, test } from '../../fixtures/index.ts';

const warmUps = 3;
const samples = { local: 40, dev: 20, staging: 10, production: 10 };

test(
  'latencies over many runs are within their budgets, and every probe measured something',
  {
    tag: ['@critical-path', '@CP-004', '@p1', '@P1-011'],
  },
  async ({ chatPage, conversation, latencies, busyTimes, wire, target }, testInfo) => {
    const answered = async (question: string) => {
      const run = await conversation.ask(question);
      await expect(chatPage).toShowTheAnswerOf(run);
      await chatPage.sidebar.newChat.click();
      await expect(chatPage.transcript.messages).toHaveCount(0);
      return run;
    };
    await chatPage.goto();
    for (let run = 1; run <= warmUps; run += 1) await answered(`What is warm after ${run} runs?`);
    await busyTimes();
    for (let run = 1; run <= samples[target.name]; run += 1)
      latencies.add(await answered(`What did team ${run} spend?`));
    latencies.addBusy(await busyTimes());
    latencies.addRequests(wire, target.site.api);

    const { json, svg } = latencies.write(target.name);
    await testInfo.attach('latency.json', { contentType: 'application/json', body: json });
    await testInfo.attach('latency.svg', { contentType: 'image/svg+xml', body: svg });
    expect(latencies.faults).toEqual([]);
  },
);

test('the busy-time probe detects a busy page', { tag: '@embedded' }, async ({ chatPage, busyTimes }) => {
  await chatPage.goto();
  await expect(chatPage.connected).toBeVisible();
  await busyTimes();
  await chatPage.page.evaluate(() => {
    requestAnimationFrame(() => {
      for (const end = performance.now() + 120; performance.now() < end;);
    });
  });
  await expect
    .poll(async () => Math.max(0, ...(await busyTimes())), { message: 'longest busy time in milliseconds' })
    .toBeGreaterThanOrEqual(110);
});
