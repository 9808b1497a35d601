import { existsSync, mkdirSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { dirname, join, posix } from 'node:path';
import { ROOT } from '../child.mjs';
import { type InstrumentedStack, hashOf } from './instrument.ts';
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

function specFiles(): string[] {
  return readdirSync(join(ROOT, 'tests'), { recursive: true, encoding: 'utf8' })
    .map((file) => file.replaceAll('\\', '/'))
    .filter((file) => file.endsWith('.spec.ts') && !/^(harness|latency|mutants)\//.test(file))
    .sort();
}

const nameOf = (spec: string) => `${spec.replaceAll('/', '-')}-`;

/**
 * The spec files of a survey, each with the file beside the stack in which its reach is kept; it is learnt again when
 * the spec has changed.
 */
export function surveyed({ folder }: Pick<InstrumentedStack, 'folder'>): { spec: string; kept: string }[] {
  return specFiles().map((spec) => {
    const name = `${nameOf(spec)}${hashOf(readFileSync(join(ROOT, 'tests', spec), 'utf8'))}.json`;
    return { spec, kept: join(dirname(folder), 'marks', name) };
  });
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
 * @param kept the file of its reach
 * @returns what was red; nothing when it was interrupted
 */
async function learn(marks: Marks, bench: Bench, spec: string, kept: string): Promise<string[] | undefined> {
  let told = new Map<Place, Told[]>();
  const read = (folder: string) => void (told = toldIn(folder));
  const result = await runSpecs(bench, [spec], { limit: LIMIT, read });
  if (!result) return undefined;
  const { outcomes, broken, cutOff } = result;
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
  const folder = dirname(kept);
  mkdirSync(folder, { recursive: true });
  for (const older of readdirSync(folder)) if (older.startsWith(nameOf(spec))) rmSync(join(folder, older));
  writeFileSync(kept, JSON.stringify({ known: marks.every(), tests } satisfies Kept));
  return [];
}

/** What every test reaches. */
export interface Survey {
  reaches: Reach[];
  /** Tests that are red without a mutant; their files are not used. */
  troubles: string[];
  /** How many files did not run, since the time was up or somebody ended the survey. */
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
  const specs = surveyed(stack);
  const unknown = specs.filter(({ kept }) => !existsSync(kept));
  const all = unknown.length;
  if (all > 0)
    say(`Surveying ${all} spec file${all === 1 ? '' : 's'}, once: which lines each reaches (kept for later runs).`);
  const troubles: string[] = [];
  let done = 0;
  await inParallel(unknown, async ({ spec, kept }) => {
    const red = await learn(marks, bench, spec, kept);
    if (!red) return;
    done += 1;
    troubles.push(...red);
    say(`surveyed ${spec} (${done} of ${all})${red.length > 0 ? ': red without a mutant' : ''}`);
  });
  const learnt = specs.filter(({ kept }) => existsSync(kept));
  const reaches = learnt.flatMap(({ kept }) => {
    const { known, tests } = JSON.parse(readFileSync(kept, 'utf8')) as Kept;
    const then = new Set(known);
    return tests.map(({ place, milliseconds, reached, atStart }) => ({
      place,
      milliseconds,
      mutants: marks.idsOf(reached, then),
      atStart: marks.idsOf(atStart, then),
    }));
  });
  return { reaches, troubles, missing: all - done };
}
