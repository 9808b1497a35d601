import { setTimeout as pause } from 'node:timers/promises';
import type { BrowserContext, Page } from '@playwright/test';
import type { SeenText, ToldState } from '../evidence/index.ts';

type Recorded = { states: Omit<ToldState, 'page'>[]; texts: Omit<SeenText, 'page'>[] };

declare global {
  interface Window {
    recordTold?: (recorded: Recorded) => void;
    /** Resolves when what stands on the page now has been recorded. */
    toldSettled?: () => Promise<void>;
  }
}

/** Milliseconds for which a page is waited for. */
const LONGEST = 1_000;

/**
 * Records, in every page of a context, what it tells beside question and answer: the card of a run, notes, times, the
 * list of threads; and every text that ever stood on it, even for one picture.
 */
export class ToldRecorder {
  readonly states: ToldState[] = [];
  readonly texts: SeenText[] = [];

  /**
   * @param numberOf the number of a page, under which its sockets are known, too.
   * @returns a recorder; call it before the first navigation.
   */
  static async on(context: BrowserContext, numberOf: (page: Page) => number): Promise<ToldRecorder> {
    const recorder = new ToldRecorder();
    await context.exposeBinding('recordTold', ({ page: seenOn }, { states, texts }: Recorded) => {
      const page = numberOf(seenOn);
      recorder.states.push(...states.map((state) => ({ ...state, page })));
      recorder.texts.push(...texts.map((text) => ({ ...text, page })));
    });
    await context.addInitScript(watchTold);
    return recorder;
  }

  /**
   * Resolves when every open page has told what stands on it now, or after a second: one that hangs tells nothing. A
   * page that is left or closed meanwhile has nothing more to tell; that it crashed is heard elsewhere.
   */
  async settled(context: BrowserContext): Promise<void> {
    const asked = context.pages().map((page) => page.evaluate(() => window.toldSettled?.()).catch(() => undefined));
    await Promise.race([Promise.all(asked), pause(LONGEST)]);
  }
}

