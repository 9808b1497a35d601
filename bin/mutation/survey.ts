import { existsSync, mkdirSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join, posix } from 'node:path';
import { ROOT } from '../child.mjs';
import { type InstrumentedStack, KEPT, hashOf } from './instrument.ts';
import { type Bench, type Place, runSpecs } from './run-specs.ts';

/** What one test reaches. */
export interface Reach {
  place: Place;
  /** How long it took, in milliseconds. */
  milliseconds: number;
  /** Ids of the mutants. */
  mutants: readonly string[];
  /** Ids of those that the server runs through when it starts. */
  atStart: readonly string[];
}

/**
 * What is kept of a spec file. A mutant is told by its file and by its number there, so that it outlives a change of
 * another file.
 */
interface Kept {
  /** The versions of the stack's files that were run. */
  versions: Readonly<Record<string, string>>;
  tests: { place: Place; milliseconds: number; reached: Numbers; atStart: Numbers }[];
}

/** By file, the mutants among those of the file, counted from 0. */
type Numbers = Readonly<Record<string, readonly number[]>>;

/** What a test wrote about itself (`fixtures/mutant.ts`). */
interface Told {
  file: string;
  line: number;
  /** Ids that the server runs through when it starts. */
  atStart: string[];
  reached: string[];
}

/** Milliseconds for the tests of one file. */
const LIMIT = 600_000;

/** What a spec reaches is learnt anew when more of the stack's files than this have changed since it was learnt. */
const MOST_CHANGED = 8;

const REACHED = join(KEPT, 'reached');

function specFiles(): string[] {
  return readdirSync(join(ROOT, 'tests'), { recursive: true, encoding: 'utf8' })
    .map((file) => file.replaceAll('\\', '/'))
    .filter((file) => file.endsWith('.spec.ts') && !/^(harness|latency|mutants)\//.test(file))
    .sort();
}

const nameOf = (spec: string) => `${spec.replaceAll('/', '-')}-`;

/** Where the reach of a spec file is kept; it is learnt again when the spec has changed. */
function keptAt(spec: string): string {
  return join(REACHED, `${nameOf(spec)}${hashOf(readFileSync(join(ROOT, 'tests', spec), 'utf8'))}.json`);
}

/** The mutants of each file, in their order. */
function byFile({ mutants }: InstrumentedStack): Map<string, string[]> {
  const ids = new Map<string, string[]>();
  for (const { id, file } of mutants) {
    if (!ids.has(file)) ids.set(file, []);
    ids.get(file)!.push(id);
  }
  return ids;
}

function numbersOf(stack: InstrumentedStack, ids: readonly string[]): Numbers {
  const some = new Set(ids);
  return Object.fromEntries(
    [...byFile(stack)]
      .map(([file, all]) => [file, all.flatMap((id, number) => (some.has(id) ? [number] : []))] as const)
      .filter(([, numbers]) => numbers.length > 0),
  );
}

/** The ids of numbered mutants today: of a file that has changed all, if the test reached any; of a new file all. */
function idsOf(stack: InstrumentedStack, versions: Kept['versions'], numbers: Numbers): string[] {
  return [...byFile(stack)].flatMap(([file, ids]) => {
    const of = numbers[file] ?? [];
    if (versions[file] === stack.versions[file]) return of.map((number) => ids[number]!);
    return versions[file] === undefined || of.length > 0 ? ids : [];
  });
}

/** Whether what a spec file reaches is known, and still tells the tests beside a mutant from the others. */
function isKnown(stack: InstrumentedStack, spec: string): boolean {
  if (!existsSync(keptAt(spec))) return false;
  const { versions } = JSON.parse(readFileSync(keptAt(spec), 'utf8')) as Kept;
  return Object.entries(stack.versions).filter(([file, now]) => versions[file] !== now).length <= MOST_CHANGED;
}

function toldIn(folder: string): Map<Place, Told[]> {
  const below = join(folder, 'reached');
  const told = new Map<Place, Told[]>();
  for (const name of existsSync(below) ? readdirSync(below) : []) {
    const one = JSON.parse(readFileSync(join(below, name), 'utf8')) as Told;
    const file = one.file.replaceAll('\\', '/').split('/tests/')[1] ?? '';
    const place = posix.normalize(`${file}:${one.line}`);
    told.set(place, [...(told.get(place) ?? []), one]);
  }
  return told;
}

/**
 * Runs one spec file without a mutant; its reach is kept only when all of it is green.
 * @returns what was red
 */
async function learn(stack: InstrumentedStack, bench: Bench, spec: string): Promise<string[]> {
  let told = new Map<Place, Told[]>();
  const read = (folder: string) => void (told = toldIn(folder));
  const { outcomes, broken, cutOff } = await runSpecs(bench, [spec], { limit: LIMIT, read });
  const troubles = [
    ...outcomes.filter(({ red }) => red).map(({ place, title, says }) => `${place} ${title}: ${says}`),
    ...(broken ? [`${spec}: ${broken}`] : []),
    ...(cutOff ? [`${spec}: it did not end within ${LIMIT / 1000} s`] : []),
  ];
  if (troubles.length > 0) return troubles;
  const tests = [...told].map(([place, several]) => ({
    place,
    milliseconds: Math.max(1, ...outcomes.filter((one) => one.place === place).map((one) => one.milliseconds)),
    reached: numbersOf(
      stack,
      several.flatMap(({ reached }) => reached),
    ),
    atStart: numbersOf(
      stack,
      several.flatMap((one) => one.atStart),
    ),
  }));
  mkdirSync(REACHED, { recursive: true });
  for (const older of readdirSync(REACHED)) if (older.startsWith(nameOf(spec))) rmSync(join(REACHED, older));
  writeFileSync(keptAt(spec), JSON.stringify({ versions: stack.versions, tests } satisfies Kept));
  return [];
}

/** What every test reaches. */
export interface Survey {
  reaches: Reach[];
  /** Tests that are red without a mutant; their files are not used. */
  troubles: string[];
  /** How many files did not run, since the time was up. */
  missing: number;
}

/**
 * Learns which mutants each test reaches, by a run without a mutant; what is known of unchanged specs is kept.
 * @param inParallel runs a task for each item
 * @param say takes a line of progress
 */
export async function survey(
  stack: InstrumentedStack,
  bench: Bench,
  inParallel: <T>(items: readonly T[], task: (item: T) => Promise<void>) => Promise<void>,
  say: (line: string) => void,
): Promise<Survey> {
  const specs = specFiles();
  const unknown = specs.filter((spec) => !isKnown(stack, spec));
  const troubles: string[] = [];
  let missing = unknown.length;
  await inParallel(unknown, async (spec) => {
    const red = await learn(stack, bench, spec);
    missing -= 1;
    troubles.push(...red);
    say(`surveyed ${spec}${red.length > 0 ? ': red without a mutant' : ''}`);
  });
  const kept = specs.map(keptAt).filter((file) => existsSync(file));
  const reaches = kept.flatMap((file) => {
    const { versions, tests } = JSON.parse(readFileSync(file, 'utf8')) as Kept;
    return tests.map(({ place, milliseconds, reached, atStart }) => ({
      place,
      milliseconds,
      mutants: idsOf(stack, versions, reached),
      atStart: idsOf(stack, versions, atStart),
    }));
  });
  return { reaches, troubles, missing };
}
