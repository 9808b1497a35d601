import { parseJson } from '../basics/json.ts';
import { parsePython } from './python.ts';

/** An object or list in a line of text. */
export interface ValueInLine {
  value: object;
  /** What stands before it. */
  before: string;
}

/** Values that are tried in a line; a line of a log has one or two. */
const MOST = 8;
const CELL = /^"([{[]\s*(?:[{[]\s*)?""(?:[^"]|"")*)"(?!")/;
const QUOTED = /^b?('(?:[^'\\]|\\.)*'|"(?:[^"\\]|\\.)*")/s;

/**
 * The objects and lists in a line of text, as JSON or as Python writes them, also where a quoted text holds them. One
 * that is not whole ends the line: nothing is taken out of it.
 */
export function* valuesIn(line: string): Generator<ValueInLine> {
  let from = 0;
  for (let tried = 0; tried < MOST; tried += 1) {
    const at = from + line.slice(from).search(/[{[]/);
    if (at < from) return;
    const value = valueAt(line, at);
    if (value !== null) yield { value, before: line.slice(0, at) };
    from = endOf(line, at);
  }
}

/** The object or list that begins with the bracket at this place; null when it is none, or not whole. */
export function valueAt(line: string, at: number): object | null {
  const value = parseJson(line.slice(at).trimEnd()) ?? quotedAt(line, at) ?? parsed(line.slice(at, endOf(line, at)));
  return typeof value === 'object' ? value : null;
}

/** A text in quotes that holds the value: `'{"type": "ping"}'`, or `"{""type"": ""ping""}"` in a table (RFC 4180). */
function quotedAt(line: string, at: number): unknown {
  const quote = line[at - 1];
  if (quote !== '"' && quote !== "'") return undefined;
  const cell = quote === '"' ? CELL.exec(line.slice(at - 1))?.[1] : undefined;
  if (cell !== undefined) return parsed(cell.replaceAll('""', '"'));
  const text = QUOTED.exec(line.slice(line[at - 2] === 'b' ? at - 2 : at - 1))?.[0];
  const inner = text === undefined ? undefined : parsePython(text);
  return typeof inner === 'string' ? parsed(inner) : undefined;
}

function parsed(text: string): unknown {
  return parseJson(text) ?? parsePython(text);
}

function endOf(line: string, from: number): number {
  return new Brackets().closeIn(line, from) ?? line.length;
}

/** Which brackets are open in a text that comes line by line. */
export class Brackets {
  #depth = 0;
  #quote = '';

  /**
   * @param from where the first bracket stands, or the text goes on
   * @returns the place after the bracket that closes the first; null where none does
   */
  closeIn(text: string, from = 0): number | null {
    for (let at = from; at < text.length; at += 1) {
      const sign = text[at] as string;
      if (this.#quote !== '') {
        if (sign === '\\') at += 1;
        else if (sign === this.#quote) this.#quote = '';
      } else if (sign === '"' || sign === "'") this.#quote = sign;
      else if (sign === '{' || sign === '[') this.#depth += 1;
      else if (sign === '}' || sign === ']') {
        this.#depth -= 1;
        if (this.#depth === 0) return at + 1;
      }
    }
    return null;
  }
}
