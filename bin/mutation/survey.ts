import { existsSync, mkdirSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join, posix } from 'node:path';
import { ROOT } from '../child.mjs';
import { type InstrumentedStack, KEPT, hashOf } from './instrument.ts';
import { Marks } from './marks.ts';
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

/** What is kept of a spec file; mutants are told by their marks. */
interface Kept {
  /** All mutants that there were. */
  known: string[];
  tests: { place: Place; milliseconds: number; reached: string[]; atStart: string[] }[];
}

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

const REACHED = join(KEPT, 'marks');

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
async function learn(marks: Marks, bench: Bench, spec: string): Promise<string[]> {
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
    reached: marks.of(several.flatMap(({ reached }) => reached)),
    atStart: marks.of(several.flatMap((one) => one.atStart)),
  }));
  mkdirSync(REACHED, { recursive: true });
  for (const older of readdirSync(REACHED)) if (older.startsWith(nameOf(spec))) rmSync(join(REACHED, older));
  writeFileSync(keptAt(spec), JSON.stringify({ known: marks.every(), tests } satisfies Kept));
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
  const marks = new Marks(stack.mutants);
  const specs = specFiles();
  const unknown = specs.filter((spec) => !existsSync(keptAt(spec)));
  const troubles: string[] = [];
  let missing = unknown.length;
  await inParallel(unknown, async (spec) => {
    const red = await learn(marks, bench, spec);
    missing -= 1;
    troubles.push(...red);
    say(`surveyed ${spec}${red.length > 0 ? ': red without a mutant' : ''}`);
  });
  const kept = specs.map(keptAt).filter((file) => existsSync(file));
  const reaches = kept.flatMap((file) => {
    const { known, tests } = JSON.parse(readFileSync(file, 'utf8')) as Kept;
    const then = new Set(known);
    return tests.map(({ place, milliseconds, reached, atStart }) => ({
      place,
      milliseconds,
      mutants: marks.idsOf(reached, then),
      atStart: marks.idsOf(atStart, then),
    }));
  });
  return { reaches, troubles, missing };
}
