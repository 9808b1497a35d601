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

/** Outlines of the icons, on a 24 by 24 grid. */
const OUTLINES = {
  send: ['M12 19V5', 'M5 12l7-7 7 7'],
  stop: ['M7 7h10v10H7z'],
  clip: [
    'M20 11.500l-8.300 8.300a5 5 0 0 1-7.100-7.100l8.300-8.300a3.400 3.400 0 0 1 4.800 4.800l-8.300 8.300a1.700 1.700 0 0 1-2.400-2.400l7.600-7.600',
  ],
  mic: ['M12 3a3 3 0 0 1 3 3v5a3 3 0 0 1-6 0V6a3 3 0 0 1 3-3z', 'M5 11a7 7 0 0 0 14 0', 'M12 18v3'],
  plus: ['M12 5v14', 'M5 12h14'],
  search: ['M11 4a7 7 0 1 1 0 14a7 7 0 0 1 0-14z', 'M20 20l-4-4'],
  menu: ['M4 7h16', 'M4 12h16', 'M4 17h16'],
  close: ['M6 6l12 12', 'M18 6L6 18'],
  eye: [
    'M2.500 12c3-5 6-7 9.500-7s6.500 2 9.500 7c-3 5-6 7-9.500 7s-6.500-2-9.500-7z',
    'M12 9a3 3 0 1 1 0 6a3 3 0 0 1 0-6z',
  ],
  spinner: ['M12 3a9 9 0 1 1-9 9'],
  start: ['M8 5.500l10 6.500-10 6.500z'],
  thought: [
    'M9.500 17.500h5',
    'M10.500 21h3',
    'M9.500 17.500c0-2.500-3.500-4-3.500-8a6 6 0 0 1 12 0c0 4-3.500 5.500-3.500 8',
  ],
  check: ['M5 12.500l5 5L19 7.500'],
  alert: ['M12 4L2.500 20h19z', 'M12 10v4.500', 'M12 17.250v.010'],
};

export type IconName = keyof typeof OUTLINES;

/** @returns a decoration: hidden from assistive technology */
export function icon(name: IconName, testId?: string): SVGSVGElement {
  const space = 'http://www.w3.org/2000/svg';
  const svg = document.createElementNS(space, 'svg');
  svg.setAttribute('viewBox', '0 0 24 24');
  svg.setAttribute('aria-hidden', 'true');
  svg.setAttribute('class', `icon icon-${name}`);
  if (testId) svg.setAttribute('data-testid', testId);
  for (const outline of OUTLINES[name]) {
    const path = document.createElementNS(space, 'path');
    path.setAttribute('d', outline);
    svg.append(path);
  }
  return svg;
}
