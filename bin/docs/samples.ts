import { existsSync, readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { childEnvironment } from '../../config/child-environment.mjs';
import { ROOT, run } from '../child.mjs';
import { fenced } from './markdown.ts';

/** What a golden path leaves that the documents show. */
export interface Sample {
  /** What stood in the terminal. */
  terminal: string;
  worklog: string;
  /** The run as a swim-lane, SVG. */
  picture: string;
}

/**
 * Runs `npm run golden` as a run of its own.
 * @param args of the command, e.g. `['--fault', 'F19']`
 * @param variables environment variables to add
 * @throws Error with what was said when the run left no report with a picture
 */
export async function walk(args: readonly string[], variables: Record<string, string> = {}): Promise<Sample> {
  const { output } = await run(process.execPath, [join(ROOT, 'bin', 'run.mjs'), 'golden', ...args], {
    env: childEnvironment({
      NETRA_RUN: undefined,
      FORCE_COLOR: undefined,
      NETRA_STACK_HOST: undefined,
      TEST_WORKER_INDEX: undefined,
      ...variables,
    }),
  });
  const [, worklog] = /^ {2}Worklog +(\S+)$/m.exec(output) ?? [];
  const dir = worklog ? dirname(join(ROOT, worklog)) : '';
  const picture = join(dir, 'pictures', 'golden-path.svg');
  if (!worklog || !existsSync(picture)) throw new Error(`The golden path left no report with a picture:\n${output}`);
  return {
    terminal: output,
    worklog: readFileSync(join(dir, 'worklog.md'), 'utf8'),
    picture: readFileSync(picture, 'utf8'),
  };
}

/** The terminal of a green run, from the title of the test on. */
export function greenTerminal({ terminal }: Sample): string {
  return fenced(`$ npm run golden\n${terminal.trim()}`);
}

/** The last lines of a red run: what was broken, verdict, cause, and where to read on. */
export function redTerminal({ terminal }: Sample, fault: string): string {
  return fenced(`$ npm run golden -- --fault ${fault}\n...\n${terminal.slice(terminal.lastIndexOf('\n  Target '))}`);
}

/**
 * Of the worklog of a red run: its verdict with the causes, then the first cause, and the whys of its first test. The
 * mutation score in its gate is that of an earlier run on the same machine, which a fresh clone has not.
 */
export function redWorklog({ worklog }: Sample, fault: string): string {
  const [, verdict = ''] = /^# .*\n+([^]+?)\n\n\*\*Started/m.exec(worklog) ?? [];
  const [cause = ''] = new RegExp(`^### ${fault}: [^]*?(?=^##)`, 'm').exec(worklog) ?? [];
  const [whys = ''] = /^## Step 3: [^]*?^Look first at: .*$/m.exec(worklog) ?? [];
  if ([verdict, cause, whys].includes(''))
    throw new Error(`The worklog does not begin with a verdict, name ${fault} and ask why.`);
  const own = verdict.replace(', mutation score', '');
  return fenced([own, cause.trim(), whys].join('\n\n...\n\n'), 'markdown');
}

/**
 * What of a sample stays the same from run to run: its words, without what holds a digit (times, ports, ids), without
 * the folder of the run, and however its lines are broken.
 */
export function structureOf(sample: string): string {
  return sample
    .replaceAll(/\S*\/(?=artifacts\/|html\b|worklog\.html)/g, '')
    .replaceAll(/[\w.,-]*\d[\w.,-]*/g, '#')
    .replaceAll(/\s+/g, ' ')
    .trim();
}

/**
 * What of a swim-lane stays the same from run to run: the names of its lanes, the legend, and the violations told below
 * them.
 */
export function structureOfPicture(svg: string): string {
  const texts = [...svg.matchAll(/<text x="([\d.]+)" [^>]*>([^<]*)</g)];
  // The sentence at 16 breaks its lines where its figures let it.
  const same = texts.filter(
    ([, x = '', text = '']) => ['14', '30', '42'].includes(x) || (x !== '16' && !/\d/.test(text)),
  );
  return same.map(([, , text = '']) => structureOf(text)).join('\n');
}
