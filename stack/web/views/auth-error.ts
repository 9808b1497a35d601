import { h } from '../dom.ts';

/**
 * Why the sign-in at the auth service failed.
 * @param query `message`, or `error` and `error_description`
 */
export function authErrorView(query: URLSearchParams): HTMLElement {
  const said = [query.get('message'), query.get('error_description'), query.get('error')].filter(Boolean);
  const [text = 'An error occurred during authentication.', ...rest] = said;
  return h(
    'section',
    { class: 'notice card' },
    h('h1', {}, 'Authentication Error'),
    h('p', { role: 'alert' }, text),
    rest.length > 0 && h('p', { class: 'muted' }, rest.join(' · ')),
    h('button', { type: 'button', class: 'primary', onclick: () => location.assign('/login') }, 'Try Again'),
  );
}
