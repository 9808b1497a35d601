/** A JWT as it stands, or wrapped once more in base64: it begins with the encoding of `eyJ`. */
const jwt = /eyJ[\w-]{8,}\.eyJ[\w-]{8,}\.|ZXlK[\w+/-]{60,}/;

/** A shorter value could be an ordinary word. */
const shortest = 8;

/**
 * The pieces by which a secret is recognised in a text, however it was written: as it is, in a URL, in JSON, in hex,
 * and in base64 at whichever place of a longer text. Of a JWT its signature is looked for, since a browser may cut the
 * middle out of what it prints.
 */
function tracesOf(secret: string): string[] {
  const parts = secret.split('.');
  const told = parts.length === 3 && parts[2] !== '' ? parts[2]! : secret;
  if (told.length < shortest) return [];
  const bytes = Buffer.from(told);
  const plain = [told, encodeURIComponent(told), JSON.stringify(told).slice(1, -1), bytes.toString('hex')];
  const wrapped = [0, 1, 2].flatMap((offset) => {
    const whole = Buffer.concat([Buffer.alloc(offset), bytes])
      .toString('base64')
      .replace(/=+$/, '');
    const inner = whole.slice(Math.ceil((offset * 4) / 3), (offset + bytes.length) % 3 === 0 ? undefined : -1);
    return [inner, inner.replaceAll('+', '-').replaceAll('/', '_')];
  });
  return [...new Set([...plain, ...wrapped])];
}

/** Finds credentials in texts: those that are known, and whatever has the form of a JWT. */
export class SecretFinder {
  readonly #traces: string[];

  constructor(known: Iterable<string>) {
    this.#traces = [...new Set([...known].flatMap(tracesOf))];
  }

  isIn(text: string): boolean {
    return jwt.test(text) || this.#traces.some((trace) => text.includes(trace));
  }
}
