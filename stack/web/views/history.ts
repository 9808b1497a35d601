// @ts-check

/** What was sent before, to be walked with the arrow keys from an empty field. */
export function createHistory() {
  /** @type {string[]} */
  const sent = [];
  let place = 0;
  let walking = false;
  return {
    /** @param {string} text */
    add(text) {
      sent.push(text.trim());
      place = sent.length;
      walking = false;
    },
    /** The text was changed by hand: it is a new one. */
    leave() {
      place = sent.length;
      walking = false;
    },
    /**
     * @param {-1 | 1} direction -1: older
     * @param {string} text what stands in the field
     * @returns {string | null} what to put there; null when the arrow is meant for the text itself
     */
    step(direction, text) {
      if ((text !== '' && !walking) || sent.length === 0) return null;
      walking = true;
      place = Math.min(Math.max(place + direction, 0), sent.length);
      return sent[place] ?? '';
    },
  };
}
