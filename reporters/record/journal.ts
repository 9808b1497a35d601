import { closeSync, openSync, readFileSync, writeSync } from 'node:fs';
import { z } from 'zod';
import { parseJson, toJson } from '../../lib/basics/json.ts';
import { attempt } from './schema-attempt.ts';
import { ci, compliance, healthProbe, machine, part, plannedTest, record, target } from './schema.ts';

const time = z.iso.datetime();
const { startedAt, id, shard, workers, command, status, sharedOut } = part.shape;

/** One line of the journal: what became known, when it became known. */
export const entry = z.discriminatedUnion('kind', [
  z.object({ kind: z.literal('open'), id, startedAt, pid: z.int(), command, machine, ci: ci.nullable() }),
  z.object({
    kind: z.literal('plan'),
    shard,
    sharedOut,
    workers,
    selection: record.shape.selection,
    settings: record.shape.settings,
    targets: z.array(target),
    /** Null: the run ended before its tests were known. */
    tests: z.array(plannedTest).nullable(),
  }),
  z.object({ kind: z.literal('begin'), test: z.string(), index: z.int(), at: time }),
  z.object({
    kind: z.literal('attempt'),
    test: z.string(),
    annotations: record.shape.tests.element.shape.annotations,
    attempt,
  }),
  z.object({ kind: z.literal('trouble'), trouble: record.shape.troubles.element }),
  /** Null: it is not known. */
  z.object({ kind: z.literal('browser'), name: z.string().nullable() }),
  z.object({ kind: z.literal('health'), probe: healthProbe }),
  z.object({ kind: z.literal('compliance'), compliance }),
  z.object({ kind: z.literal('end'), status, at: time }),
]);
export type Entry = z.infer<typeof entry>;

/**
 * The journal while it is written. A line stands in the file when `write` returns: whatever happens to this process
 * later, it stays. Once it is closed, nothing is added: a run that used up its time ends before its last tests do.
 */
export class Journal {
  readonly entries: Entry[] = [];
  readonly #file: number;
  #closed = false;

  /** Starts the file again, empty. */
  constructor(path: string) {
    this.#file = openSync(path, 'w', 0o644);
  }

  write(one: Entry): void {
    if (this.#closed) return;
    this.entries.push(one);
    writeSync(this.#file, `${toJson(one)}\n`);
  }

  close(): void {
    this.#closed = true;
    closeSync(this.#file);
  }
}

/** Whether a test of the run began, so that there is something to read of it. */
export function hasTests(entries: readonly Entry[]): boolean {
  return entries.some(({ kind }) => kind === 'begin');
}

/** The same by the text of a journal, which may be long or damaged. */
export function tellsOfTests(text: string): boolean {
  return /^\{"kind":"begin"/m.test(text);
}

/** What a journal holds; a last line that was cut off in the middle is left out, as it was never written whole. */
export function readJournal(path: string): Entry[] {
  return parseJournal(readFileSync(path, 'utf8'));
}

/**
 * The entries of a journal's text.
 * @throws Error when a line other than the last is no entry: then the file is something else, or damaged.
 */
export function parseJournal(text: string): Entry[] {
  const lines = text.split('\n');
  const torn = lines.pop() !== '';
  return [...lines, ...(torn ? [text.slice(text.lastIndexOf('\n') + 1)] : [])].flatMap((line, index, all) => {
    const parsed = entry.safeParse(parseJson(line));
    if (parsed.success) return [parsed.data];
    if (torn && index === all.length - 1) return [];
    throw new Error(`Line ${index + 1} of the journal is no entry: ${z.prettifyError(parsed.error)}`);
  });
}
