import { changed, openConversation } from '../chat.ts';
import { remove, type Conversation, type Message } from '../conversation.ts';
import { h, show } from '../dom.ts';
import { send } from '../sending.ts';
import { createMessage } from './message.ts';
import { createRunCard } from './run-card.ts';

/** The messages of a conversation in order, with the card of its last run in front of the answer. */
export function createTranscript() {
  const element = h('div', { class: 'transcript', role: 'log', 'aria-live': 'polite', 'aria-label': 'Conversation' });
  const card = createRunCard();
  /** Elements of the messages that are shown; a changed message is a new object. */
  let known = new Map<Message, HTMLElement>();
  const actions = { tryAgain, dismiss };

  return {
    element,
    update(conversation: Conversation): void {
      const { messages, run } = conversation;
      show(element, messages.length > 0);
      element.setAttribute('aria-busy', String(run?.streaming === true));
      known = new Map(
        messages.map((message) => [message, known.get(message) ?? createMessage(message, actions)] as const),
      );
      const nodes = [...known.values()];
      if (card.update(run)) nodes.splice(placeOfCard(messages), 0, card.element);
      arrange(element, nodes);
    },
  };
}

/** The card stands before what the run has come to. */
function placeOfCard(messages: Message[]): number {
  const asked = messages.findLastIndex(({ kind }) => kind === 'user');
  const outcome = messages.findIndex(({ kind }, place) => place > asked && (kind === 'answer' || kind === 'error'));
  return outcome < 0 ? messages.length : outcome;
}

/** Moves only what is not in its place. */
function arrange(element: HTMLElement, nodes: HTMLElement[]): void {
  nodes.forEach((node, place) => {
    if (element.children[place] !== node) element.insertBefore(node, element.children[place] ?? null);
  });
  while (element.children.length > nodes.length) element.lastElementChild!.remove();
}

function tryAgain(message: Message): void {
  if (message.request && send(message.request)) dismiss(message);
}

function dismiss(message: Message): void {
  remove(openConversation(), message.key);
  changed();
}
