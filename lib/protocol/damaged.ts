/** Characters that a byte from 0x80 to 0xBF becomes when UTF-8 is read as Windows-1252 or as Latin-1. */
const TAIL = '\\u0080-\\u00bf€‚ƒ„…†‡ˆ‰Š‹ŒŽ‘’“”•–—˜™š›œžŸ';
/** Those among them that stand behind a letter in honest text: quotes, dashes, dots and a space. */
const PUNCTUATION = '\\u00a0«»‚„…‘’“”–—‹›·';

/**
 * UTF-8 that was read as another encoding, by the number of bytes of the character that it was: two (é is `Ã©`), two of
 * Cyrillic in a row, three (’ is `â€™`), four (an emoji). What an honest word in capitals and a quote make is none.
 */
const MOJIBAKE = [
  `(?<!\\p{Lu})[ÂÃ][${TAIL}]`,
  `(?:[ÐÑ][${TAIL}]){2}`,
  `[à-ï](?![${PUNCTUATION}]{2})[${TAIL}]{2}`,
  `ð[Ÿ\\u009f][${TAIL}]{2}`,
].map((pattern) => new RegExp(pattern, 'u'));

/**
 * Looks for characters that broke on their way: U+FFFD, half of a surrogate pair, and UTF-8 that was read as another
 * encoding.
 * @returns what is broken, in words, or null
 */
export function damaged(text: string): string | null {
  if (!/[^\0-\u007f]/.test(text)) return null;
  if (text.includes('\ufffd')) return 'U+FFFD in place of a character';
  if (/\p{Surrogate}/u.test(text)) return 'half of a character';
  const found = MOJIBAKE.map((pattern) => pattern.exec(text)?.[0]).find((one) => one !== undefined);
  return found === undefined ? null : `"${found}", UTF-8 read as another encoding`;
}
