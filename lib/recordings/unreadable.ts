/** A file that cannot be read as a recording, in one sentence that names the place. */
export class Unreadable extends Error {}

/** The most that is kept of one file: 250,000 frames, or 256 MB of them. */
const MOST_FRAMES = 250_000;
const MOST_CHARACTERS = 256 * 1024 * 1024;
/** The largest single value or line, in bytes. */
export const LARGEST_VALUE = 64 * 1024 * 1024;
/** The most that is read of one text, in bytes and in lines, whatever is kept of it. */
export const LARGEST_TEXT = 1024 * 1024 * 1024;
export const MOST_LINES = 5_000_000;

/** Keeps count of what is kept of a file, so that no file can fill the memory. */
export class Room {
  readonly #file: string;
  #frames = 0;
  #characters = 0;

  constructor(file: string) {
    this.#file = file;
  }

  /**
   * @param place of the message, as the sentence names it: `:17` or `, entry 3`
   * @throws Unreadable when the file holds more than is taken
   */
  take(text: string, place: string): void {
    this.#frames += 1;
    this.#characters += text.length;
    if (this.#frames > MOST_FRAMES || this.#characters > MOST_CHARACTERS) {
      throw new Unreadable(
        `${this.#file}${place}: here the file exceeds what is judged at once, ${MOST_FRAMES} frames or ` +
          `${MOST_CHARACTERS / 1024 / 1024} MB of them; cut it to the conversation in question.`,
      );
    }
  }
}
