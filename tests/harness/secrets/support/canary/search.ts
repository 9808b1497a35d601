import { readFileSync, readdirSync } from 'node:fs';
import { extname, join, relative } from 'node:path';
import { unzipSync } from 'fflate';

/** One text that a run left: a file, an entry of an archive, or what is embedded in a page. */
interface Left {
  place: string;
  text: string;
}

/**
 * All that lies in a folder, archives unpacked, also those inside others and those that an HTML report carries in
 * itself.
 */
function* leftIn(folder: string): Generator<Left> {
  for (const entry of readdirSync(folder, { withFileTypes: true, recursive: true })) {
    if (!entry.isFile()) continue;
    const path = join(entry.parentPath, entry.name);
    yield { place: 'name of a file', text: path };
    yield* unpacked(relative(folder, path), readFileSync(path));
  }
}

function* unpacked(place: string, content: Uint8Array): Generator<Left> {
  const text = Buffer.from(content).toString('latin1');
  yield { place, text };
  if (text.startsWith('PK')) {
    for (const [name, inner] of Object.entries(unzipSync(content))) yield* unpacked(`${place}!${name}`, inner);
  }
  // A report that is yet to be merged carries what was attached, and bytes that were printed, in lines of JSON.
  if (extname(place) === '.jsonl') {
    for (const [index, [, attached]] of [...text.matchAll(/"(?:base64|data)":"([A-Za-z0-9+/=]+)"/g)].entries()) {
      yield* unpacked(`${place}!attached-${index}`, Buffer.from(attached!, 'base64'));
    }
  }
  if (extname(place) === '.html') {
    for (const [index, [, embedded]] of [
      ...text.matchAll(/data:application\/zip;base64,([A-Za-z0-9+/=]+)/g),
    ].entries()) {
      yield* unpacked(`${place}!embedded-${index}`, Buffer.from(embedded!, 'base64'));
    }
  }
}

/** Where the writings of each kind of secret are found: the kind and the places, kinds without a place left out. */
export function find(
  folder: string,
  writings: { [kind: string]: string[] },
  ...more: Left[]
): { [kind: string]: string[] } {
  const found: { [kind: string]: string[] } = {};
  for (const { place, text } of [...leftIn(folder), ...more]) {
    for (const [kind, values] of Object.entries(writings)) {
      if (values.some((value) => text.includes(value))) (found[kind] ??= []).push(place);
    }
  }
  return found;
}
