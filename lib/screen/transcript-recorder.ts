import type { BrowserContext, Page } from '@playwright/test';
import type { ScreenSample } from '../evidence/index.ts';
import { appearanceOf } from './appearance.ts';

type Recorded = Omit<ScreenSample, 'page'>;

declare global {
  interface Window {
    recordTranscript?: (sample: Recorded) => void;
  }
}

/** Records, in every page of a context, each change of the visible conversation. */
export class TranscriptRecorder {
  readonly samples: ScreenSample[] = [];

  /**
   * @param numberOf the number of a page, under which its sockets are known, too.
   * @returns a recorder; call it before the first navigation.
   */
  static async on(context: BrowserContext, numberOf: (page: Page) => number): Promise<TranscriptRecorder> {
    const recorder = new TranscriptRecorder();
    await context.exposeBinding('recordTranscript', ({ page }, sample: Recorded) => {
      recorder.samples.push({ ...sample, page: numberOf(page) });
    });
    await context.addInitScript(`(${String(watchTranscript)})(${String(appearanceOf)})`);
    return recorder;
  }
}

/**
 * Runs in the page. The places are those of docs/contract/frontend.md 7: a message is an `article` with its author in a
 * heading and its text in `.whitespace-pre-wrap`; the streaming answer stands in the response card, in the elements
 * that follow the line with the label "Partial Results".
 */
function watchTranscript(look: typeof appearanceOf): void {
  if (window.top !== window) return;
  /** Milliseconds between two looks at whether the streamed text can be read. */
  const PAUSE = 200;
  /** Milliseconds in which a screen draws a change, unless the machine is too busy to draw it. */
  const KEEPS_UP = 50;
  /** Most milliseconds for which a text may fade in; a busy machine takes its time over it. */
  const FADES_IN = 1_000;
  // A test may take over the page's clock later; times are reported in the real one.
  const { timeOrigin } = performance;
  const sinceThen = performance.now.bind(performance);
  let last = '';
  let scheduled = false;
  let changedAt = 0;
  const bodies = (author: string) =>
    [...document.querySelectorAll('[role="article"], article')]
      .filter((article) => article.querySelector('h1,h2,h3,h4,h5,h6,[role="heading"]')?.textContent?.trim() === author)
      .map((article) => article.querySelector('.whitespace-pre-wrap')?.textContent ?? '');
  const streamed = (): Element[] | null => {
    const card = document.querySelector('[data-testid="response-card"]');
    const label =
      card && [...card.querySelectorAll('span')].find((span) => span.textContent?.trim() === 'Partial Results');
    if (!label?.parentElement) return null;
    const paragraphs: Element[] = [];
    for (let next = label.parentElement.nextElementSibling; next; next = next.nextElementSibling)
      if (next.textContent) paragraphs.push(next);
    return paragraphs;
  };
  /** Whether an element gets its opacity from a script or an animation that ends: one that appears fades in. */
  const isFading = (one: Element | null): boolean =>
    one !== null &&
    ((one instanceof HTMLElement && one.style.opacity !== '' && Number(getComputedStyle(one).opacity) < 1) ||
      one.getAnimations().some(({ effect }) => Number.isFinite(effect?.getComputedTiming().endTime)) ||
      isFading(one.parentElement));
  let lookedAt = -PAUSE;
  let unseen = '';
  let appeared: { text: Element; at: number } | null = null;
  const whyUnseen = (paragraphs: Element[] | null): string => {
    const text = paragraphs?.find(({ textContent }) => /\S/.test(textContent ?? ''));
    if (!text) lookedAt = -PAUSE;
    if (!text) return '';
    if (sinceThen() - lookedAt < PAUSE) return unseen;
    lookedAt = sinceThen();
    if (appeared?.text !== text) appeared = { text, at: lookedAt };
    const { verdict, why } = look(text, false);
    if (verdict !== 'unreadable') return '';
    setTimeout(schedule, PAUSE);
    return isFading(text) && lookedAt - appeared.at < FADES_IN ? '' : why;
  };
  const take = () => {
    scheduled = false;
    const waited = Math.round(sinceThen() - changedAt);
    const paragraphs = streamed();
    unseen = whyUnseen(paragraphs);
    const seen = {
      streaming: paragraphs && paragraphs.map(({ textContent }) => textContent ?? '').join('\n'),
      ...(unseen && { unseen }),
      answers: bodies('Netra Agent'),
      questions: bodies('You'),
      path: location.pathname,
    };
    const key = JSON.stringify(seen);
    if (key === last) return;
    last = key;
    window.recordTranscript?.({
      time: timeOrigin + sinceThen(),
      ...(waited > KEEPS_UP && { drawnAfter: waited }),
      ...seen,
    });
  };
  const schedule = () => {
    if (scheduled) return;
    scheduled = true;
    changedAt = sinceThen();
    requestAnimationFrame(take);
  };
  new MutationObserver(schedule).observe(document, { subtree: true, childList: true, characterData: true });
  schedule();
}
