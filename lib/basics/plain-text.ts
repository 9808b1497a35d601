const colour = new RegExp(`${String.fromCharCode(27)}\\[[0-9;]*m`, 'g');

/** A text without the colours that the runner puts into messages. */
export function plain(text: string): string {
  return text.replace(colour, '');
}

/**
 * Signs that a report cannot hold or that change how it is read: control characters, halves of surrogate pairs,
 * non-characters (XML 1.0, section 2.2; HTML, 13.2.3.5), marks of writing direction (UAX #9) and breaks of lines that
 * only some programs know.
 */
const UNPRINTABLE = /(?![\t\n])\p{Cc}|[\p{Cs}\p{Noncharacter_Code_Point}\p{Bidi_Control}\u2028\u2029\ufeff]/gu;

/** A text in which such signs are named, e.g. `[U+202E]`, so that every format can hold it and everybody sees them. */
export function visible(text: string): string {
  return text
    .replace(/\r\n?/g, '\n')
    .replace(UNPRINTABLE, (sign) => `[U+${sign.codePointAt(0)!.toString(16).toUpperCase().padStart(4, '0')}]`);
}

/** The beginning of a text, cut with an ellipsis where it is longer than `most`, and never within a character. */
export function cut(text: string, most: number): string {
  if (text.length <= most) return text;
  const end = most - 1 - (/[\ud800-\udbff]/.test(text[most - 2]!) ? 1 : 0);
  return `${text.slice(0, end)}…`;
}

/** The first line of a text that is not blank, without colours, cut with an ellipsis where it is too long. */
export function firstLine(text: string, most = 200): string {
  const line =
    plain(text)
      .split('\n')
      .find((one) => one.trim() !== '')
      ?.trim() ?? '';
  return cut(line, most);
}

/** `1 test`, `2 tests`. */
export function plural(count: number, one: string, many = `${one}s`): string {
  return `${count} ${count === 1 ? one : many}`;
}

/** A share as people read it, e.g. `98.5 %`. */
export function percent(share: number): string {
  return `${Number((share * 100).toFixed(1))} %`;
}

/** A text as part of a name or an address: lower case, words joined by dashes. */
export function slug(text: string): string {
  return text
    .toLowerCase()
    .replace(/[^a-z0-9]+/g, '-')
    .replace(/^-|-$/g, '');
}
