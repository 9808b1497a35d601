import { JSONParser } from '@streamparser/json';
import { LARGEST_VALUE, Unreadable } from './unreadable.ts';

/** The largest JSON value that is read as a whole, in characters. */
const LARGEST_WHOLE = 4 * LARGEST_VALUE;

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
 * @throws Unreadable where the text is no JSON, ends too early, or has a value that is too large
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
  let [read, since] = [0, 0];
  const check = () => {
    if (failed) throw new Unreadable(`${file}: at byte ${placeIn(failed.message) ?? read} the text is no JSON.`);
    if (read - since > LARGEST_WHOLE)
      throw new Unreadable(
        `${file}: the value that begins after character ${since} is larger than ${LARGEST_WHOLE / 1024 / 1024} MB.`,
      );
  };
  for await (const piece of text) {
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

function placeIn(message: string): string | undefined {
  return /absolute position "(\d+)"/.exec(message)?.[1];
}
