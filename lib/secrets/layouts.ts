import { type Disguise, one } from './disguise.ts';
import { replaced } from './reading.ts';

const BREAK = '(?:\\r\\n?|\\n)';

/** The frame of a table, also in UTF-8 that is read as Latin-1. */
const FRAME = '│|\\u00e2\\u0094\\u0082';

/** How the end and the beginning of a broken line may look: both are no part of what was broken. */
const BREAKS: readonly RegExp[] = [
  // Continued by a backslash or an equals sign.
  `[=\\\\]{1,4}${BREAK}[ \\t]*`,
  // Indented; with the length of the next chunk between (RFC 9112, 7.1).
  `(?<![ \\t])[ \\t]*${BREAK}(?:[\\da-fA-F]{1,8}\\r\\n)?[ \\t]*`,
  // A quotation, a comment, a frame of a table.
  `(?:[ \\t=\\\\|"'+]|${FRAME}){0,40}${BREAK}[ \\t]*(?:[>|#*;!%~]|//|--|${FRAME})(?:[ \\t>|#*;!%~"']|${FRAME}){0,40}`,
  // A difference, and strings that are put together.
  `(?<![ \\t=\\\\"'+])[ \\t=\\\\"'+]*${BREAK}[ \\t]*[+-][ \\t"']*`,
  // What a log, an excerpt or an event stream writes before each line: a number, a time, a name.
  `(?:${BREAK}){1,2}[^\\r\\n]{0,40}?(?:[|>:\\])]|${FRAME}|\\d)[ \\t]+(?![|>:\\])]|${FRAME})`,
  // Two columns of a dump: its bytes, and its text.
  `  \\|?[^\\r\\n]{1,16}\\|?${BREAK}[\\da-f]{4,8}:?[ \\t]+(?=[\\da-f]{2})`,
  `\\|?${BREAK}[\\da-f]{4,8}:?[ \\t][\\da-f \\t]{20,60} {2}\\|?`,
].map((pattern) => new RegExp(pattern, 'g'));

/** Lines that were broken at any column, and continued in one of these ways. */
const lines: Disguise = {
  name: 'broken lines',
  read: (text) => (/[\n\r]/.test(text) ? BREAKS.flatMap((pattern) => one(replaced(text, pattern, () => ''))) : []),
};

const QUOTED = /=(?:\r?\n|([0-9A-F]{2}))/g;

/** Quoted-printable: a few signs at least; one alone is an equals sign before a number. */
const quotedPrintable: Disguise = {
  name: 'quoted-printable',
  read: (text) =>
    (text.match(QUOTED)?.length ?? 0) > 2
      ? one(replaced(text, QUOTED, ([, byte]) => (byte === undefined ? '' : String.fromCharCode(parseInt(byte, 16)))))
      : [],
};

/** Tags of HTML around parts of a word, as of what is highlighted; and strings that a program puts together. */
const seams: Disguise = {
  name: 'tags and seams of strings',
  read: (text) =>
    one(
      replaced(
        text,
        /<(?<=[\w.~+/=-]<)\/?[A-Za-z][^<>\n]{0,200}>(?:<\/?[A-Za-z][^<>\n]{0,200}>){0,3}(?=[\w.~+/=-])|(["'`])(?:\s{0,40}[+.&]\s{0,40}|\s{0,20}\n\s{0,40})\1|\?=\s{0,4}=\?[\w-]{3,20}\?[BbQq]\?/g,
        () => '',
      ),
    ),
};

/** What changes where a text goes on: tried beside the text itself, one after the other. */
export const LAYOUTS: readonly Disguise[] = [lines, quotedPrintable, seams];
