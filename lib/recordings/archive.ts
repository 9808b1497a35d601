import { promisify } from 'node:util';
import yauzl from 'yauzl';
import { parseJson } from '../basics/json.ts';
import { type Beside, HarEntries } from './har.ts';
import { jsonValues } from './json-values.ts';
import { listOf, objectOf } from './json.ts';
import { nothingRecorded, type Recorded } from './recorded.ts';
import { evidenceIn, takeEvidence } from './suite.ts';
import { decoded, linesOf } from './text.ts';
import { type Room, Unreadable } from './unreadable.ts';

const open = promisify<string, yauzl.Options, yauzl.ZipFile>(yauzl.open);
/** The largest answer that is looked into, in bytes. */
const LARGEST_BODY = 1024 * 1024;

/**
 * Reads an archive of Playwright: a trace, or a HAR with its contents beside it.
 * @throws Unreadable when it does not open, or is neither
 */
export async function readArchive(file: string, room: Room): Promise<Recorded> {
  const archive = await Archive.open(file);
  try {
    const recorded = nothingRecorded(file, 'Playwright trace');
    const entries = new HarEntries(recorded, room, archive);
    const networks = archive.names.filter((name) => /\.network$/.test(name));
    const har = archive.names.find((name) => /\.har$/i.test(name));
    if (networks.length === 0 && har === undefined)
      throw new Unreadable(
        `${file} is an archive, but neither a Playwright trace nor a HAR: it has no .network and no .har in it. Unpack it and name the file that has the messages.`,
      );
    for (const name of networks)
      for await (const { text, number } of linesOf(archive.decoded(name), `${file}!${name}`)) {
        const line = objectOf(parseJson(text));
        if (!line) throw new Unreadable(`${file}!${name}:${number}: this line is not JSON.`);
        if (line.type === 'resource-snapshot') await entries.add(line.snapshot, `!${name}:${number}`);
      }
    if (networks.length === 0 && har !== undefined) {
      recorded.kind = 'HAR in an archive';
      for await (const { value, key } of jsonValues(archive.decoded(har), `${file}!${har}`, ['$.log.entries.*']))
        await entries.add(value, `!${har}, entry ${key}`);
    }
    entries.finish();
    return (recorded.frames.length === 0 && (await evidenceOf(archive, file))) || recorded;
  } catch (error) {
    if (error instanceof Unreadable || !(error instanceof Error)) throw error;
    throw new Unreadable(`${file} is a damaged archive: ${error.message}.`);
  } finally {
    archive.close();
  }
}

/**
 * What the test itself saw, where a trace of this suite holds it: messages that a test answers itself, such as those of
 * a replay, stand nowhere else in a trace. Null where it is not there.
 */
async function evidenceOf(archive: Archive, file: string): Promise<Recorded | null> {
  for await (const { text } of linesOf(archive.decoded('test.trace'), `${file}!test.trace`)) {
    const attached = listOf(objectOf(parseJson(text))?.attachments).map((one) => objectOf(one) ?? {});
    const [own] = attached.filter(({ name }) => name === 'observed.json');
    const fields = own && evidenceIn(parseJson((await archive.text(String(own.file))) ?? ''));
    if (!fields) continue;
    const recorded = nothingRecorded(file, '');
    takeEvidence(fields, recorded);
    recorded.kind = 'evidence of this suite in a Playwright trace';
    return recorded;
  }
  return null;
}

/** The entries of a zip file, by name. */
class Archive implements Beside {
  readonly #file: string;
  readonly #zip: yauzl.ZipFile;
  readonly #entries: Map<string, yauzl.Entry>;

  private constructor(file: string, zip: yauzl.ZipFile, entries: Map<string, yauzl.Entry>) {
    this.#file = file;
    this.#zip = zip;
    this.#entries = entries;
  }

  static async open(file: string): Promise<Archive> {
    try {
      const zip = await open(file, { lazyEntries: true, autoClose: false });
      const entries = new Map<string, yauzl.Entry>();
      await new Promise<void>((resolve, reject) => {
        zip.on('entry', (entry: yauzl.Entry) => {
          entries.set(entry.fileName, entry);
          zip.readEntry();
        });
        zip.on('end', resolve).on('error', reject);
        zip.readEntry();
      });
      return new Archive(file, zip, entries);
    } catch (error) {
      throw new Unreadable(
        `${file} begins as an archive does, but does not open: it is cut off or damaged (${(error as Error).message}).`,
      );
    }
  }

  get names(): string[] {
    return [...this.#entries.keys()];
  }

  close(): void {
    this.#zip.close();
  }

  async *decoded(name: string): AsyncGenerator<string> {
    const entry = this.#entryOf(name);
    if (!entry) return;
    const stream = await promisify<yauzl.Entry, NodeJS.ReadableStream>(this.#zip.openReadStream.bind(this.#zip))(entry);
    yield* decoded(stream as AsyncIterable<Buffer>, `${this.#file}!${name}`);
  }

  async *values(name: string): AsyncGenerator<unknown> {
    for await (const { text, number } of linesOf(this.decoded(name), `${this.#file}!${name}`)) {
      const value = parseJson(text);
      if (value === undefined) throw new Unreadable(`${this.#file}!${name}:${number}: this line is not JSON.`);
      yield value;
    }
  }

  async text(name: string): Promise<string | null> {
    const entry = this.#entryOf(name);
    if (!entry || entry.uncompressedSize > LARGEST_BODY) return null;
    let text = '';
    try {
      for await (const piece of this.decoded(name)) text += piece;
    } catch (error) {
      if (!(error instanceof Unreadable)) throw error;
      return null; // no text
    }
    return text;
  }

  /** Traces and HARs name a file without the folder in which the archive has it. */
  #entryOf(name: string): yauzl.Entry | undefined {
    const path = this.#entries.has(name) ? name : this.names.find((one) => one.endsWith(`/${name}`));
    return path === undefined ? undefined : this.#entries.get(path);
  }
}
