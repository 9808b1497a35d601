import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { ROOT } from '../child.mjs';
import { helpOf } from '../help.mjs';
import { listSpecs } from '../team-checks.ts';
import { readApi } from './api.ts';
import { fenced, partOf, withPart } from './markdown.ts';
import { type Sample, greenTerminal, redTerminal, redWorklog, structureOf, structureOfPicture } from './samples.ts';
import {
  envExample,
  notConfigured,
  settingsTable,
  stagingLines,
  targetEnvironment,
  tellingEnvironment,
} from './settings.ts';
import { ruleTable } from './rules.ts';
import {
  commandTable,
  faultTable,
  fixtureTable,
  matcherTable,
  promiseTable,
  suiteTable,
  tagTable,
  wallTable,
} from './tables.ts';

/** Something in the repository that is made by `npm run docs`: a part of a document, or without `part` a whole file. */
export interface Made {
  file: string;
  part?: string;
  content: string;
  /** What of the content must agree; by default all of it. */
  structure?: (content: string) => string;
}

const NIGHTLY = '.github/workflows/nightly.yml';

/** The fault of the worked example. */
export const EXAMPLE = 'F19';

/** What is made from the code alone. */
export async function madeFromCode(): Promise<Made[]> {
  const { fixtures, matchers } = readApi(ROOT);
  return [
    { file: '.env.example', content: envExample() },
    { file: 'README.md', part: 'commands', content: commandTable() },
    { file: 'README.md', part: 'staging', content: stagingLines() },
    { file: 'README.md', part: 'not configured', content: notConfigured() },
    { file: 'README.md', part: 'stack', content: fenced(helpOf('stack')) },
    { file: 'README.md', part: 'settings', content: settingsTable() },
    { file: NIGHTLY, part: 'settings of the plan', content: targetEnvironment() },
    { file: NIGHTLY, part: 'settings of a part', content: targetEnvironment() },
    { file: NIGHTLY, part: 'settings of the telling', content: tellingEnvironment('chat') },
    { file: NIGHTLY, part: 'settings of the dashboards', content: tellingEnvironment('dashboards') },
    { file: 'CONTRIBUTING.md', part: 'tags', content: tagTable() },
    { file: 'CONTRIBUTING.md', part: 'suites', content: suiteTable() },
    { file: 'CONTRIBUTING.md', part: 'fixtures', content: fixtureTable(fixtures) },
    { file: 'CONTRIBUTING.md', part: 'matchers', content: matcherTable(matchers) },
    { file: 'docs/architecture.md', part: 'walls', content: wallTable() },
    { file: 'docs/promises.md', part: 'promises', content: promiseTable(await listSpecs('dev', 'latency-dev')) },
    { file: 'docs/faults.md', part: 'faults', content: faultTable() },
    { file: 'docs/rules.md', part: 'rules', content: ruleTable() },
  ];
}

/** What is made from a green run. */
export function madeFromGreen(sample: Sample): Made[] {
  return [
    { file: 'README.md', part: 'golden', content: greenTerminal(sample), structure: structureOf },
    { file: 'docs/swim-lane.svg', content: sample.picture, structure: structureOfPicture },
  ];
}

/** What is made from a run under the fault of the example. */
export function madeFromRed(sample: Sample): Made[] {
  return [
    { file: 'README.md', part: 'red terminal', content: redTerminal(sample, EXAMPLE), structure: structureOf },
    { file: 'README.md', part: 'red worklog', content: redWorklog(sample, EXAMPLE), structure: structureOf },
    { file: 'docs/swim-lane-red.svg', content: sample.picture, structure: structureOfPicture },
  ];
}

/** What stands in the repository now; empty when the file is not there. */
export function standing({ file, part }: Made, root = ROOT): string {
  const text = read(join(root, file));
  return part === undefined ? text : partOf(text, part);
}

/** Whether what stands in the repository is another than what would be made. */
export function isStale(made: Made, root = ROOT): boolean {
  const { content, structure = (text) => text } = made;
  return structure(standing(made, root)) !== structure(content);
}

/** Puts what is made into its place. */
export function write({ file, part, content }: Made, root = ROOT): void {
  const path = join(root, file);
  writeFileSync(path, part === undefined ? content : withPart(read(path), part, content));
}

function read(path: string): string {
  try {
    return readFileSync(path, 'utf8');
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return '';
    throw error;
  }
}
