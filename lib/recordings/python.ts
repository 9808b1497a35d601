import { parseJson } from '../basics/json.ts';

const QUOTES = String.raw`'(?:[^'\\]|\\.)*'|"(?:[^"\\]|\\.)*"`;
const PREFIX = '[rbuRBU]?';
/**
 * Literals, which pprint breaks into several that follow one another; values that JSON does not have; brackets; keys
 * without quotes, as `console.log` of Node writes them.
 */
const TOKEN = new RegExp(
  [
    String.raw`(?<text>${PREFIX}(?:${QUOTES})(?:\s+${PREFIX}(?:${QUOTES}))*)`,
    String.raw`datetime\.datetime\((?<moment>[^()]*(?:\([^()]*\)[^()]*)*)\)`,
    String.raw`\b[A-Za-z_][\w.]*\((?<held>'[^'\\]*'|"[^"\\]*")\)`,
    String.raw`<[\w.]+: (?<member>'[^'\\]*'|"[^"\\]*"|-?\d+)>`,
    String.raw`(?<other><[^<>'"]*>)`,
    String.raw`(?<=[{,]\s{0,40})(?<key>[A-Za-z_$][\w$]*)(?=:\s)`,
    String.raw`\b(?:None|True|False|nan|inf|undefined)\b`,
    String.raw`\(|\)|,(?=\s*[}\])])`,
  ].join('|'),
  'gs',
);
const LITERAL = new RegExp(`(${PREFIX})(${QUOTES})`, 'gs');
const WORDS: Readonly<Record<string, string>> = {
  None: 'null',
  True: 'true',
  False: 'false',
  nan: 'null',
  inf: 'null',
  undefined: 'null',
  '(': '[',
  ')': ']',
};
const ESCAPE = /\\(?:x([0-9a-fA-F]{2})|u([0-9a-fA-F]{4})|U([0-9a-fA-F]{8})|(\r?\n)|(.))/gs;
const LETTERS: Readonly<Record<string, string>> = { n: '\n', r: '\r', t: '\t', b: '\b', f: '\f', '0': '\0' };

interface Groups {
  text?: string;
  moment?: string;
  held?: string;
  member?: string;
  other?: string;
  key?: string;
}

/**
 * @returns what `repr` or `pprint`, or `console.log` of Node, wrote of a value that JSON has too (a `dict`, a `list`, a
 * `str`), with moments, UUIDs and members of an enumeration as texts; undefined for all else
 */
export function parsePython(text: string): unknown {
  const json = text.replace(TOKEN, (token, ...rest: unknown[]) => {
    const { text: literals, moment, held, member, other, key } = rest.at(-1) as Groups;
    if (key !== undefined) return JSON.stringify(key);
    if (literals !== undefined) return JSON.stringify(joined(literals));
    if (moment !== undefined) return JSON.stringify(isoOf(moment));
    const inner = held ?? member;
    if (inner !== undefined) return /^['"]/.test(inner) ? JSON.stringify(inner.slice(1, -1)) : inner;
    return other === undefined ? (WORDS[token] ?? '') : JSON.stringify(other);
  });
  return parseJson(json);
}

function joined(literals: string): string {
  return [...literals.matchAll(LITERAL)]
    .map(([, prefix = '', quoted = '']) => {
      const text = unescaped(quoted.slice(1, -1));
      return /b/i.test(prefix) ? Buffer.from(text, 'latin1').toString('utf8') : text;
    })
    .join('');
}

/** `2026, 1, 5, 22, 0, 0, 12000, tzinfo=datetime.timezone.utc` as ISO text. */
function isoOf(parts: string): string {
  const [year = 0, month = 1, day = 1, ...time] = parts.split(',').map(Number).filter(Number.isFinite);
  const [hour = 0, minute = 0, second = 0, micro = 0] = time;
  const iso = new Date(Date.UTC(year, month - 1, day, hour, minute, second, micro / 1000)).toISOString();
  return /utc/i.test(parts) ? iso : iso.slice(0, -1);
}

function unescaped(text: string): string {
  return text.replace(ESCAPE, (_, x?: string, u?: string, wide?: string, newline?: string, letter?: string) => {
    const code = x ?? u ?? wide;
    if (code !== undefined) return String.fromCodePoint(Number.parseInt(code, 16));
    return newline === undefined ? (LETTERS[letter ?? ''] ?? letter ?? '') : '';
  });
}
