// @ts-check
import { watchChat } from '../chat.ts';
import { h, setText } from '../dom.ts';
import { traffic } from '../intake.ts';

/** What came over the wire, in numbers; Ctrl+Shift+D or Ctrl+Shift+E shows and hides it. */
export function createDebugPanel() {
  const numbers = h('dl', { class: 'figures' });
  const rows = Object.keys(traffic).map((name) => {
    const value = h('dd', {});
    numbers.append(h('div', {}, h('dt', {}, name), value));
    return { name: /** @type {keyof typeof traffic} */ (name), value };
  });
  const element = h(
    'aside',
    { class: 'debug card', 'data-testid': 'overflow-panel', 'aria-label': 'Event processing', hidden: true },
    h('h2', {}, 'Event Processing'),
    numbers,
  );
  const update = () => {
    if (!element.hidden) for (const { name, value } of rows) setText(value, String(traffic[name]));
  };
  watchChat(update);
  addEventListener('keydown', (event) => {
    if (!event.ctrlKey || !event.shiftKey || !['d', 'e'].includes(event.key.toLowerCase())) return;
    event.preventDefault();
    element.hidden = !element.hidden;
    update();
  });
  return element;
}
