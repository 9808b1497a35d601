import { realpathSync } from 'node:fs';
import { type Recorded, readRecording, Unreadable } from '../lib/recordings/index.ts';
import { scrubText, scrubValue } from '../lib/secrets/scrub.ts';
import { type Judgement, judgementOf, type Verdict } from './judge/judgement.ts';
import type { Given } from './given.ts';
import { asJson, inWords } from './judge/print.ts';
import { Refusal } from './refusal.mjs';

/** The exit code of each verdict; 2 is that of a file that cannot be read. */
const EXIT: Readonly<Record<Verdict, number>> = { holds: 0, broken: 1, undecided: 3 };

/**
 * `npm run judge -- FILE...`: judges what was recorded, here or elsewhere, without browser or target. Several files are
 * several people; the evidence and the frames of one test are one.
 * @returns 0 when every rule holds, 1 when something is broken, 3 when there is no run that could be judged
 * @throws Refusal with exit code 2 for a command line or a file that cannot be read
 */
export async function main({ options, rest: files }: Given<'judge'>): Promise<number> {
  const { json, person, thread, question } = options;
  if (files.length === 0) throw new Refusal('Name at least one file: npm run judge -- FILE...', 2);
  const people = joined(await Promise.all(files.map(read)));
  const places = files.map((file) => realpathSync(file));
  const twice = files.find((_, index) => places.indexOf(places[index]!) < index);
  if (twice !== undefined)
    throw new Refusal(`${twice} is named twice: each file is the recording of another person.`, 2);
  if (person.length > people.length)
    throw new Refusal(
      `--person is given ${person.length} times for ${people.length} recorded; once per file is enough.`,
      2,
    );
  const judgements = people.map((recorded, index) => {
    const id = person[index];
    const added = { ...(id ? { person: id } : {}), ...(thread ? { thread } : {}), ...(question ? { question } : {}) };
    return asEvidence(recorded, () => judgementOf(recorded, added));
  });
  console.log(json ? jsonOf(judgements) : scrubText(judgements.map(inWords).join('\n\n'), []));
  return EXIT[worstOf(judgements)];
}

function jsonOf(judgements: readonly Judgement[]): string {
  return JSON.stringify(scrubValue({ verdict: worstOf(judgements), people: judgements.map(asJson) }, []), null, 1);
}

function worstOf(judgements: readonly Judgement[]): Verdict {
  const order: readonly Verdict[] = ['broken', 'undecided', 'holds'];
  return order.find((one) => judgements.some(({ verdict }) => verdict === one)) ?? 'undecided';
}

/** Judges evidence of this suite, which is taken as it stands. @throws Refusal where somebody has changed its form */
function asEvidence<T>({ file, told }: Recorded, judge: () => T): T {
  try {
    return judge();
  } catch (error) {
    if (!(error instanceof TypeError) || Object.keys(told).length === 0) throw error;
    throw new Refusal(
      `${file} has the fields of this suite's evidence, but not as the suite writes them: ${error.message}.`,
      2,
    );
  }
}

async function read(file: string): Promise<Recorded> {
  try {
    return await readRecording(file);
  } catch (error) {
    if (error instanceof Unreadable) throw new Refusal(scrubText(error.message, []), 2);
    throw error;
  }
}

/** Joins the frames of a test to its evidence, which has the frames' numbers and times, but not the frames. */
function joined(all: readonly Recorded[]): Recorded[] {
  const alone = new Set(all);
  for (const evidence of all) {
    const [event] = evidence.told.runs?.flatMap(({ events }) => events) ?? [];
    if (evidence.frames.length > 0 || !event) continue;
    const frames = all.find(
      (one) =>
        one.told.runs === undefined && one.frames.some(({ seq, time }) => seq === event.frame && time === event.time),
    );
    if (!frames) continue;
    evidence.frames = frames.frames;
    alone.delete(frames);
  }
  return [...alone];
}
