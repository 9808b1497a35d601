/** Columns of the terminal that every text is made for. */
export const COLUMNS = 80;

/** A line of a comparison, which is left as it is. */
const COMPARED = /^[-+] /;

/**
 * Breaks long lines between words; continued lines keep the indentation. A word that is too long stays whole, so that
 * it can be copied.
 * @param {string} text
 * @param {number} [room] in columns
 */
export function wrap(text, room = COLUMNS) {
  return text
    .split('\n')
    .flatMap((line) => (COMPARED.test(line) ? line : broken(line, room)))
    .join('\n');
}

/**
 * @param {string} line
 * @param {number} room
 */
function broken(line, room) {
  const indent = /^ */.exec(line)?.[0] ?? '';
  const lines = [];
  let rest = line.slice(indent.length);
  const width = Math.max(room - indent.length, 1);
  while (rest.length > width) {
    const last = rest.lastIndexOf(' ', width);
    const at = last > 0 ? last : rest.indexOf(' ');
    if (at < 0) break;
    lines.push(indent + rest.slice(0, at));
    rest = rest.slice(at + 1);
  }
  return [...lines, indent + rest];
}
