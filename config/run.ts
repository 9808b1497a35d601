import { existsSync, mkdirSync, renameSync, rmSync, symlinkSync } from 'node:fs';
import { randomBytes } from 'node:crypto';
import { tmpdir } from 'node:os';
import { basename, dirname, join, relative } from 'node:path';
import { onlyTheSentence } from './sentence.mjs';

const root = join(import.meta.dirname, '..');

/**
 * One run of the suite: its id, the folder of its reports and its private folder. The runner creates it and its workers
 * inherit it through the environment, so that parallel runs share nothing.
 */
export interface RunPlace {
  /** UTC start time and four random digits, e.g. `20261122-074500-9f3a`. */
  id: string;
  /** Folder under `reports/runs/` with everything that the run writes. */
  dir: string;
  /**
   * Folder below the system's temporary folder, readable by this user only, with the secrets that the scrubber must
   * know. Global set-up creates it, and removes it when the run is over or cannot begin.
   */
  secrets: string;
  /** Of a part of a run: the folder of the whole. */
  whole?: string;
  /** A part that is merged with others later: what it leaves is made for that. */
  isToBeMerged?: true;
}

function privateFolder(): string {
  return join(tmpdir(), `golden-path-${randomBytes(12).toString('hex')}`);
}

/** Where the folders of all runs lie. */
export const runsFolder = join(root, 'reports', 'runs');

function newRun(): RunPlace {
  const stamp = new Date().toISOString().replace(/[-:]/g, '').replace('T', '-').slice(0, 15);
  const id = `${stamp}-${randomBytes(2).toString('hex')}`;
  const place = { id, dir: join(runsFolder, id), secrets: privateFolder() };
  process.env['NETRA_RUN'] = JSON.stringify(place);
  return place;
}

/** Folder in which all runs of this user on this machine see which accounts are in use. */
export function accountsInUse(): string {
  const folder = join(tmpdir(), `golden-path-accounts-${process.getuid?.() ?? 'all'}`);
  mkdirSync(folder, { recursive: true, mode: 0o700 });
  return folder;
}

/**
 * The run that this process belongs to; made on first use, inherited by child processes.
 * @throws Error with one sentence when what is inherited is no run
 */
export function currentRun(): RunPlace {
  const inherited = process.env['NETRA_RUN'];
  return inherited ? placeIn(inherited) : newRun();
}

function placeIn(inherited: string): RunPlace {
  try {
    const place = JSON.parse(inherited) as RunPlace;
    if ([place.id, place.dir, place.secrets].every((part) => typeof part === 'string' && part !== '')) return place;
  } catch {
    // The sentence below says it.
  }
  throw onlyTheSentence('NETRA_RUN, which the suite sets for its own processes, names no run: unset it.');
}

/** A part of this run, for a runner of its own: below the run's folder, with its own private one. */
export function partOfRun(part: number, of: number): RunPlace {
  const { id, dir } = currentRun();
  return {
    id: `${id}-${part}of${of}`,
    dir: join(dir, 'shards', String(part)),
    secrets: privateFolder(),
    whole: dir,
    isToBeMerged: true,
  };
}

/** What a child process must inherit to make this place its own. */
export function inheritance(place: RunPlace): Record<string, string> {
  return { NETRA_RUN: JSON.stringify(place) };
}

/** What a child process must not inherit to make a run of its own. */
export const OF_ITS_OWN = { NETRA_RUN: undefined };

/**
 * Points `latest` beside the folder of all runs at that of the whole run, so that people need not know its id. A run in
 * no `reports/runs` is nobody's latest, and one without a test is it only until there is one with tests.
 * @param hadTests whether a test began
 */
export function markLatest({ dir, whole = dir }: RunPlace, hadTests = true): void {
  const reports = join(dirname(whole), '..');
  if (join(reports, 'runs') !== dirname(whole) || basename(reports) !== 'reports') return;
  const link = join(reports, 'latest');
  if (!hadTests && existsSync(link)) return;
  mkdirSync(dir, { recursive: true });
  const draft = `${link}.${process.pid}`;
  symlinkSync(process.platform === 'win32' ? whole : relative(reports, whole), draft, 'junction');
  // Elsewhere than on Windows the new link takes the place of the old one at once, whoever else does the same.
  if (process.platform === 'win32') rmSync(link, { force: true, recursive: false });
  renameSync(draft, link);
}

/** From where Playwright's report takes its title when the run ends. */
export const HTML_TITLE = 'PLAYWRIGHT_HTML_TITLE';

/** Gives Playwright's report its title. */
export function nameReport(title: string): void {
  process.env[HTML_TITLE] = title;
}

/** Where the embedded stacks of this run are made. */
interface StackHostAddress {
  controlUrl: string;
  controlKey: string;
  pid: number;
}

/** Tells the workers of this run where the stack host is. */
export function publishStackHost(address: StackHostAddress): void {
  process.env['NETRA_STACK_HOST'] = JSON.stringify(address);
}

/** @throws Error when the run has no stack host, which means that global set-up did not run for a local project. */
export function stackHostAddress(): StackHostAddress {
  const published = process.env['NETRA_STACK_HOST'];
  if (!published)
    throw new Error('No embedded stack is running: global set-up starts it for the projects that need one.');
  return JSON.parse(published) as StackHostAddress;
}
