/**
 * How many letters must be put in, taken out, replaced or swapped with their neighbour to turn one word into another.
 * @param {string} one
 * @param {string} other
 */
function distance(one, other) {
  const rows = [Array.from({ length: other.length + 1 }, (_, column) => column)];
  for (let i = 1; i <= one.length; i += 1) {
    const row = [i];
    for (let j = 1; j <= other.length; j += 1) {
      const same = one[i - 1] === other[j - 1];
      const swapped = one[i - 1] === other[j - 2] && one[i - 2] === other[j - 1];
      row[j] = Math.min(
        at(rows[i - 1], j) + 1,
        at(row, j - 1) + 1,
        at(rows[i - 1], j - 1) + (same ? 0 : 1),
        ...(swapped ? [at(rows[i - 2], j - 2) + 1] : []),
      );
    }
    rows.push(row);
  }
  return at(rows.at(-1), other.length);
}

/**
 * @param {readonly number[] | undefined} row
 * @param {number} column
 */
function at(row, column) {
  return row?.[column] ?? Infinity;
}

/**
 * What somebody probably meant by a word that is not known: the known word that begins with it, else the one that is
 * the fewest letters away, if that is less than half of them. Upper and lower case are the same.
 * @param {string} word
 * @param {readonly string[]} known
 * @returns {string | undefined} one of `known`; undefined when none of them is like it
 */
export function nearest(word, known) {
  const small = word.toLowerCase();
  const ranked = known
    .map((name) => {
      const other = name.toLowerCase();
      const begun = small.length > 2 && other.startsWith(small);
      return { name, away: begun ? 0.5 : distance(small, other) };
    })
    .sort((a, b) => a.away - b.away);
  const [best] = ranked;
  return best && best.away < Math.max(small.length, best.name.length) / 2 ? best.name : undefined;
}

/**
 * The end of a sentence that refuses a word.
 * @param {string} word
 * @param {readonly string[]} known
 * @param {string} otherwise the end when no known word is like it, e.g. `; the commands are ...`
 */
export function didYouMean(word, known, otherwise) {
  const found = nearest(word, known);
  return found === undefined ? `${otherwise}.` : `: did you mean ${found}?`;
}
