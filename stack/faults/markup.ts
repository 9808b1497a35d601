import { fault, type Fault } from './fault.ts';
import { withScript } from './page-script.ts';

/** How a page takes a text for more than text, as source: from `text` to HTML. */
const readings = {
  html: 'text',
  markdown: `text.replaceAll('&', '&amp;').replaceAll('<', '&lt;')
    .replaceAll(/!\\[([^\\]]*)\\]\\(([^)]*)\\)/g, '<img src="$2" alt="$1">')
    .replaceAll(/\\[([^\\]]*)\\]\\(((?:[^()]|\\([^)]*\\))*)\\)/g, '<a href="$2">$1</a>')`,
} as const;

/** Puts texts into elements as HTML, by whichever way the page puts texts into them. */
const asMarkup = (how: keyof typeof readings, selector: string) => `(() => {
  const isMeant = (element, text) =>
    typeof text === 'string' && /[<[]/.test(text) && element.matches?.(${JSON.stringify(selector)});
  const read = (text) => ${readings[how]};
  const append = Element.prototype.append;
  Element.prototype.append = function (...children) {
    for (const child of children) {
      if (isMeant(this, child)) this.insertAdjacentHTML('beforeend', read(child));
      else append.call(this, child);
    }
  };
  const { get, set } = Object.getOwnPropertyDescriptor(Node.prototype, 'textContent');
  Object.defineProperty(Node.prototype, 'textContent', {
    configurable: true,
    get,
    set(text) {
      if (isMeant(this, text)) this.innerHTML = read(text);
      else set.call(this, text);
    },
  });
})();`;

/** Texts that become more than text. */
export const markupFaults: readonly Fault[] = [
  fault({
    id: 'text-as-markup',
    title: 'The page inserts text as markup',
    owner: 'frontend',
    cause: 'F87',
    where: 'wire',
    params: {
      how: { about: 'what it is taken for', default: 'html', oneOf: Object.keys(readings) },
      place: { about: 'selector of the elements in which it is', default: '[role="alert"]' },
    },
    effects: ({ how, place }) => ({
      edit: (asked, answer) => withScript(asked, answer, asMarkup(how as keyof typeof readings, place)),
    }),
  }),
];
