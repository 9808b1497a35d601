import { openConversation, startNewChat, switchThread, watchChat } from '../chat.ts';
import { h, icon, setText, show } from '../dom.ts';
import { threadPath } from '../router.ts';
import { session } from '../session.ts';
import { loadThreads, threads, type Thread } from '../threads.ts';

/** How often the ages of conversations are told anew. */
const AGES_EVERY = 60_000;

/** The conversations of the signed-in person. An event `chosen` tells that one was picked. */
export function createSidebar(): HTMLElement {
  const newChat = h('button', { class: 'primary', 'data-testid': 'new-chat-button' }, icon('plus'), 'New Chat');
  const search = h('input', {
    type: 'search',
    placeholder: 'Search conversations...',
    'aria-label': 'Search conversations',
  });
  const problemText = h('p', {});
  const problem = h(
    'div',
    { class: 'sidebar-problem', role: 'alert' },
    problemText,
    h('button', { class: 'secondary', onclick: loadThreads }, 'Retry'),
  );
  const note = h('p', { class: 'sidebar-note muted' });
  const list = h('ul', { class: 'thread-list', 'data-testid': 'thread-list' });
  const footer = h('footer', { class: 'sidebar-footer muted' });
  const inside = [
    h('div', { class: 'sidebar-top' }, newChat, h('div', { class: 'search' }, icon('search'), search)),
    problem,
    note,
    list,
    footer,
  ];
  const signedOut = h('p', { class: 'sidebar-note muted' }, 'Sign in to start chatting');
  const sidebar = h(
    'aside',
    { id: 'sidebar', class: 'sidebar', 'data-testid': 'chat-sidebar', 'aria-label': 'Conversations' },
    signedOut,
    ...inside,
  );

  const known = new Map<string, ReturnType<typeof createItem>>();

  function update(): void {
    const { phase, items, problem: reason } = threads.get();
    const signedIn = session.get().phase === 'signed-in';
    show(signedOut, !signedIn);
    for (const part of inside) show(part, signedIn);
    if (!signedIn) return;
    const wanted = search.value.trim().toLowerCase();
    const found = items.filter(({ title }) => title.toLowerCase().includes(wanted));
    show(problem, phase === 'failed');
    setText(problemText, reason);
    const empty = items.length === 0 ? 'No conversations yet' : 'No conversations found';
    setText(
      note,
      phase === 'loading' ? 'Loading conversations...' : phase === 'ready' && found.length === 0 ? empty : '',
    );
    show(note, note.textContent !== '');
    show(list, found.length > 0);
    setText(footer, `${items.length} ${items.length === 1 ? 'conversation' : 'conversations'}`);
    arrange(found);
  }

  function arrange(found: Thread[]): void {
    const openId = openConversation().id;
    found.forEach((thread, place) => {
      const item = known.get(thread.id) ?? createItem(thread.id, sidebar);
      known.set(thread.id, item);
      item.update(thread, thread.id === openId);
      if (list.children[place] !== item.element) list.insertBefore(item.element, list.children[place] ?? null);
    });
    while (list.children.length > found.length) list.lastElementChild!.remove();
  }

  newChat.addEventListener('click', async () => {
    newChat.disabled = true;
    try {
      await startNewChat();
      sidebar.dispatchEvent(new Event('chosen'));
      document.getElementById('message-input')?.focus();
    } catch (error) {
      threads.set({ phase: 'failed', problem: (error as Error).message });
    } finally {
      newChat.disabled = false;
    }
  });
  search.addEventListener('input', update);
  threads.watch(update);
  session.watch(update);
  watchChat(update);
  setInterval(update, AGES_EVERY);
  update();
  return sidebar;
}

function createItem(id: string, sidebar: HTMLElement) {
  const title = h('span', { class: 'thread-title' });
  const time = h('time', { class: 'thread-time muted' });
  const link = h('a', { href: threadPath(id), class: 'thread-item', 'data-testid': `thread-item-${id}` }, title, time);
  link.addEventListener('click', (event) => {
    if (event.ctrlKey || event.metaKey || event.shiftKey) return;
    event.preventDefault();
    switchThread(id);
    sidebar.dispatchEvent(new Event('chosen'));
  });
  return {
    element: h('li', {}, link),
    update(thread: Thread, open: boolean): void {
      setText(title, thread.title);
      setText(time, ago(thread.updatedAt));
      if (open) link.setAttribute('aria-current', 'page');
      else link.removeAttribute('aria-current');
    },
  };
}

/** @param time epoch milliseconds */
function ago(time: number): string {
  const minutes = Math.floor((Date.now() - time) / 60_000);
  if (minutes < 1) return 'Just now';
  if (minutes < 60) return `${minutes} min ago`;
  if (minutes < 24 * 60) return `${Math.floor(minutes / 60)} h ago`;
  return new Date(time).toLocaleDateString(undefined, { month: 'short', day: 'numeric' });
}
