/** A text as a person sees it: composed characters, no invisible ones, and every white space alike. */
function seen(text: string): string {
  return text
    .normalize('NFC')
    .replaceAll(/[\u00AD\u200B\u2060\uFEFF]/gu, '')
    .replaceAll(/\s/gu, ' ');
}

function named(character: string | undefined): string {
  const code = character?.codePointAt(0);
  return code === undefined ? 'nothing' : `U+${code.toString(16).toUpperCase().padStart(4, '0')}`;
}

/**
 * What tells two texts apart that a person cannot tell apart: the first character in which they differ.
 * @returns nothing where they are the same, or look different
 */
export function hiddenDifference(wanted: string, came: string): string | undefined {
  if (wanted === came || seen(wanted) !== seen(came)) return undefined;
  const [one, other] = [[...wanted], [...came]];
  let at = 0;
  while (one[at] === other[at]) at += 1;
  return `character ${at + 1} is ${named(other[at])}, expected ${named(one[at])}`;
}
