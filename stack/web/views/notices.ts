import { h } from '../dom.ts';
import { session, startSession } from '../session.ts';

/** @param text what is being waited for */
export function waitingView(text: string): HTMLElement {
  return h('div', { class: 'notice', role: 'status' }, h('span', { class: 'pulse', 'aria-hidden': 'true' }), text);
}

/** The sign-in service does not answer; the person stays signed in and can try again. */
export function unreachableView(): HTMLElement {
  return h(
    'div',
    { class: 'notice card' },
    h('h1', {}, 'We cannot reach Netra'),
    h('p', { role: 'alert' }, session.get().problem),
    h('button', { class: 'primary', onclick: () => startSession({ automatic: true }) }, 'Try Again'),
  );
}

export function notFoundView(): HTMLElement {
  return h(
    'div',
    { class: 'notice card' },
    h('h1', {}, 'Page not found'),
    h('p', {}, 'There is nothing at this address.'),
    h('a', { href: '/chat', class: 'button primary' }, 'Go to Chat'),
  );
}
