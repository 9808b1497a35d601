const colour = new RegExp(`${String.fromCharCode(27)}\\[[0-9;]*m`, 'g');

/** A text without the colours that the runner puts into messages. */
export function plain(text: string): string {
  return text.replace(colour, '');
}

/** The first line of a text that is not blank, without colours, cut with an ellipsis where it is too long. */
export function firstLine(text: string, most = 200): string {
  const line =
    plain(text)
      .split('\n')
      .find((one) => one.trim() !== '')
      ?.trim() ?? '';
  return line.length > most ? `${line.slice(0, most - 1)}…` : line;
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
