import { isBusy, openConversation, watchChat } from '../chat.ts';
import { titleOf, type Conversation } from '../conversation.ts';
import { h, setText, show } from '../dom.ts';
import { go } from '../router.ts';
import { agentAtWork, isActive } from '../run.ts';
import { send } from '../sending.ts';
import { connection, reconnect } from '../socket.ts';
import { createComposer } from './composer.ts';
import { createEmptyState } from './empty.ts';
import { createTranscript } from './transcript.ts';

const CONNECTION_TEXTS = {
  idle: 'Disconnected',
  connecting: 'Connecting...',
  open: 'Connected',
  reconnecting: 'Reconnecting...',
  closed: 'Disconnected',
};

/** How long the notice of a thread that could not be loaded stays before the chat comes back by itself. */
const RETURN_AFTER = 3000;

/** The chat: built once, it stays while threads come and go. */
export const chatView = createChatView();

function createChatView() {
  const header = createHeader();
  const transcript = createTranscript();
  const empty = createEmptyState((text) => send(text, 'example_prompt'));
  const loading = h('div', { class: 'notice', role: 'status' });
  const processing = h('p', { class: 'processing', 'data-testid': 'agent-processing', role: 'status' });
  const composer = createComposer();
  const latest = h('button', { class: 'latest secondary' }, 'Jump to latest');
  const content = h(
    'div',
    { class: 'chat-content', 'data-testid': 'main-content', tabindex: '0', role: 'region', 'aria-label': 'Messages' },
    h('div', { class: 'column' }, empty.element, loading, transcript.element, processing),
  );
  const chat = h(
    'div',
    { class: 'chat', 'data-testid': 'main-chat' },
    header.element,
    content,
    h('div', { class: 'latest-place' }, latest),
    composer.element,
  );
  const failure = createThreadFailure();
  const element = h('div', { class: 'chat-place' }, chat, failure.element);
  let pinned = true;
  let wasBlank = false;
  /** The scroll that waits for the next picture: one is enough for all that comes before it. */
  let scrolling = 0;

  /** Only a scroll upwards is the person's wish to stay: text that came meanwhile also puts the end further away. */
  let lastTop = 0;
  content.addEventListener('scroll', () => {
    const atEnd = content.scrollHeight - content.scrollTop - content.clientHeight < 80;
    pinned = atEnd || (pinned && content.scrollTop >= lastTop);
    lastTop = content.scrollTop;
    if (pinned) show(latest, false);
  });
  latest.addEventListener('click', toEnd);

  function toEnd(): void {
    scrolling = 0;
    content.scrollTop = content.scrollHeight;
    show(latest, false);
  }

  /** An empty conversation is read from its top; what is written in one is followed to its end. */
  function place(blank: boolean): void {
    if (blank !== wasBlank) pinned = true;
    if (blank) {
      cancelAnimationFrame(scrolling);
      scrolling = 0;
      if (!wasBlank) content.scrollTop = 0;
      show(latest, false);
    } else if (!pinned) show(latest, true);
    else if (!scrolling) scrolling = requestAnimationFrame(toEnd);
    wasBlank = blank;
  }

  function update(): void {
    const conversation = openConversation();
    const { load, messages, run } = conversation;
    const blank = load === 'ready' && messages.length === 0 && !isBusy(conversation);
    failure.update(conversation);
    show(chat, load !== 'failed');
    header.update(conversation, blank);
    empty.show(blank);
    updateLoading(loading, conversation);
    transcript.update(conversation);
    const active = isActive(run) && !conversation.sending;
    if (active) setText(processing, processingText(conversation));
    show(processing, active);
    composer.update(conversation);
    place(blank);
  }

  let shown = openConversation();
  watchChat(() => {
    if (openConversation() !== shown) {
      pinned = true;
      wasBlank = false;
    }
    shown = openConversation();
    update();
  });
  connection.watch(update);
  update();
  return {
    element,
    focus: composer.focus,
    /** @returns has nothing been written or sent yet? */
    isUntouched: (): boolean => openConversation().draft === '' && openConversation().messages.length === 0,
  };
}

function processingText({ run }: Conversation): string {
  if (run?.stopRequested) return 'Stopping...';
  return connection.get().phase === 'open'
    ? 'Processing your request...'
    : 'Connection lost. Waiting for it to come back...';
}

function updateLoading(element: HTMLElement, { load, id }: Conversation): void {
  const text = load === 'validating' ? 'Validating thread...' : load === 'loading' ? 'Loading conversation...' : '';
  setText(element, text);
  if (load === 'loading' && id) element.append(h('span', { class: 'muted' }, `Thread: ${id.slice(0, 8)}...`));
  show(element, text !== '');
}

/** What the chat is about, which agent works, and the state of the connection. */
function createHeader() {
  const title = h('h1', { class: 'chat-title' });
  const badge = h('span', { class: 'badge' });
  const status = h('span', { class: 'connection-text' });
  const again = h('button', { class: 'quiet', onclick: reconnect }, 'Reconnect');
  const live = h(
    'div',
    { class: 'connection', role: 'status' },
    h('span', { class: 'dot', 'aria-hidden': 'true' }),
    status,
  );
  const element = h('div', { class: 'chat-header' }, title, badge, h('div', { class: 'chat-header-end' }, again, live));
  return {
    element,
    update(conversation: Conversation, blank: boolean): void {
      const { run } = conversation;
      const { phase } = connection.get();
      show(title, !blank);
      setText(
        title,
        (isActive(run) && run && agentAtWork(run)) || (conversation.id ? titleOf(conversation) : 'New conversation'),
      );
      const words = {
        waiting: 'Running',
        running: 'Running',
        completed: 'Completed',
        failed: 'Failed',
        stopped: 'Stopped',
        silent: 'No response',
      };
      show(badge, run !== null);
      setText(badge, run ? words[run.phase] : '');
      if (run) badge.dataset.phase = run.phase;
      else delete badge.dataset.phase;
      setText(status, CONNECTION_TEXTS[phase]);
      live.dataset.phase = phase;
      show(again, phase === 'closed');
    },
  };
}

/** A thread that could not be opened: says so, and returns to the chat by itself. */
function createThreadFailure() {
  const reason = h('p', { role: 'alert' });
  const back = h('button', { class: 'primary', onclick: () => go('/chat') }, 'Return to Chat');
  const element = h('section', { class: 'notice card' }, h('h1', {}, 'Unable to Load Conversation'), reason, back);
  let timer: ReturnType<typeof setTimeout> | undefined;
  let told: Conversation | null = null;
  return {
    element,
    update(conversation: Conversation): void {
      const failed = conversation.load === 'failed';
      show(element, failed);
      if (failed && told === conversation) return;
      clearTimeout(timer);
      told = failed ? conversation : null;
      if (!failed) return;
      setText(reason, conversation.problem);
      timer = setTimeout(() => go('/chat'), RETURN_AFTER);
    },
  };
}