/** Runs in the page. The places are those of docs/contract/frontend.md 7. */
function watchTold(): void {
  if (window.top !== window) return;
  /** Milliseconds between two looks; what stands there for less is no state, and yet a text that was seen. */
  const PAUSE = 60;
  /** Characters of a text that stands around a line; longer ones tell nothing of it. */
  const MOST_AROUND = 400;
  /** Characters from which on a text may give away whose it is. */
  const LEAST_TELLING = 12;

  // A test may take over the page's clock later; times are reported in the real one.
  const { timeOrigin } = performance;
  const sinceThen = performance.now.bind(performance);
  const later = window.setTimeout.bind(window);
  const beforePaint = window.requestAnimationFrame.bind(window);
  const now = () => timeOrigin + sinceThen();
  const clock = () => {
    const [time, date] = [now(), new Date()];
    return { time, ahead: date.getTime() - time, zone: date.getTimezoneOffset() };
  };
  const flat = (text: string) => text.replace(/\s+/g, ' ').trim();

  const isRendered = (element: Element) =>
    element.checkVisibility({ visibilityProperty: true, opacityProperty: true, contentVisibilityAuto: true });
  /** The visible texts of an element with a space between them, and its lines. */
  const read = (root: Element, leaveOut: (element: Element) => boolean) => {
    const lines: { text: string; within: string[]; element: Element }[] = [];
    const around = new Map<Element, string>();
    const visit = (element: Element): string => {
      const texts: string[] = [];
      let own = false;
      for (const node of element.childNodes) {
        if (node instanceof Text && /\S/.test(node.data)) {
          texts.push(flat(node.data));
          own = true;
        } else if (node instanceof Element && !leaveOut(node)) texts.push(visit(node));
      }
      if (texts.length === 0 || !isRendered(element)) return '';
      const text = texts.filter(Boolean).join(' ');
      around.set(element, text);
      if (own) lines.push({ text, within: [], element });
      return text;
    };
    visit(root);
    for (const line of lines)
      for (let one = line.element.parentElement; one; one = one === root ? null : one.parentElement) {
        const text = around.get(one) ?? '';
        if (text.length <= MOST_AROUND && text !== (line.within.at(-1) ?? line.text)) line.within.push(text);
      }
    return lines.map(({ text, within }) => ({ text, within }));
  };

  const numbers = new WeakMap<Element, number>();
  let count = 0;
  const numberOf = (element: Element) => {
    const known = numbers.get(element) ?? (count += 1);
    numbers.set(element, known);
    return known;
  };
  type State = Recorded['states'][number];
  const told = new Map<number, string>();
  let states: State[] = [];
  const tell = (element: Element, part: Omit<State, 'time' | 'part' | 'zone' | 'ahead'>) => {
    const number = numberOf(element);
    const key = JSON.stringify(part);
    if (told.get(number) === key) return number;
    told.set(number, key);
    states.push({ ...part, ...clock(), part: number });
    return number;
  };

  const headingOf = (article: Element) =>
    flat(article.querySelector('h1,h2,h3,h4,h5,h6,[role="heading"]')?.textContent ?? '');
  const take = () => {
    const chat = document.querySelector('[data-testid="main-chat"]');
    const here = new Set<number>();
    if (chat) {
      const cards = [...chat.querySelectorAll('[data-testid="response-card"]')];
      const articles = [...chat.querySelectorAll('article, [role="article"]')].filter(
        (one) => !cards.some((card) => card.contains(one)),
      );
      for (const card of cards) {
        const label = [...card.querySelectorAll('span')].find(
          ({ textContent }) => textContent?.trim() === 'Partial Results',
        );
        const streamed = new Set<Element>();
        for (let next = label?.parentElement?.nextElementSibling; next; next = next.nextElementSibling)
          streamed.add(next);
        here.add(tell(card, { place: 'card', name: '', body: '', lines: read(card, (one) => streamed.has(one)) }));
      }
      for (const article of articles) {
        const text = article.querySelector('.whitespace-pre-wrap');
        const part = { place: 'message' as const, name: headingOf(article), body: flat(text?.textContent ?? '') };
        const known = told.get(numberOf(article));
        // The time of a message does not change, and reading all of them at each look would be dear.
        if (known?.startsWith(JSON.stringify(part).slice(0, -1))) here.add(numberOf(article));
        else here.add(tell(article, { ...part, lines: read(article, (one) => one === text) }));
      }
      const elsewhere = new Set([
        ...cards,
        ...articles,
        ...chat.querySelectorAll('[data-testid="message-input"], form, [data-testid="example-prompts"]'),
      ]);
      const open = /^\/chat\/([^/]+)/.exec(location.pathname)?.[1] ?? '';
      here.add(tell(chat, { place: 'chat', name: open, body: '', lines: read(chat, (one) => elsewhere.has(one)) }));
    }
    const entries = [...document.querySelectorAll('[data-testid^="thread-item-"]')];
    const idOf = (entry: Element) => entry.getAttribute('data-testid')!.slice('thread-item-'.length);
    for (const entry of entries)
      here.add(tell(entry, { place: 'thread', name: idOf(entry), body: '', lines: read(entry, () => false) }));
    const list = entries[0]?.closest('[data-testid="thread-list"]') ?? entries[0]?.parentElement;
    if (list) {
      const lines = entries.map((entry) => ({ text: idOf(entry), within: [] }));
      here.add(tell(list, { place: 'list', name: '', body: '', lines }));
    }
    for (const [number, key] of told) {
      if (here.has(number)) continue;
      const { place, name } = JSON.parse(key) as State;
      told.delete(number);
      states.push({ place, name, body: '', lines: [], ...clock(), part: number });
    }
  };

  let token = '';
  let who: string | null = null;
  const whoIsThere = () => {
    const kept = localStorage.getItem('jwt_token') ?? '';
    if (kept === token) return who;
    token = kept;
    try {
      const claims = atob((kept.split('.')[1] ?? '').replaceAll('-', '+').replaceAll('_', '/'));
      who = kept === '' ? null : String((JSON.parse(claims) as { sub?: unknown }).sub ?? null);
    } catch {
      who = null;
    }
    return who;
  };
  const known = new Set<string>();
  let texts: Recorded['texts'] = [];
  /** A text that grows is told once per look, as far as it has come. */
  const growing = new Map<Node, { time: number; who: string | null; text: string }>();
  const note = (node: Node) => {
    if (!node.isConnected || node.parentElement?.closest('script, style, textarea')) return;
    const text = flat(node.textContent ?? '');
    if (text.length < LEAST_TELLING) return;
    const before = growing.get(node);
    if (before && !text.startsWith(before.text)) texts.push(before);
    growing.set(node, { time: before?.time ?? now(), who: whoIsThere(), text });
  };
  const noteAll = (node: Node) => {
    const walker = document.createTreeWalker(node, NodeFilter.SHOW_TEXT);
    for (let next: Node | null = node instanceof Text ? node : walker.nextNode(); next; next = walker.nextNode())
      note(next);
  };

  let scheduled = false;
  let waiting: (() => void)[] = [];
  window.toldSettled = () => new Promise((resolve) => (scheduled ? waiting.push(resolve) : resolve()));
  const flush = () => {
    scheduled = false;
    take();
    const fresh = [...texts, ...growing.values()].filter(({ text, who: person }) => {
      const key = `${person} ${text}`;
      return !known.has(key) && known.add(key);
    });
    growing.clear();
    if (states.length + fresh.length > 0) window.recordTold?.({ states, texts: fresh });
    states = [];
    texts = [];
    for (const resolve of waiting) resolve();
    waiting = [];
  };
  new MutationObserver((changes) => {
    for (const { type, target, addedNodes } of changes)
      if (type === 'characterData') note(target);
      else for (const node of addedNodes) noteAll(node);
    if (scheduled) return;
    scheduled = true;
    later(() => beforePaint(flush), PAUSE);
  }).observe(document, {
    subtree: true,
    childList: true,
    characterData: true,
    attributes: true,
    attributeFilter: ['hidden', 'class', 'style', 'open', 'data-testid'],
  });
}
