import { watchChat } from '../chat.ts';
import { h, setText } from '../dom.ts';
import { traffic } from '../intake.ts';

/** What came over the wire, in numbers; Ctrl+Shift+D or Ctrl+Shift+E shows and hides it. */
export function createDebugPanel(): HTMLElement {
  const numbers = h('dl', { class: 'figures' });
  const rows = (Object.keys(traffic) as (keyof typeof traffic)[]).map((name) => {
    const value = h('dd', {});
    numbers.append(h('div', {}, h('dt', {}, name), value));
    return { name, value };
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
