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
 * The known words by how far they are from what somebody wrote: those that begin with it, or have it as a part between
 * dashes, first, then by the letters between. Upper and lower case are the same; dashes before a word are none of it.
 * @param {string} word
 * @param {readonly string[]} known
 */
function ranked(word, known) {
  const bare = (/** @type {string} */ name) => name.toLowerCase().replace(/^-+/, '');
  const small = bare(word);
  return known
    .map((name) => {
      const other = bare(name);
      const isPart = small.length > 2 && (other.startsWith(small) || other.split('-').includes(small));
      const away = isPart ? 0.5 : distance(small, other);
      return { name, away, isLike: away < Math.max(small.length, other.length) / 2 };
    })
    .sort((a, b) => a.away - b.away);
}

/**
 * What somebody probably meant by a word that is not known.
 * @param {string} word
 * @param {readonly string[]} known
 * @returns {string | undefined} the nearest of `known`; undefined when less than half of its letters are the same
 */
export function nearest(word, known) {
  const [best] = ranked(word, known);
  return best?.isLike ? best.name : undefined;
}

/** So many words are listed; of more, only those nearest to what was written are. */
const MOST_LISTED = 12;

/**
 * The words that there are, for the end of a sentence that refuses another one.
 * @param {string} word
 * @param {readonly string[]} known
 * @param {string} what they are, in the plural
 */
export function thereAre(word, known, what) {
  if (known.length <= MOST_LISTED) return `; the ${what} are ${known.join(', ')}`;
  const some = ranked(word, known).slice(0, 3);
  return `; of the ${known.length} ${what} the nearest are ${some.map(({ name }) => name).join(', ')}`;
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
