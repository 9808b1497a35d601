/** A part of a text, as with `slice`. */
export interface Span {
  start: number;
  end: number;
}

/** Characters of base64, of percent-encoding and escapes, and of lists of bytes in any notation. */
const ENCODING = /[\w+/=.,:; %\\-]/;
const encoding = Uint8Array.from({ length: 256 }, (_, code) => (ENCODING.test(String.fromCharCode(code)) ? 1 : 0));
const isEncoding = (code: number) => encoding[code] === 1;

/**
 * A text read in another way, e.g. with its escapes resolved or its base64 decoded; it knows where each of its parts
 * stands in the text that was read. It is made of pieces, in the order in which they stand there.
 */
export class Reading {
  readonly #parts: string[] = [];
  /** Of each piece: where it begins here and there, and how many characters here are how many there. */
  readonly #here: number[] = [];
  readonly #there: number[] = [];
  readonly #unit: number[] = [];
  readonly #width: number[] = [];
  #length = 0;
  #text: string | undefined;

  get text(): string {
    return (this.#text ??= this.#parts.join(''));
  }

  /**
   * Adds a piece.
   * @param there where it begins in the text that is read
   * @param width characters there that are `unit` characters here: 1 to 1 for what is read as it stands
   */
  add(piece: string, there: number, unit: number, width: number): void {
    if (piece === '') return;
    this.#parts.push(piece);
    this.#here.push(this.#length);
    this.#there.push(there);
    this.#unit.push(unit);
    this.#width.push(width);
    this.#length += piece.length;
  }

  /**
   * What stands around the places where pieces meet, as far as its characters may belong to something encoded: the rest
   * can be read in the text itself.
   */
  aroundJoints(): Reading {
    const { text } = this;
    const around = new Reading();
    let done = 0;
    for (let piece = 1; piece < this.#here.length; piece += 1) {
      let start = this.#here[piece]!;
      let end = start;
      if (end < done) continue;
      while (start > done && isEncoding(text.charCodeAt(start - 1))) start -= 1;
      while (end < text.length && isEncoding(text.charCodeAt(end))) end += 1;
      around.add(text.slice(start, end), start, 1, 1);
      around.add('\n', end, 1, 0);
      done = end;
    }
    return around;
  }

  /** What stands at most so many characters from the places where pieces meet: the rest stands in the text itself. */
  nearJoints(reach: number): Reading {
    const { text } = this;
    const near = new Reading();
    let [start, end] = [0, 0];
    const take = () => {
      near.add(text.slice(start, end), start, 1, 1);
      near.add('\n', end, 1, 0);
    };
    for (const joint of this.#here.slice(1)) {
      if (joint - reach > end) {
        take();
        start = joint - reach;
      }
      end = Math.min(joint + reach, text.length);
    }
    take();
    return near;
  }

  /** Where a part of this text stands in the text that was read. */
  origin({ start, end }: Span): Span {
    return { start: this.#place(start, 0), end: this.#place(end - 1, 1) };
  }

  /** @param edge 0: where the unit of this character begins there; 1: where it ends */
  #place(position: number, edge: 0 | 1): number {
    let low = 0;
    let high = this.#here.length - 1;
    while (low < high) {
      const middle = (low + high + 1) >>> 1;
      if (this.#here[middle]! <= position) low = middle;
      else high = middle - 1;
    }
    const units = Math.floor((position - this.#here[low]!) / this.#unit[low]!);
    return this.#there[low]! + (units + edge) * this.#width[low]!;
  }
}

/** Every match of a pattern with the flag `g`. Most texts have none, which a plain search tells at half the cost. */
export function matchesIn(text: string, pattern: RegExp): Iterable<RegExpExecArray> {
  return text.search(pattern) < 0 ? [] : text.matchAll(pattern);
}

/**
 * Reads a text with every match of a pattern replaced.
 * @returns null when there is no match, or none that means anything
 */
export function replaced(
  text: string,
  pattern: RegExp,
  meaning: (match: RegExpMatchArray) => string | null,
): Reading | null {
  let reading: Reading | null = null;
  let read = 0;
  for (const match of matchesIn(text, pattern)) {
    const meant = meaning(match);
    if (meant === null) continue;
    reading ??= new Reading();
    reading.add(text.slice(read, match.index), read, 1, 1);
    reading.add(meant, match.index, meant.length, match[0].length);
    read = match.index + match[0].length;
  }
  reading?.add(text.slice(read), read, 1, 1);
  return reading;
}
