import type { Appearance } from '../evidence/index.ts';

/**
 * Works out, without a picture, whether a person can read the text of an element: it takes room, is neither transparent
 * nor tiny, lies in the window or can be scrolled to, nothing is in front of it (also nothing that lets clicks pass),
 * and its colour differs from what is behind it by 3:1 or more, the least that any criterion of WCAG 2.2 asks of a text
 * (1.4.3, 1.4.11).
 *
 * Runs in the page, in one go between two pictures, and must stand alone: no name from outside reaches it.
 * @param mayScroll brings each line into view, and puts everything back at the end; else a line out of view is only
 * asked whether it can be scrolled to.
 */
export function appearanceOf(element: Element, mayScroll: boolean): Appearance {
  type Colour = [red: number, green: number, blue: number, alpha: number];
  /** A line of words, as far as one element has it, and a word by which it is found again when it was moved. */
  type Line = {
    parent: Element;
    rect: DOMRect;
    words: DOMRect[];
    anchor: { range: Range; index: number; rect: DOMRect };
  };
  const MOST_LINES = 12;
  const MOST_WORDS = 600;
  const LEAST_CONTRAST = 3;
  const LEAST_HEIGHT = 6;

  const view = element.ownerDocument.defaultView ?? window;
  const styles = new Map<Element, CSSStyleDeclaration>();
  const styleOf = (one: Element) => {
    const known = styles.get(one) ?? view.getComputedStyle(one);
    styles.set(one, known);
    return known;
  };
  const parentOf = (one: Element): Element | null =>
    one.assignedSlot ?? one.parentElement ?? (one.getRootNode() as ShadowRoot).host ?? null;
  const upwards = (one: Element | null): Element[] => {
    const chain: Element[] = [];
    for (let next = one; next; next = parentOf(next)) chain.push(next);
    return chain;
  };
  const nameOf = (one: Element) => {
    const testId = one.getAttribute('data-testid');
    const [name] = [one.id && `#${one.id}`, ...[...one.classList].map((name) => `.${name}`), ''].filter(
      (name) => name !== '',
    );
    return `${one.tagName.toLowerCase()}${testId ? `[data-testid=${testId}]` : (name ?? '')}`;
  };

  const paper = new OffscreenCanvas(1, 1).getContext('2d', { willReadFrequently: true })!;
  const colours = new Map<string, Colour>();
  const colourOf = (written: string): Colour => {
    const known = colours.get(written);
    if (known) return known;
    paper.clearRect(0, 0, 1, 1);
    paper.fillStyle = '#000';
    paper.fillStyle = written;
    paper.fillRect(0, 0, 1, 1);
    const [red = 0, green = 0, blue = 0, alpha = 0] = paper.getImageData(0, 0, 1, 1).data;
    const colour: Colour = [red, green, blue, alpha / 255];
    colours.set(written, colour);
    return colour;
  };
  const over = ([red, green, blue, alpha]: Colour, below: Colour): Colour => [
    red * alpha + below[0] * (1 - alpha),
    green * alpha + below[1] * (1 - alpha),
    blue * alpha + below[2] * (1 - alpha),
    1,
  ];
  const luminance = (colour: Colour) => {
    const share = (at: 0 | 1 | 2) => ((colour[at] / 255 + 0.055) / 1.055) ** 2.4;
    return 0.2126 * share(0) + 0.7152 * share(1) + 0.0722 * share(2);
  };
  const contrast = (one: Colour, other: Colour) => {
    const [a, b] = [luminance(one), luminance(other)];
    return (Math.max(a, b) + 0.05) / (Math.min(a, b) + 0.05);
  };
  const opacityOf = (one: Element): number => {
    const { opacity, filter } = styleOf(one);
    const [, amount = '1', percent = ''] = /opacity\(([\d.]+)(%?)\)/.exec(filter) ?? [];
    const above = parentOf(one);
    return Number(opacity) * (Number(amount) / (percent ? 100 : 1)) * (above ? opacityOf(above) : 1);
  };

  /** What an element does to all that is in it, in a way that is not worked out here. */
  const effectOf = (one: Element): string => {
    const style = styleOf(one);
    const { filter, maskImage, mixBlendMode, clipPath, clip, backgroundClip, transform, position } = style;
    const filters = filter.replace(/opacity\([^)]*\)|blur\(0px\)/g, '').trim();
    const [, a = '1', b = '0', c = '0', d = '1'] = /^matrix\(([^,]+), ([^,]+), ([^,]+), ([^,]+),/.exec(transform) ?? [];
    const plain = transform === 'none' || (transform.startsWith('matrix(') && +a > 0 && +d > 0 && +b === 0 && +c === 0);
    if (filters !== '' && filters !== 'none') return `filter: ${filters}`;
    if (maskImage !== 'none' && maskImage !== '') return `mask: ${maskImage}`;
    if (mixBlendMode !== 'normal') return `mix-blend-mode: ${mixBlendMode}`;
    if (clipPath !== 'none') return `clip-path: ${clipPath}`;
    if (clip !== 'auto' && (position === 'absolute' || position === 'fixed')) return `clip: ${clip}`;
    if (backgroundClip.includes('text')) return 'background-clip: text';
    const isSheet = (which: string) => {
      const { content, position: place, width } = view.getComputedStyle(one, which);
      return !/^(none|normal)$/.test(content) && /absolute|fixed/.test(place) && parseFloat(width) > 40;
    };
    if (['::before', '::after'].some(isSheet)) return 'something generated that may lie on it';
    return plain ? '' : `transform: ${transform}`;
  };

  /** Words make up the lines: a space at the end of one may hang over the edge. */
  const linesOf = (): Line[] => {
    const found: Line[] = [];
    let words = 0;
    const walker = element.ownerDocument.createTreeWalker(element, NodeFilter.SHOW_TEXT);
    for (let node = walker.nextNode(); node; node = walker.nextNode()) {
      const parent = node.parentElement;
      for (const { 0: word, index } of parent ? (node.nodeValue ?? '').matchAll(/\S+/g) : []) {
        if ((words += 1) > MOST_WORDS) break;
        const range = element.ownerDocument.createRange();
        range.setStart(node, index);
        range.setEnd(node, index + word.length);
        [...range.getClientRects()].forEach((rect, place) => {
          if (rect.width === 0 || rect.height === 0) return;
          const line = found.at(-1);
          const isBelow =
            !line || Math.min(rect.bottom, line.rect.bottom) - Math.max(rect.top, line.rect.top) < rect.height / 2;
          // Words of one line stand beside each other, in whichever direction it is written.
          const isOver = line?.words.some(
            ({ left, right }) => Math.min(right, rect.right) - Math.max(left, rect.left) > rect.width / 2,
          );
          if (line?.parent !== parent || isBelow || isOver)
            found.push({ parent: parent!, rect, words: [rect], anchor: { range, index: place, rect } });
          else {
            const [left, right] = [Math.min(line.rect.left, rect.left), Math.max(line.rect.right, rect.right)];
            line.rect = new DOMRect(left, line.rect.y, right - left, line.rect.height);
            line.words.push(rect);
          }
        });
      }
    }
    return found;
  };

  const whyNotLaidOut = (): string => {
    const chain = upwards(element);
    const gone = chain.find((one) => styleOf(one).display === 'none');
    if (gone) return `is taken out of the page (display: none at ${nameOf(gone)})`;
    const shut = chain.find((one) => styleOf(one).contentVisibility === 'hidden');
    if (shut) return `is not drawn (content-visibility: hidden at ${nameOf(shut)})`;
    return 'takes no room on the page';
  };

  /** What is wrong with the letters themselves, wherever they are. */
  const whyIllegible = (lines: Line[]): string => {
    for (const { parent } of lines) {
      const style = styleOf(parent);
      if (style.visibility !== 'visible') return `is invisible (visibility: ${style.visibility} at ${nameOf(parent)})`;
      if (opacityOf(parent) < 0.1) {
        const faint = upwards(parent).find((one) => Number(styleOf(one).opacity) < 0.5) ?? parent;
        return `is transparent (opacity ${styleOf(faint).opacity} at ${nameOf(faint)})`;
      }
      if (!/^(none)?$/.test(style.getPropertyValue('-webkit-text-security')))
        return `is shown as dots (-webkit-text-security at ${nameOf(parent)})`;
      const other = style.direction === 'rtl' ? /[^\P{L}\u0590-\u08ff\ufb1d-\ufefc]/u : /[\u0590-\u08ff\ufb1d-\ufdff]/;
      if (style.unicodeBidi.includes('override') && other.test(parent.textContent ?? ''))
        return `is written backwards (unicode-bidi at ${nameOf(parent)})`;
      if (!parent.checkVisibility({ contentVisibilityAuto: true })) return whyNotLaidOut();
    }
    const tiny = lines.find(({ rect }) => rect.height < LEAST_HEIGHT);
    if (tiny) return `is too small to read (${tiny.rect.height.toFixed(1)} px high)`;
    const letters = (element.textContent ?? '').replace(/[\s\p{M}\p{Cf}]/gu, '').length;
    const width = lines.reduce((sum, { rect }) => sum + rect.width, 0);
    const height = lines[0]?.rect.height ?? 0;
    if (letters >= 10 && width < letters * height * 0.1) return 'has letters on top of each other';
    const stacked = lines.find(({ rect, parent }, place) => {
      const before = lines[place - 1];
      if (!before || before.parent !== parent) return false;
      const shared = Math.min(rect.bottom, before.rect.bottom) - Math.max(rect.top, before.rect.top);
      const beside = Math.min(rect.right, before.rect.right) - Math.max(rect.left, before.rect.left);
      return shared > rect.height * 0.6 && beside > Math.min(rect.width, before.rect.width) * 0.6;
    });
    return stacked ? 'has lines on top of each other' : '';
  };

  const scrollers = upwards(element).filter((one) => {
    const { overflowX, overflowY } = styleOf(one);
    const root = one === element.ownerDocument.scrollingElement;
    const scrolls = (overflow: string) =>
      overflow === 'auto' || overflow === 'scroll' || (root && overflow === 'visible');
    return (
      (scrolls(overflowY) && one.scrollHeight > one.clientHeight) ||
      (scrolls(overflowX) && one.scrollWidth > one.clientWidth)
    );
  });
  const windowOf = (one: Element): DOMRect =>
    one === element.ownerDocument.scrollingElement
      ? new DOMRect(0, 0, view.innerWidth, view.innerHeight)
      : one.getBoundingClientRect();
  const freshRect = ({ rect, anchor }: Line) => {
    const moved = anchor.range.getClientRects()[anchor.index] ?? anchor.rect;
    return new DOMRect(rect.x + moved.x - anchor.rect.x, rect.y + moved.y - anchor.rect.y, rect.width, rect.height);
  };
  const isInView = (x: number, y: number) =>
    [new DOMRect(0, 0, view.innerWidth, view.innerHeight), ...scrollers.map(windowOf)].every(
      ({ left, top, right, bottom }) => x >= left && y >= top && x < right && y < bottom,
    );
  const bringIntoView = (line: Line) => {
    for (const one of scrollers) {
      const [rect, frame] = [freshRect(line), windowOf(one)];
      one.scrollBy({ top: rect.top + rect.height / 2 - frame.top - frame.height / 2, behavior: 'instant' });
      if (rect.right > frame.right || rect.left < frame.left)
        one.scrollBy({ left: rect.left - frame.left - 8, behavior: 'instant' });
    }
  };
  const canBeScrolledTo = (rect: DOMRect) =>
    scrollers.some((one) => {
      const frame = windowOf(one);
      const [left, top] = [rect.left - frame.left + one.scrollLeft, rect.top - frame.top + one.scrollTop];
      return left >= 0 && top >= 0 && left < one.scrollWidth && top < one.scrollHeight;
    });

  /** Whether an element only hangs over an edge of what scrolls: the text can be scrolled out from under it. */
  const hangsOver = (cover: Element): boolean => {
    const scroller = scrollers[0] ?? element.ownerDocument.documentElement;
    const [frame, rect] = [windowOf(scroller), cover.getBoundingClientRect()];
    const [x, y] = [frame.left + frame.width / 2, frame.top + frame.height / 2];
    const isInTheMiddle = rect.left <= x && rect.right >= x && rect.top <= y && rect.bottom >= y;
    const movesAlong =
      scroller.contains(cover) &&
      upwards(cover)
        .slice(0, upwards(cover).indexOf(scroller))
        .every((one) => !/sticky|fixed/.test(styleOf(one).position));
    return !isInTheMiddle && !movesAlong;
  };

  /** What is seen where nothing paints: the colour of body or html covers the whole window. */
  const canvas = (): Colour => {
    const { documentElement, body } = element.ownerDocument;
    const isDark = /dark/.test(styleOf(documentElement).colorScheme);
    const bare = colourOf(isDark && view.matchMedia('(prefers-color-scheme: dark)').matches ? '#121212' : '#fff');
    return over(colourOf(styleOf(body).backgroundColor), bare);
  };

  /** Whether an element that lies in front paints anything, itself or by what is generated before or after it. */
  const paintOf = (one: Element): Colour | 'picture' => {
    const opacity = opacityOf(one);
    if (opacity < 0.05) return [0, 0, 0, 0];
    if (one.matches('img, video, canvas, iframe, object, embed, svg, svg *, input, textarea, select')) return 'picture';
    const generated = ['::before', '::after'].map((which) => view.getComputedStyle(one, which));
    const layers = [styleOf(one), ...generated.filter(({ content }) => content !== 'none' && content !== 'normal')];
    if (layers.some((layer) => layer.backgroundImage !== 'none' || !/^(none|)$/.test(layer.backdropFilter)))
      return 'picture';
    const [red, green, blue, alpha] = layers
      .map(({ backgroundColor }) => colourOf(backgroundColor))
      .reduce((below, above) => (above[3] > below[3] ? above : below));
    return [red, green, blue, alpha * opacity];
  };

  /** A point of the text, with all that is there, the nearest to the eye first; null where it is out of view. */
  type Point = { stack: Element[] | null; line: Line; rect: DOMRect };
  const sheet = new CSSStyleSheet();
  sheet.replaceSync(
    ':is(*, #a#b#c#d), :is(*, #a#b#c#d)::before, :is(*, #a#b#c#d)::after { pointer-events: auto !important }',
  );
  /** Looks at three points of each line; meanwhile nothing lets clicks pass, so that all that lies there is found. */
  const lookAt = (lines: Line[], scroll: 'never' | 'out of view' | 'always'): Point[][] => {
    const pointsIn = (rect: DOMRect) =>
      [0.1, 0.5, 0.9].map((share) => ({ x: rect.left + rect.width * share, y: rect.top + rect.height / 2 }));
    element.ownerDocument.adoptedStyleSheets.push(sheet);
    const seen = lines.map((line) => {
      const outOfView = !pointsIn(freshRect(line)).every(({ x, y }) => isInView(x, y));
      if (scroll === 'always' || (scroll === 'out of view' && outOfView)) bringIntoView(line);
      const rect = freshRect(line);
      const root = line.parent.getRootNode() as Document | ShadowRoot;
      return pointsIn(rect).map(({ x, y }) => ({
        stack: isInView(x, y) ? root.elementsFromPoint(x, y) : null,
        line,
        rect,
      }));
    });
    element.ownerDocument.adoptedStyleSheets.pop();
    return seen;
  };

  /** @returns what keeps the text at a point from being read; begins with "unsure" where only the pixels can tell */
  const whyHiddenAt = ({ stack, line: { parent }, rect }: Point): string => {
    if (!stack) return canBeScrolledTo(rect) ? '' : 'lies outside the window and cannot be scrolled to';
    const place = stack.indexOf(parent);
    const [top] = stack;
    const isOther = top && !upwards(parent).includes(top) && !parent.contains(top);
    if (isOther && !mayScroll && hangsOver(top)) return '';
    if (place < 0)
      return isOther ? `is covered or cut off (${nameOf(top)} is in its place)` : 'is cut off by what it is in';
    const covers = stack.slice(0, place);
    const clickable = covers.find((one) => styleOf(one).pointerEvents !== 'none' && !upwards(parent).includes(one));
    if (clickable) return `is covered by ${nameOf(clickable)}`;
    const inFront = covers.map((one) => ({ one, paint: paintOf(one) }));
    const picture = inFront.find(({ paint }) => paint === 'picture');
    if (picture) return `unsure ${nameOf(picture.one)} is in front of it`;

    const below: Colour[] = [];
    for (const one of stack.slice(place)) {
      if (styleOf(one).backgroundImage !== 'none') return `unsure its ground is a picture (${nameOf(one)})`;
      const [red, green, blue, alpha] = colourOf(styleOf(one).backgroundColor);
      below.push([red, green, blue, alpha * opacityOf(one)]);
      if (alpha * opacityOf(one) > 0.99) break;
    }
    const back = below.reduceRight<Colour>((under, layer) => over(layer, under), canvas());
    const style = styleOf(parent);
    const fill = colourOf(style.getPropertyValue('-webkit-text-fill-color') || style.color);
    const ink: Colour = [fill[0], fill[1], fill[2], fill[3] * opacityOf(parent)];
    const [front, ground] = [over(ink, back), back].map((start) =>
      inFront.reduceRight<Colour>((under, { paint }) => over(paint as Colour, under), start),
    ) as [Colour, Colour];
    if (contrast(front, ground) >= LEAST_CONTRAST) return '';
    const cover = inFront.find(({ paint }) => (paint as Colour)[3] > 0.1)?.one;
    if (cover) return `is covered by ${nameOf(cover)}`;
    const ratio = contrast(front, ground).toFixed(2);
    return `cannot be told from its ground (contrast ${ratio}:1 at ${nameOf(parent)})`;
  };

  const text = element instanceof HTMLElement ? element.innerText : (element.textContent ?? '');
  const all = linesOf();
  const unreadable = (why: string): Appearance => ({ verdict: 'unreadable', why, text });
  const illegible = all.length === 0 ? whyNotLaidOut() : whyIllegible(all);
  if (illegible !== '') return unreadable(illegible);

  const most = Math.min(all.length, MOST_LINES);
  const lines = all.filter(
    (_, place) => Math.floor((place * most) / all.length) !== Math.floor(((place - 1) * most) / all.length),
  );
  const before = scrollers.map((one) => ({ one, left: one.scrollLeft, top: one.scrollTop }));
  const reasons = lookAt(lines, mayScroll ? 'out of view' : 'never').map((points) => points.map(whyHiddenAt));
  const doubtful = mayScroll ? lines.filter((_, place) => reasons[place]!.some((why) => why !== '')) : [];
  // What hangs over the edge of the scrolled part covers a line only until it is scrolled to the middle.
  lookAt(doubtful, 'always').forEach((points, place) => {
    const first = lines.indexOf(doubtful[place]!);
    reasons[first] = points.map((point, at) => (reasons[first]![at] === '' ? '' : whyHiddenAt(point)));
  });
  for (const { one, left, top } of before.toReversed()) one.scrollTo({ left, top, behavior: 'instant' });

  const effect = upwards(lines[0]!.parent)
    .map((one) => ({ one, what: effectOf(one) }))
    .find(({ what }) => what !== '');
  const bad = reasons.flat().filter((why) => why !== '' && !why.startsWith('unsure '));
  const unsure = reasons.flat().find((why) => why.startsWith('unsure '));
  const wholeLine = reasons.some((line) => line.every((why) => why !== '' && !why.startsWith('unsure ')));
  if (wholeLine || bad.length > reasons.flat().length / 4) {
    const often = (why: string) => bad.filter((other) => other === why).length;
    return unreadable(bad.toSorted((a, b) => often(b) - often(a))[0]!);
  }
  if (effect) return { verdict: 'unsure', why: `has an effect on it (${effect.what} at ${nameOf(effect.one)})`, text };
  if (unsure) return { verdict: 'unsure', why: unsure.replace('unsure ', 'may be hidden: '), text };
  return { verdict: 'readable', why: '', text };
}
