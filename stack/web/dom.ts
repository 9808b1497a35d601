type Child = Node | string | null | undefined | false;

/** `onclick: listener` adds a listener; true sets an empty attribute; false, null and undefined are left out. */
type Attributes = Record<string, string | number | boolean | null | undefined | ((event: Event) => unknown)>;

/** Builds an element. Strings become text, never markup. */
export function h<Tag extends keyof HTMLElementTagNameMap>(
  tag: Tag,
  attributes: Attributes = {},
  ...children: Child[]
): HTMLElementTagNameMap[Tag] {
  const element = document.createElement(tag);
  for (const [name, value] of Object.entries(attributes)) {
    if (typeof value === 'function') element.addEventListener(name.slice(2), value);
    else if (value === true) element.setAttribute(name, '');
    else if (value !== false && value !== null && value !== undefined) element.setAttribute(name, String(value));
  }
  for (const child of children) if (child) element.append(child);
  return element;
}

/** Sets the text of an element only when it differs, so that nothing is announced or repainted twice. */
export function setText(element: Element, text: string): void {
  if (element.textContent !== text) element.textContent = text;
}

/** Shows or hides an element. */
export function show(element: HTMLElement, shown: boolean): void {
  if (element.hidden === shown) element.hidden = !shown;
}

export type IconName =
  'send' | 'stop' | 'plus' | 'search' | 'menu' | 'close' | 'eye' | 'spinner' | 'start' | 'thought' | 'check' | 'alert';

/** @returns a decoration, drawn in index.html: hidden from assistive technology */
export function icon(name: IconName): SVGSVGElement {
  const space = 'http://www.w3.org/2000/svg';
  const svg = document.createElementNS(space, 'svg');
  const drawing = document.createElementNS(space, 'use');
  svg.setAttribute('class', `icon icon-${name}`);
  svg.setAttribute('aria-hidden', 'true');
  drawing.setAttribute('href', `#icon-${name}`);
  svg.append(drawing);
  return svg;
}
