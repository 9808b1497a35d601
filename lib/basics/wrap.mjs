/** Columns of the terminal that every text is made for. */
export const COLUMNS = 80;

/** A line of a comparison: what is compared there is left as it is. */
const COMPARED = /^[-+] /;

/**
 * Breaks each line that is longer than the room there is between two words; a line that goes on keeps its indentation.
 * A word that is longer than the room stays whole, so that it can be copied.
 * @param {string} text
 * @param {number} [room] in columns
 */
export function wrap(text, room = COLUMNS) {
  return text
    .split('\n')
    .flatMap((line) => {
      const indent = /^ */.exec(line)?.[0] ?? '';
      return COMPARED.test(line)
        ? [line]
        : linesOf(line.slice(indent.length), room - indent.length).map((part) => indent + part);
    })
    .join('\n');
}

/**
 * The lines of a sentence, each at most as long as the room there is.
 * @param {string} sentence
 * @param {number} room in characters
 * @param {{ cutWords?: boolean }} [options] cutWords: a word that is longer than the room is cut; else it stays whole
 * @returns {string[]} at least one
 */
export function linesOf(sentence, room, { cutWords = false } = {}) {
  const width = Math.max(room, 1);
  const lines = [];
  let rest = sentence;
  while (rest.length > width) {
    const last = rest.lastIndexOf(' ', width);
    const at = last > 0 ? last : cutWords ? width : rest.indexOf(' ');
    if (at < 0) break;
    lines.push(rest.slice(0, at));
    rest = rest.slice(rest[at] === ' ' ? at + 1 : at);
  }
  return [...lines, rest];
}
