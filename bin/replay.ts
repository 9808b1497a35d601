import {
  existsSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  realpathSync,
  rmSync,
  statSync,
  writeFileSync,
} from 'node:fs';
import { basename, join, relative, resolve } from 'node:path';
import { replaying } from '../config/recording.ts';
import { currentRun } from '../config/run.ts';
import { selection } from '../config/selection.ts';
import { wrap } from '../lib/basics/wrap.mjs';
import { lacksOf, type Recording, recordingOf } from '../lib/recordings/index.ts';
import { ROOT } from './child.mjs';
import type { Given } from './given.ts';
import { didYouMean } from './nearest.mjs';
import { playwright } from './playwright.ts';
import { Refusal } from './refusal.mjs';
import { latestRecorded, runNames } from './reports/run-folder.ts';

/** Where recordings are that are regression tests. */
const KEPT = join(ROOT, 'tests', 'recordings');
const FILE = 'recording.json';

type Outcome = Recording['outcome'];

/** A recording and where it is. */
interface Found {
  file: string;
  recording: Recording;
  /** What it lacks, in a sentence, since an older version of the suite recorded it. */
  lacks: string | null;
}

/**
 * `npm run replay -- RUN [TEST]`: runs recorded tests again, with the page of now and the server as it was recorded.
 * @returns 0 when all of them are green
 * @throws Refusal with exit code 2 for a run, a recording or a test that is not there
 */
export async function main({ options, rest }: Given<'replay'>): Promise<number> {
  const { target, pace, step, headed, keep } = options;
  const [run, title = ''] = rest;
  if (run === undefined) throw new Refusal('Name a run or a recording: npm run replay -- RUN [TEST]', 2);
  const all = recordingsOf(run).filter(({ recording }) => recording.test.title.includes(title));
  if (all.length === 0)
    throw new Refusal(
      `${run} has no recording${title ? ` of a test with "${title}" in its title` : ''}: a red test leaves one, and with --record every test does.`,
      2,
    );
  if (keep !== undefined && (all.length > 1 || !/^[\w-]+$/.test(keep)))
    throw new Refusal(
      '--keep takes one recording and a name of letters, digits and dashes: choose the test by its title.',
      2,
    );
  let worst = 0;
  for (const found of all) {
    const { test } = found.recording;
    console.log(wrap(`Replaying "${test.title}" (${relative(process.cwd(), found.file)})`));
    const { faults = [] } = found.recording.target;
    if (faults.length > 0)
      console.log(`The target was broken on purpose by ${faults.join(', ')} when it was recorded.`);
    if (found.lacks !== null) console.log(wrap(found.lacks));
    const settings = { file: found.file, pace: pace ?? null, step };
    // Playwright puts the tags of a group between its title and that of the test.
    const grep = `${test.title.split(' › ').map(escaped).join('( @\\S+)* ')}( @|$)`;
    const flags = headed || step ? ['--headed', ...(step ? ['--timeout=0'] : [])] : [];
    const args = [
      join('tests', test.file),
      `--grep=${grep}`,
      `--project=${target}`,
      '--workers=1',
      '--retries=0',
      ...flags,
    ];
    const results = join(currentRun().dir, 'artifacts');
    rmSync(results, { recursive: true, force: true });
    const { code } = await playwright(args, {
      ...replaying(settings),
      NETRA_SUMMARY: '1',
      NETRA_FOCUS: selection.focus ?? `the replay of "${test.title}"`,
      NETRA_WHY: selection.why ?? 'npm run replay was asked for',
    });
    worst = Math.max(worst, code === 0 ? 0 : 1);
    const [replayed] = recordingsIn(results);
    console.log(wrap(compared(found.recording.outcome, replayed?.recording.outcome)));
    if (keep !== undefined && replayed) keepAs(keep, found.recording, replayed.recording);
  }
  return worst;
}

/**
 * The recordings of a run, or the one recording that is named.
 * @param reports the folder of reports
 * @throws Refusal when there is none of that name
 */
export function recordingsOf(name: string, reports = join(ROOT, 'reports')): Found[] {
  const places = [resolve(name), join(reports, 'runs', name), join(reports, name), join(KEPT, `${name}.json`)];
  const found = places.find((one) => existsSync(one));
  if (found === undefined) {
    const kept = readdirSync(KEPT).map((file) => basename(file, '.json'));
    throw new Refusal(`There is no run and no recording "${name}"${didYouMean(name, [...runNames(), ...kept], '')}`, 2);
  }
  const place = name === 'latest' ? latestRecorded(reports) : realpathSync(found);
  return statSync(place).isDirectory() ? recordingsIn(place) : [readIn(place)];
}

function recordingsIn(folder: string): Found[] {
  if (!existsSync(folder)) return [];
  const files = readdirSync(folder, { recursive: true, encoding: 'utf8' }).filter((file) => basename(file) === FILE);
  return files.sort().map((file) => readIn(join(folder, file)));
}

function readIn(file: string): Found {
  try {
    const json: unknown = JSON.parse(readFileSync(file, 'utf8'));
    return { file, recording: recordingOf(json), lacks: lacksOf(json) };
  } catch (error) {
    throw new Refusal(`${file} cannot be replayed: ${(error as Error).message}.`, 2);
  }
}

/** What became of a test, in a line. */
function told({ passed, causes, rules }: Outcome): string {
  if (passed) return 'green';
  return `red; cause: ${causes.join(', ') || 'none named'}; rules: ${rules.join(', ') || 'none broken'}`;
}

/** The rule that depends on when the screen had the time to draw, which is not the same on a busy machine. */
const DRAWN = 'screen-progressive';

/** What became of the test then and now, in two lines. */
export function compared(outcome: Outcome, now: Outcome | undefined): string {
  if (!now) return `Recorded: ${told(outcome)}\nReplayed: the test did not run.`;
  const drawn = (one: Outcome) => told({ ...one, rules: one.rules.filter((rule) => rule !== DRAWN) });
  const same =
    told(outcome) === told(now)
      ? 'the same'
      : drawn(outcome) === drawn(now)
        ? 'the same but for how many parts of the answer were drawn'
        : 'different';
  return `Recorded: ${told(outcome)}\nReplayed: ${told(now)} (${same})`;
}

/** Keeps a recording with what came out of its replay now: a page that was mended since must stay mended. */
function keepAs(name: string, recording: Recording, { outcome }: Recording): void {
  mkdirSync(KEPT, { recursive: true });
  writeFileSync(join(KEPT, `${name}.json`), `${JSON.stringify({ ...recording, outcome })}\n`);
  console.log(wrap(`Kept as tests/recordings/${name}.json: every replay of it must be ${told(outcome)}.`));
}

function escaped(text: string): string {
  return text.replaceAll(/[.*+?^${}()|[\]\\]/g, '\\$&');
}
