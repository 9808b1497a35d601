import { expect, source, test } from '../../fixtures/index.ts';

const bills = { title: 'Bills', metadata: { project: 'Apollo' } };

// Whether the change itself is kept is another matter: the running services do not keep it.
for (const { what, change, kept } of [
  {
    what: 'a renamed thread keeps its other metadata',
    change: { title: 'Invoices' },
    kept: { metadata: bills.metadata },
  },
  {
    what: 'a thread whose metadata change keeps its title',
    change: { metadata: { team: 'Search' } },
    kept: { title: bills.title },
  },
]) {
  test(what, { annotation: source('docs/contract/backend.md 6') }, async ({ api }) => {
    const made = await api.post('/api/threads', { data: bills });
    const { id } = (await made.json()) as { id: string };
    await api.put(`/api/threads/${id}`, { data: change });
    expect(await (await api.get(`/api/threads/${id}`)).json()).toMatchObject(kept);
  });
}
