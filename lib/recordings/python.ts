import { parseJson } from '../basics/json.ts';

const TOKEN = /[rbu]?('(?:[^'\\]|\\.)*'|"(?:[^"\\]|\\.)*")|\bNone\b|\bTrue\b|\bFalse\b|\(|\)|,(?=\s*[}\])])/gs;
const WORDS: Readonly<Record<string, string>> = { None: 'null', True: 'true', False: 'false', '(': '[', ')': ']' };
const ESCAPE = /\\(?:x([0-9a-fA-F]{2})|u([0-9a-fA-F]{4})|U([0-9a-fA-F]{8})|(\r?\n)|(.))/gs;
const LETTERS: Readonly<Record<string, string>> = { n: '\n', r: '\r', t: '\t', b: '\b', f: '\f', '0': '\0' };

/** @returns what `repr` wrote of a value that JSON has too (a `dict`, a `list`, a `str`); undefined for all else */
export function parsePython(text: string): unknown {
  const json = text.replace(TOKEN, (token, quoted?: string) =>
    quoted === undefined ? (WORDS[token] ?? '') : JSON.stringify(unescaped(quoted.slice(1, -1))),
  );
  return parseJson(json);
}

function unescaped(text: string): string {
  return text.replace(ESCAPE, (_, x?: string, u?: string, wide?: string, newline?: string, letter?: string) => {
    const code = x ?? u ?? wide;
    if (code !== undefined) return String.fromCodePoint(Number.parseInt(code, 16));
    return newline === undefined ? (LETTERS[letter ?? ''] ?? letter ?? '') : '';
  });
}
