/** Columns of the terminal that every text is made for. */
export const COLUMNS = 80;

/**
 * Breaks each line that is longer than the room there is, between words, and a word that is longer still; a line that goes on keeps its
 * indentation.
 * @param {string} text
 * @param {number} [room] in columns
 */
export function wrap(text, room = COLUMNS) {
  return text.split('\n').map((line) => (line.length > room ? broken(line, room) : line)).join('\n');
}

/**
 * @param {string} line
 * @param {number} room
 */
function broken(line, room) {
  const indent = /^ {0,20}/.exec(line)?.[0] ?? '';
  const pieces = new RegExp(`.{1,${room - indent.length}}`, 'gu');
  const lines = [''];
  for (const word of line.trim().split(/\s+/).flatMap((long) => long.match(pieces) ?? [])) {
    const last = lines.at(-1) ?? '';
    if (last !== '' && indent.length + last.length + word.length + 1 > room) lines.push(word);
    else lines[lines.length - 1] = last === '' ? word : `${last} ${word}`;
  }
  return lines.map((part) => indent + part).join('\n');
}
