import { h, show } from '../dom.ts';

const EXAMPLES = [
  { title: 'Find the biggest costs', text: 'Which of our AI workloads cost the most last month, and why?' },
  { title: 'Cut latency', text: 'How can we bring the latency of our chatbot under 300 ms?' },
  { title: 'Choose a model', text: 'Which model fits ticket triage best at a lower cost?' },
  { title: 'Plan for growth', text: 'What will our token usage look like when our traffic doubles?' },
];

/**
 * What an empty conversation shows.
 * @param onPick an example was picked
 */
export function createEmptyState(onPick: (text: string) => void) {
  const cards = h(
    'div',
    { class: 'example-cards' },
    ...EXAMPLES.map(({ title, text }) =>
      h(
        'button',
        { class: 'example cursor-pointer', onclick: () => onPick(text) },
        h('strong', {}, title),
        h('span', {}, text),
      ),
    ),
  );
  const element = h(
    'div',
    { class: 'empty' },
    h('h1', {}, 'Welcome to Netra AI'),
    h(
      'section',
      { class: 'examples', 'data-testid': 'example-prompts', 'aria-labelledby': 'examples-title' },
      h('h2', { id: 'examples-title' }, 'Quick Start'),
      cards,
    ),
  );
  return {
    element,
    show: (shown: boolean): void => show(element, shown),
  };
}
