/**
 * The form in which texts of the wire and of the screen are compared: runs of whitespace become one space, the ends are
 * trimmed. Nothing else is forgiven; markup that a page renders away is a difference.
 */
export function flatten(text: string): string {
  return text.replace(/\s+/g, ' ').trim();
}

/** @returns length of the longest common beginning of two texts */
export function commonPrefix(a: string, b: string): number {
  const end = Math.min(a.length, b.length);
  let index = 0;
  while (index < end && a[index] === b[index]) index += 1;
  return index;
}

/**
 * @returns the beginning of the text in quotes, at most `width` characters; the cost does not depend on the text's
 * length
 */
export function quote(text: string, width = 40): string {
  const flat = flatten(cut(text, 4 * width));
  return `"${cut(flat, width).replaceAll(/\p{Surrogate}/gu, '\ufffd')}"`;
}

/** The beginning of a text, at most `width` characters with the `…` in place of the rest; none is cut in two. */
export function cut(text: string, width: number): string {
  return text.length > width ? `${text.slice(0, width - 1).replace(/[\ud800-\udbff]$/, '')}…` : text;
}

/** `never`, `once`, `twice`, `7 times` */
export function times(count: number): string {
  return ['never', 'once', 'twice'][count] ?? `${count} times`;
}

/** A value of a frame in a few characters; one that has parts is only named, for it may be nested without end. */
export function shown(value: unknown): string {
  if (Array.isArray(value)) return 'an array';
  return typeof value === 'object' && value !== null ? 'an object' : String(JSON.stringify(value)).slice(0, 60);
}
