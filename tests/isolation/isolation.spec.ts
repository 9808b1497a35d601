import { type Person, expect, source, test } from '../../fixtures/index.ts';

/** Each person's question contains a word that no other question contains. */
const questionOf = ({ account }: Person) => `Is canary-${account.email.split('@')[0]} within the budget?`;
const canaryIn = (text: string) => text.match(/canary-\w+/g) ?? [];

const names = ['ada', 'grace', 'alan', 'edsger', 'barbara', 'donald', 'margaret', 'dennis', 'radia', 'tim'];

test.describe('several people at once', { tag: '@embedded' }, () => {
  test.describe.configure({ timeout: 90_000 });

  test(
    'seven people at once each get a WebSocket and a connection id of their own',
    {
      tag: ['@p1', '@P1-004', '@websocket-events', '@WS-005'],
    },
    async ({ people }) => {
      const all = await people(...names.slice(0, 7).map((name) => `${name}@example.org`));
      await Promise.all(all.map(({ chatPage }) => chatPage.goto()));
      for (const { wire, account } of all) await expect(await wire.socket()).toBeAuthenticatedAs(account);
      const welcomes = all.flatMap(({ wire }) => wire.traffic.events.filter(({ kind }) => kind === 'welcome'));
      expect(new Set(welcomes.map(({ fields }) => fields.connection_id)).size, 'connections').toBe(7);
    },
  );

  test(
    'two people chatting at once each get only their own answer',
    {
      tag: ['@p1', '@P1-016'],
    },
    async ({ people }) => {
      const [ada, grace] = await people('ada@example.org', 'grace@example.org');
      await Promise.all([ada!.chatPage.goto(), grace!.chatPage.goto()]);
      const asked = await Promise.all(
        [ada!, grace!].map(async (person) => ({ person, run: await person.conversation.ask(questionOf(person)) })),
      );
      for (const { person, run } of asked) {
        await expect(run).toFollowAgentSequence({ mentions: canaryIn(questionOf(person)) });
        await expect(person.chatPage).toShowTheAnswerOf(run);
      }
      await expect(ada!.chatPage.page.getByText('canary-grace')).toHaveCount(0);
      await expect(grace!.chatPage.page.getByText('canary-ada')).toHaveCount(0);
      expect(ada!.wire.tap.frames.filter(({ text }) => text.includes('canary-grace'))).toEqual([]);
      expect(grace!.wire.tap.frames.filter(({ text }) => text.includes('canary-ada'))).toEqual([]);
    },
  );

  test(
    'ten people chatting at once each get only their own answer on the wire, on the screen and in storage',
    {
      tag: ['@p1', '@P1-017'],
    },
    async ({ people }) => {
      const all = await people(...names.map((name) => `${name}@example.org`));
      await Promise.all(all.map(({ chatPage }) => chatPage.goto()));
      const asked = await Promise.all(
        all.map(async (person) => ({ person, run: await person.conversation.ask(questionOf(person)) })),
      );
      await Promise.all(asked.map(({ person, run }) => expect(person.chatPage).toShowTheAnswerOf(run)));
      for (const { person, run } of asked) {
        const own = canaryIn(questionOf(person));
        await expect(run).toFollowAgentSequence({ mentions: own });
        const page = await person.chatPage.page.content();
        const stored = JSON.stringify(await person.context.storageState());
        const wire = person.wire.tap.frames.map(({ text }) => text).join();
        expect(new Set(canaryIn(page + stored + wire)), person.account.email).toEqual(new Set(own));
      }
      expect(new Set(asked.map(({ run }) => run.id)).size, 'runs').toBe(10);
    },
  );
});

test(
  'two tabs with the same thread both show a new answer',
  { annotation: source('docs/contract/failures.md 8.1, F50') },
  async ({ chatPage, conversation, openTab }) => {
    await chatPage.goto();
    await expect(chatPage).toShowTheAnswerOf(await conversation.ask('Which thread is this?'));
    const other = await openTab();
    await other.goto(conversation.runs[0]!.thread);
    await expect(other.connected).toBeVisible();
    await expect(other.transcript.answers).toHaveCount(1);
    const run = await conversation.ask('Which tab do I read?');
    await expect(chatPage).toShowTheAnswerOf(run);
    await expect(other).toShowTheAnswerOf(run);
  },
);

test(
  'a message sent in one tab does not appear in another tab with another thread',
  { annotation: source('docs/contract/failures.md 8.1, F32') },
  async ({ chatPage, conversation, openTab, threads }) => {
    const [here, there] = [await threads.create('Here'), await threads.create('There')];
    const other = await openTab();
    await Promise.all([chatPage.goto(here.id), other.goto(there.id)]);
    await expect(chatPage.connected).toBeVisible();
    await expect(other.connected).toBeVisible();
    const run = await conversation.ask('Does this stay in its thread?');
    await expect(chatPage).toShowTheAnswerOf(run);
    await expect(other.transcript.messages).toHaveCount(0);
    await other.sidebar.thread(here.id).click();
    await expect(other.transcript.answers).toHaveText([run.answerText]);
    await other.sidebar.thread(there.id).click();
    await expect(other.transcript.messages).toHaveCount(0);
  },
);

test(
  'a message sent in one tab appears in another tab with the same thread',
  { tag: '@advice', annotation: source('any person may expect to see') },
  async ({ chatPage, conversation, openTab, threads }) => {
    const question = 'Does the other tab show this?';
    const { id } = await threads.create('Tabs');
    const other = await openTab();
    await Promise.all([chatPage.goto(id), other.goto(id)]);
    await expect(other.connected).toBeVisible();
    await conversation.ask(question);
    await expect(other.transcript.lastQuestion).toHaveText(question);
  },
);

test(
  'closing one tab leaves the other at work',
  { annotation: [source('docs/contract/backend.md 3.6'), source('any person may expect to go on')] },
  async ({ chatPage, conversation, openTab }) => {
    await chatPage.goto();
    await expect(chatPage.connected).toBeVisible();
    const other = await openTab();
    await other.goto();
    await expect(other.connected).toBeVisible();
    await other.page.close();
    const run = await conversation.ask('Do you still hear me?');
    await expect(run).toFollowAgentSequence();
    await expect(chatPage).toShowTheAnswerOf(run);
  },
);

test(
  "a run started in one tab also streams to the person's other tab",
  { annotation: source('docs/contract/failures.md 8.1, F50') },
  async ({ chatPage, conversation, openTab, wire }) => {
    await chatPage.goto();
    await expect(chatPage.connected).toBeVisible();
    const other = await openTab();
    await other.goto();
    await expect(other.connected).toBeVisible();
    const run = await conversation.ask('Do both tabs hear this?');
    await expect(chatPage).toShowTheAnswerOf(run);
    const heard = () => wire.sockets.map(({ events }) => events.filter(({ run: id }) => id === run.id).length);
    expect(heard(), 'sockets, one of each tab').toHaveLength(2);
    await expect(run).toFollowAgentSequence();
    await expect.poll(() => new Set(heard()).size, { message: 'both tabs hear as many frames of the run' }).toBe(1);
  },
);
