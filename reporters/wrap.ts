/** Columns of the terminal that every text is made for. */
export const COLUMNS = 80;

/**
 * Breaks what is longer than the room there is between words, and a word that is longer still; a line that goes on keeps its indentation.
 * @param room in columns
 */
export function wrap(text: string, room = COLUMNS): string {
  return text.split('\n').map((line) => (line.length > room ? broken(line, room) : line)).join('\n');
}

function broken(line: string, room: number): string {
  const indent = /^ {0,20}/.exec(line)![0];
  const lines: string[] = [''];
  for (const word of line.trim().split(/\s+/).flatMap((long) => long.match(new RegExp(`.{1,${room - indent.length}}`, 'gu')) ?? [])) {
    const last = lines.at(-1)!;
    if (last !== '' && indent.length + last.length + word.length + 1 > room) lines.push(word);
    else lines[lines.length - 1] = last === '' ? word : `${last} ${word}`;
  }
  return lines.map((part) => indent + part).join('\n');
}
