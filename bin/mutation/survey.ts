import { createHash } from 'node:crypto';
import { existsSync, mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join, posix } from 'node:path';
import { ROOT } from '../child.mjs';
import type { InstrumentedStack } from './instrument.ts';
import { type Bench, type Place, runSpecs } from './run-specs.ts';

/** What one test reaches. */
export interface Reach {
  place: Place;
  /** How long it took, in milliseconds. */
  milliseconds: number;
  /** Ids of the mutants. */
  mutants: readonly string[];
  /** Of those, what the server had run through before the first test, when it started. */
  atStart: readonly string[];
}

/** Milliseconds for the tests of one file. */
const LIMIT = 300_000;

function specFiles(): string[] {
  return readdirSync(join(ROOT, 'tests'), { recursive: true, encoding: 'utf8' })
    .map((file) => file.replaceAll('\\', '/'))
    .filter((file) => file.endsWith('.spec.ts') && !/^(harness|latency|mutants)\//.test(file))
    .sort();
}

/** Where the reach of a spec file is kept; it is learnt anew when the file has changed. */
function keptAt({ folder }: InstrumentedStack, file: string): string {
  const hash = createHash('sha256')
    .update(readFileSync(join(ROOT, 'tests', file)))
    .digest('hex');
  return join(folder, 'reached', `${file.replaceAll('/', '-')}-${hash.slice(0, 12)}.json`);
}

function readReach(folder: string): Map<Place, Omit<Reach, 'place' | 'milliseconds'>> {
  const reached = new Map<Place, Omit<Reach, 'place' | 'milliseconds'>>();
  const below = join(folder, 'reached');
  for (const name of existsSync(below) ? readdirSync(below) : []) {
    const one = JSON.parse(readFileSync(join(below, name), 'utf8')) as {
      file: string;
      line: number;
      before: string[];
      reached: string[];
    };
    const file = one.file.replaceAll('\\', '/').split('/tests/')[1];
    const place = posix.normalize(`${file}:${one.line}`);
    const known = reached.get(place);
    reached.set(place, {
      mutants: [...new Set([...(known?.mutants ?? []), ...one.reached])],
      atStart: [...new Set([...(known?.atStart ?? []), ...one.before])],
    });
  }
  return reached;
}

/** Runs one spec file without a mutant; its reach is kept only when all of it is green. */
async function learn(stack: InstrumentedStack, bench: Bench, file: string): Promise<string[]> {
  let reached: ReturnType<typeof readReach> = new Map();
  const { outcomes, broken, cutOff } = await runSpecs(bench, [file], {
    limit: LIMIT,
    read: (folder) => (reached = readReach(folder)),
  });
  const troubles = [
    ...outcomes.filter(({ red }) => red).map(({ place, title, says }) => `${place} ${title}: ${says}`),
    ...(broken ? [`${file}: ${broken}`] : []),
    ...(cutOff ? [`${file}: it did not end within ${LIMIT / 1000} s`] : []),
  ];
  if (troubles.length > 0) return troubles;
  const all: Reach[] = [...reached].map(([place, what]) => ({
    place,
    milliseconds: Math.max(1, ...outcomes.filter((one) => one.place === place).map((one) => one.milliseconds)),
    ...what,
  }));
  mkdirSync(join(stack.folder, 'reached'), { recursive: true });
  writeFileSync(keptAt(stack, file), JSON.stringify(all));
  return [];
}

/** What every test reaches, and which could not be used since they are red without a mutant. */
export interface Survey {
  reaches: Reach[];
  troubles: string[];
  /** How many files did not run, since the time was up. */
  missing: number;
}

/**
 * Learns which mutants each test reaches, by a run without a mutant; what is known of unchanged files is kept.
 * @param inParallel runs a task for each item
 * @param say takes a line of progress
 */
export async function survey(
  stack: InstrumentedStack,
  bench: Bench,
  inParallel: <T>(items: readonly T[], task: (item: T) => Promise<void>) => Promise<void>,
  say: (line: string) => void,
): Promise<Survey> {
  const files = specFiles();
  const unknown = files.filter((file) => !existsSync(keptAt(stack, file)));
  const troubles: string[] = [];
  let missing = unknown.length;
  await inParallel(unknown, async (file) => {
    const red = await learn(stack, bench, file);
    missing -= 1;
    troubles.push(...red);
    say(`surveyed ${file}${red.length > 0 ? ': red without a mutant' : ''}`);
  });
  const kept = files.map((file) => keptAt(stack, file)).filter(existsSync);
  return { reaches: kept.flatMap((file) => JSON.parse(readFileSync(file, 'utf8')) as Reach[]), troubles, missing };
}
