import { type Disguise, one } from './disguise.ts';
import { replaced } from './reading.ts';

/** Blocks of Unicode that hold forms of the letters, digits and signs of ASCII; NFKC says which of theirs are. */
const FORMS =
  '[\\u0132-\\u02e3\\u037e\\u1d2c-\\u1dbb\\u1fef\\u2000-\\u200a\\u2024\\u202f-\\u218f\\u2460-\\u24ea\\u2a74-\\u2c7d\\u3000\\u3250-\\u33ff\\ua7f1-\\ua7f4\\ufb00-\\ufb29\\ufe10-\\ufe6b\\uff01-\\uff5e]|' +
  '(?<![\\u0080-\\u00ff])[\\u00a0\\u00aa\\u00b2\\u00b3\\u00b9\\u00ba]|' +
  '[\\ud801\\ud833\\ud835\\ud83c\\ud83e][\\udc00-\\udfff]';

/** The same blocks in UTF-8 that is read as Latin-1. */
const IN_BYTES =
  '\\u00c2[\\u00a0\\u00aa\\u00b2\\u00b3\\u00b9\\u00ba]|' +
  '[\\u00c4-\\u00cd][\\u0080-\\u00bf]|' +
  '\\u00e1[\\u00b4-\\u00bf][\\u0080-\\u00bf]|\\u00e2(?:[\\u0081-\\u0086\\u0091-\\u0093\\u00a9-\\u00b1][\\u0080-\\u00bf]|\\u0080[\\u0080-\\u008a\\u00a4\\u00af-\\u00bf])|' +
  '\\u00e3[\\u0080\\u0089-\\u008f][\\u0080-\\u00bf]|\\u00ea\\u009f[\\u00b1-\\u00b4]|\\u00ef[\\u00ac\\u00b8-\\u00bd][\\u0080-\\u00bf]|' +
  '\\u00f0[\\u0090\\u009c-\\u009f][\\u0080-\\u00bf]{2}';

const PATTERN = new RegExp(`(?=[^\\0-\\u007f])(?:${FORMS}|${IN_BYTES})`, 'g');

/** What each form that was met means; null: it is no form of ASCII. */
const meanings = new Map<string, string | null>();

function meaningOf(form: string): string | null {
  const known = meanings.get(form);
  if (known !== undefined) return known;
  const isInBytes = form.length > 1 && form.charCodeAt(0) < 0x100;
  const meant = (isInBytes ? Buffer.from(form, 'latin1').toString('utf8') : form).normalize('NFKC');
  const meaning = /^[ -~]+$/.test(meant) ? meant : null;
  meanings.set(form, meaning);
  return meaning;
}

/**
 * Compatibility forms of Unicode (UAX 15): full-width, mathematical, raised and circled letters, ligatures, blanks that
 * do not break; also in UTF-8 that is read as Latin-1.
 */
export const compatibility: Disguise = {
  name: 'compatibility forms of Unicode',
  read: (text) => one(/[^\0-\u007f]/.test(text) ? replaced(text, PATTERN, ([form]) => meaningOf(form)) : null),
};
