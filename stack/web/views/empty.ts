import { h, setText, show } from '../dom.ts';

const EXAMPLES = [
  { title: 'Find the biggest costs', text: 'Which of our AI workloads cost the most last month, and why?' },
  { title: 'Cut latency', text: 'How can we bring the latency of our chatbot under 300 ms?' },
  { title: 'Choose a model', text: 'Which model fits ticket triage best at a lower cost?' },
  { title: 'Plan for growth', text: 'What will our token usage look like when our traffic doubles?' },
];

const STEPS = [
  'Ask a question about your AI workloads',
  'Watch the agents work on it, step by step',
  'Read the answer and what to do next',
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
        { type: 'button', class: 'example cursor-pointer', onclick: () => onPick(text) },
        h('strong', {}, title),
        h('span', {}, text),
      ),
    ),
  );
  const toggle = h('button', { type: 'button', class: 'quiet', 'aria-expanded': 'true' }, 'Hide');
  toggle.addEventListener('click', () => {
    const shown = Boolean(cards.hidden);
    show(cards, shown);
    setText(toggle, shown ? 'Hide' : 'Show');
    toggle.setAttribute('aria-expanded', String(shown));
  });
  const element = h(
    'div',
    { class: 'empty' },
    h('h1', {}, 'Welcome to Netra AI'),
    h('p', { class: 'lead' }, 'Your AI agents look at usage, prices and speed, and tell you what to change.'),
    h('h2', {}, 'Get Started in 3 Easy Steps:'),
    h('ol', { class: 'steps' }, ...STEPS.map((step) => h('li', {}, step))),
    h(
      'section',
      { class: 'examples', 'data-testid': 'example-prompts', 'aria-labelledby': 'examples-title' },
      h('div', { class: 'examples-head' }, h('h2', { id: 'examples-title' }, 'Quick Start'), toggle),
      cards,
    ),
  );
  return {
    element,
    show: (shown: boolean): void => show(element, shown),
  };
}
