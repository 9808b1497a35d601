import { isBusy, openConversation } from '../chat.ts';
import { keepDraft } from '../draft.ts';
import { h, icon, setText, show } from '../dom.ts';
import { isActive } from '../run.ts';
import { dismissFailure, LONGEST_MESSAGE, send, tryAgain } from '../sending.ts';
import { stopRun } from '../stopping.ts';
import { createHistory } from './history.ts';
import type { Conversation } from '../conversation.ts';

/** From here on the number of characters is shown. */
const COUNTED_FROM = 8001;
const PLACEHOLDER = 'Start typing your AI optimization request... (Shift+Enter for new line)';

/** Where a message is written and sent from. */
export function createComposer() {
  const failure = createFailure();
  const queued = h('p', { class: 'queued', role: 'status' });
  const textarea = h('textarea', {
    id: 'message-input',
    'data-testid': 'message-textarea',
    'aria-label': 'Message input',
    rows: '1',
    placeholder: PLACEHOLDER,
  });
  const count = h('span', {
    id: 'character-count',
    class: 'count',
    'data-testid': 'character-count',
    'aria-live': 'polite',
  });
  const stop = h('button', { type: 'button', class: 'round stop', 'aria-label': 'Stop agent' }, icon('stop'), 'Stop');
  const sendLabel = h('span', {}, 'Send');
  const sendIcon = icon('send');
  const spinner = icon('spinner');
  const sendButton = h(
    'button',
    { type: 'submit', class: 'round primary', 'aria-label': 'Send message' },
    sendIcon,
    sendLabel,
  );
  const box = h(
    'div',
    { class: 'composer-box' },
    textarea,
    h('div', { class: 'composer-tools' }, count, h('span', { class: 'space' }), stop, sendButton),
  );
  const element = h(
    'form',
    { class: 'composer', 'data-testid': 'message-input', 'aria-label': 'Write a message' },
    failure.element,
    queued,
    box,
  );
  const history = createHistory();

  function submit(): void {
    const text = textarea.value;
    if (send(text)) history.add(text);
  }

  function write(text: string): void {
    textarea.value = text;
    noteDraft();
  }

  function noteDraft(): void {
    const conversation = openConversation();
    conversation.draft = textarea.value;
    keepDraft(conversation.id, textarea.value);
    fit();
    update(conversation);
  }

  function fit(): void {
    textarea.style.height = 'auto';
    textarea.style.height = `${textarea.scrollHeight}px`;
  }

  function update(conversation: Conversation): void {
    const { sending, run, draft } = conversation;
    const busy = isBusy(conversation);
    failure.update(conversation);
    const waits =
      sending?.stage === 'queued' ? 'Waiting for the connection. Your message will be sent when it is back.' : '';
    setText(queued, waits);
    show(queued, waits !== '');
    const focusIsFree = [null, document.body, stop].includes(document.activeElement as HTMLElement | null);
    const released = textarea.disabled && !busy;
    textarea.disabled = busy;
    const written = busy ? '' : draft;
    if (textarea.value !== written) {
      textarea.value = written;
      fit();
    }
    textarea.placeholder = isActive(run) && !sending ? 'Agent is thinking...' : PLACEHOLDER;
    if (released && focusIsFree) textarea.focus({ preventScroll: true });
    const length = written.length;
    sendButton.disabled = busy || written.trim() === '' || length > LONGEST_MESSAGE;
    setText(sendLabel, sending ? 'Sending...' : 'Send');
    const wantedIcon = sending ? spinner : sendIcon;
    if (sendButton.firstChild !== wantedIcon) sendButton.firstChild!.replaceWith(wantedIcon);
    show(stop, sending ? sending.stage === 'queued' : isActive(run));
    show(sendButton, Boolean(stop.hidden) || sending !== null);
    stop.disabled = run?.stopRequested === true;
    show(count, length >= COUNTED_FROM);
    count.classList.toggle('over', length > LONGEST_MESSAGE);
    setText(count, `${length}/${LONGEST_MESSAGE}`);
  }

  element.addEventListener('submit', (event) => {
    event.preventDefault();
    submit();
  });
  textarea.addEventListener('input', () => {
    history.leave();
    noteDraft();
  });
  textarea.addEventListener('keydown', (event) => {
    if (event.key === 'Enter' && !event.shiftKey && !event.isComposing) {
      event.preventDefault();
      submit();
    } else if (event.key === 'ArrowUp' || event.key === 'ArrowDown') {
      const text = history.step(event.key === 'ArrowUp' ? -1 : 1, textarea.value);
      if (text === null) return;
      event.preventDefault();
      write(text);
    }
  });
  stop.addEventListener('click', stopRun);
  addEventListener('keydown', (event) => {
    if (event.key.toLowerCase() !== 'i' || !event.ctrlKey || event.shiftKey || event.altKey) return;
    event.preventDefault();
    textarea.focus();
  });
  addEventListener('resize', fit);
  return {
    element,
    update,
    focus(): void {
      fit();
      textarea.focus({ preventScroll: true });
    },
  };
}

/** Why the last message did not get to the server. */
function createFailure() {
  const text = h('p', {});
  const again = h('button', { type: 'button', class: 'primary small', onclick: tryAgain }, 'Try Again');
  const dismiss = h('button', { type: 'button', class: 'secondary small', onclick: dismissFailure }, 'Dismiss');
  const element = h(
    'div',
    { class: 'composer-failure bg-red-50', role: 'alert' },
    text,
    h('div', { class: 'actions' }, again, dismiss),
  );
  return {
    element,
    update({ failure }: Conversation): void {
      if (failure) setText(text, `${failure.title} - ${failure.message} (Attempt ${Math.min(failure.attempt, 3)}/3)`);
      show(element, failure !== null);
      show(again, failure !== null && failure.attempt < 3);
    },
  };
}
