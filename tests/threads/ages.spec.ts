import { expect, test } from '../../fixtures/index.ts';

const [minute, hour, day] = [60_000, 3_600_000, 86_400_000];

// A day begins here 14 hours before it does at Greenwich: of two moments 12 hours apart one has another date there.
test.use({ timezoneId: 'Pacific/Kiritimati' });

// That the age and the place of each are its own is judged at the end of every test.
test(
  'each thread is listed with its own age, the newest first',
  { tag: '@embedded' },
  async ({ chatPage, threads, backdate }) => {
    const ages = [0, 20 * minute, 5 * hour, 3 * day, 3.5 * day];
    const ids = [];
    for (const age of ages.toReversed()) ids.unshift((await threads.create(`Used ${age / minute} minutes before`)).id);
    await backdate(Object.fromEntries(ids.map((id, place) => [id, ages[place]!])));
    await chatPage.goto();
    await expect(chatPage.sidebar.threads).toContainText(ages.map((age) => `Used ${age / minute} minutes before`));
  },
);

test(
  'the age of a thread grows while the page stays open',
  { tag: '@embedded' },
  async ({ chatPage, clock, threads }) => {
    const entry = chatPage.sidebar.thread((await threads.create('Budget')).id);
    await clock.install();
    await chatPage.goto();
    await expect(entry).toContainText('Just now');
    await clock.runFor('10:00');
    await expect(entry).toContainText(/(9|10) min ago/);
  },
);
