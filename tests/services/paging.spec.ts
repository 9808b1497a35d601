import { expect, source, test } from '../../fixtures/index.ts';

const questions = ['The first question', 'The second one', 'The third', 'The fourth', 'The fifth', 'The last'];

test(
  'the pages of a thread’s messages hold each message once, in order, also those of one second',
  { annotation: [source('docs/contract/backend.md 6'), source('any person may expect to lose nothing')] },
  async ({ api, threads }) => {
    // In one thread a second may end between two messages.
    for (const title of ['Bills', 'Budget', 'Models']) {
      const { id } = await threads.create(title, questions);
      const told: string[] = [];
      for (let offset = 0; offset < questions.length; offset += 1) {
        const page = await (await api.get(`/api/threads/${id}/messages?limit=1&offset=${offset}`)).json();
        expect(page).toMatchObject({ thread_id: id, total: questions.length, limit: 1, offset });
        told.push(...(page as { messages: { content: string }[] }).messages.map(({ content }) => content));
      }
      expect(told, 'the messages of all pages').toEqual(questions);
    }
  },
);

test(
  'the last page of a list of messages says that there are no more',
  { tag: '@embedded' },
  async ({ api, threads }) => {
    const { id } = await threads.create('Bills', ['The first question', 'The second one']);
    const more = async (page: number, size: number) => {
      const found = await api.get(`/api/chat/messages?thread_id=${id}&page=${page}&page_size=${size}`);
      return ((await found.json()) as { has_more: boolean }).has_more;
    };
    expect([await more(1, 1), await more(2, 1), await more(1, 2), await more(1, 3)]).toEqual([
      true,
      false,
      false,
      false,
    ]);
  },
);
