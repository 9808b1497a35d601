// @ts-check
import { h } from '../dom.ts';

/** @typedef {import('../conversation.ts').Message} Message */

/**
 * One message as an article. Its text is shown as text, never run.
 * @param {Message} message
 * @param {{ tryAgain(message: Message): void, dismiss(message: Message): void }} actions
 */
export function createMessage(message, actions) {
  const { kind, heading, text, at, id, raw } = message;
  const own = kind === 'user';
  const body = h(
    'div',
    { class: 'message-text whitespace-pre-wrap', ...(kind === 'error' && { role: 'alert' }) },
    text,
  );
  return h(
    'article',
    { class: `message message-${kind}` },
    h('span', { class: 'avatar', 'aria-hidden': 'true' }, own ? 'U' : 'AI'),
    h(
      'div',
      { class: 'message-main' },
      h(
        'header',
        { class: 'message-head' },
        h('h2', {}, heading),
        !own && h('span', { class: 'message-subtitle' }, 'Agent Response'),
        h('time', { datetime: new Date(at).toISOString() }, timeOfDay(at)),
      ),
      body,
      kind === 'error' && h('div', { class: 'actions' }, ...errorActions(message, actions)),
      h('footer', { class: 'message-foot' }, rawData(raw), h('span', {}, `Message ID: ${id}`)),
    ),
  );
}

/**
 * @param {Message} message
 * @param {{ tryAgain(message: Message): void, dismiss(message: Message): void }} actions
 */
function errorActions(message, { tryAgain, dismiss }) {
  return [
    message.request
      ? h('button', { type: 'button', class: 'primary small', onclick: () => tryAgain(message) }, 'Try Again')
      : null,
    h('button', { type: 'button', class: 'secondary small', onclick: () => dismiss(message) }, 'Dismiss'),
  ];
}

/** @param {unknown} raw */
function rawData(raw) {
  const details = h('details', {}, h('summary', {}, 'Raw Data'));
  details.addEventListener('toggle', () => {
    if (details.open && !details.querySelector('pre'))
      details.append(h('pre', { tabindex: '0' }, JSON.stringify(raw, null, 2)));
  });
  return details;
}

/** @param {number} at epoch milliseconds */
function timeOfDay(at) {
  return new Date(at).toLocaleTimeString([], { hour: '2-digit', minute: '2-digit' });
}
