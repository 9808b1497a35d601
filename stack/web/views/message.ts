import { h, icon } from '../dom.ts';
import type { Message } from '../conversation.ts';

/** What a person may do with a message that tells of an error. */
interface Actions {
  tryAgain(message: Message): void;
  dismiss(message: Message): void;
}

/**
 * One message as an article. Its text is shown as text, never run. What an agent says on its way is a line that opens.
 */
export function createMessage(message: Message, actions: Actions): HTMLElement {
  const { kind, heading, icon: mark, text, at } = message;
  const own = kind === 'user';
  const body = h(
    'div',
    { class: 'message-text whitespace-pre-wrap', ...(kind === 'error' && { role: 'alert' }) },
    mark && icon(mark),
    text,
  );
  const head = h(
    'header',
    { class: 'message-head' },
    h('h2', {}, heading),
    !own && h('span', { class: 'message-subtitle' }, 'Agent Response'),
    h('time', { datetime: new Date(at).toISOString() }, timeOfDay(at)),
  );
  return h(
    'article',
    { class: `message message-${kind}` },
    h('span', { class: 'avatar', 'aria-hidden': 'true' }, own ? 'U' : 'AI'),
    kind === 'agent'
      ? h('details', { class: 'message-main' }, h('summary', {}, body), head)
      : h(
          'div',
          { class: 'message-main' },
          head,
          body,
          kind === 'error' && h('div', { class: 'actions' }, ...errorActions(message, actions)),
        ),
  );
}

function errorActions(message: Message, { tryAgain, dismiss }: Actions): (HTMLElement | null)[] {
  return [
    message.request ? h('button', { class: 'primary small', onclick: () => tryAgain(message) }, 'Try Again') : null,
    h('button', { class: 'secondary small', onclick: () => dismiss(message) }, 'Dismiss'),
  ];
}

/** @param at epoch milliseconds */
function timeOfDay(at: number): string {
  return new Date(at).toLocaleTimeString([], { hour: '2-digit', minute: '2-digit' });
}
