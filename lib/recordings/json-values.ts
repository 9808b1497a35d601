import { JSONParser } from '@streamparser/json';
import { LARGEST_VALUE, Unreadable } from './unreadable.ts';

/** The largest JSON value that is read as a whole, in characters. */
const LARGEST_WHOLE = 4 * LARGEST_VALUE;

/** Brackets that may be open at once, those in texts among them; a parser keeps something of each. */
const DEEPEST = 100_000;

/** A value of a JSON text. */
export interface JsonValue {
  value: unknown;
  /** Its key or its place in its list; undefined at the root. */
  key: string | number | undefined;
}

/**
 * Reads values of a JSON text while it comes, so that the whole need not fit into the memory; of several texts in one
 * file, all.
 * @param paths of the values, e.g. `$.log.entries.*`
 * @throws Unreadable where the text is not JSON, ends too early, or has a value that is too large
 */
export async function* jsonValues(
  text: AsyncIterable<string>,
  file: string,
  paths: string[],
): AsyncGenerator<JsonValue> {
  const found: JsonValue[] = [];
  const parser = new JSONParser({ paths, keepStack: false, separator: '' });
  let failed: Error | undefined;
  parser.onValue = ({ value, key, stack }) => {
    found.push({ value, key: stack.length === 0 ? undefined : key });
  };
  parser.onError = (error) => (failed ??= error);
  let [read, since, open] = [0, 0, 0];
  const check = () => {
    if (failed) throw new Unreadable(`${file}: at byte ${placeIn(failed.message) ?? read} the text is not JSON.`);
    if (read - since > LARGEST_WHOLE)
      throw new Unreadable(
        `${file}: the value that begins after character ${since} is larger than ${LARGEST_WHOLE / 1024 / 1024} MB.`,
      );
  };
  for await (const piece of text) {
    open += openedIn(piece);
    if (open > DEEPEST)
      throw new Unreadable(`${file}: before character ${read + piece.length} more than ${DEEPEST} brackets are open.`);
    parser.write(piece);
    read += piece.length;
    if (found.length > 0) since = read;
    check();
    yield* found.splice(0);
  }
  if (!parser.isEnded) {
    parser.end();
    if (failed) throw new Unreadable(`${file} is cut off: it ends at character ${read} in the middle of a value.`);
  }
  yield* found.splice(0);
}

/** How many more brackets a text opens than it closes. */
function openedIn(text: string): number {
  let open = 0;
  for (let at = 0; at < text.length; at += 1) {
    const code = text.charCodeAt(at);
    if (code === 0x5b || code === 0x7b) open += 1;
    else if (code === 0x5d || code === 0x7d) open -= 1;
  }
  return open;
}

function placeIn(message: string): string | undefined {
  return /absolute position "(\d+)"/.exec(message)?.[1];
}
