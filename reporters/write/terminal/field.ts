import { styleText } from 'node:util';
import { COLUMNS, wrap } from '../../../lib/basics/wrap.mjs';

type Paint = 'bold' | 'dim' | 'red' | 'green' | 'yellow' | 'reset';

/** A text in colour where the terminal has some and nobody said NO_COLOR. */
export function paint(colour: Paint, text: string): string {
  return styleText(colour, text, { stream: process.stdout });
}

/** A name and its text, wrapped under itself in 80 columns. */
export function field(name: string, text: string, colour?: Paint): string {
  const lines = wrap(text.replaceAll(/\s+/g, ' '), COLUMNS - 15).split('\n');
  return lines
    .map((line, index) => {
      const shown = colour ? paint(colour, line) : line;
      return `  ${paint('dim', (index === 0 ? name : '').padEnd(13))}${shown}`;
    })
    .join('\n');
}
