/** Earlier messages, which the arrow keys bring back into an empty field. */
export function createHistory() {
  const sent: string[] = [];
  let place = 0;
  let walking = false;
  return {
    add(text: string): void {
      sent.push(text.trim());
      place = sent.length;
      walking = false;
    },
    /** The text was changed by hand: it is a new one. */
    leave(): void {
      place = sent.length;
      walking = false;
    },
    /**
     * @param direction -1: older
     * @param text what stands in the field
     * @returns what to put there; null when the arrow is meant for the text itself
     */
    step(direction: -1 | 1, text: string): string | null {
      if ((text !== '' && !walking) || sent.length === 0) return null;
      walking = true;
      place = Math.min(Math.max(place + direction, 0), sent.length);
      return sent[place] ?? '';
    },
  };
}
