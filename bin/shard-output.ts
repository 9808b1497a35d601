/** Prints what several parts of one run say, each line with its part, and counts their tests together. */
export class ShardOutput {
  #planned = 0;
  #ended = 0;
  /** The beginning of a line that is not whole yet, by part. */
  readonly #begun = new Map<number, string>();
  readonly #print: (line: string) => void;

  /** @param print takes a whole line */
  constructor(print: (line: string) => void) {
    this.#print = print;
  }

  /** Takes what a part has printed, in pieces of any size. */
  take(part: number, text: string): void {
    const lines = `${this.#begun.get(part) ?? ''}${text}`.split('\n');
    this.#begun.set(part, lines.pop() ?? '');
    for (const line of lines) this.#line(part, line);
  }

  /** Prints what a part left without the end of a line. */
  end(part: number): void {
    const rest = this.#begun.get(part);
    this.#begun.delete(part);
    if (rest) this.#line(part, rest);
  }

  #line(part: number, line: string): void {
    const [, count] = /^(\d+) tests$/.exec(line) ?? [];
    if (count) this.#planned += Number(count);
    const isTest = /^[✓✗-] /.test(line);
    if (isTest) this.#ended += 1;
    if (line.trim() === '') return;
    this.#print(`part ${part}  ${isTest ? `${this.#ended} of ${this.#planned}  ` : ''}${line}`);
  }
}
