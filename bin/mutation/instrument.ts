import { createHash } from 'node:crypto';
import { cpSync, existsSync, mkdirSync, readdirSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { join, posix } from 'node:path';
import { Instrumenter } from '@stryker-mutator/instrumenter';
import { callsLeftOut, filesLeftOut, propertiesLeftOut } from '../../tests/mutants/left-out.ts';
import { ROOT } from '../child.mjs';

/** A change of the stack's code, as StrykerJS makes it. */
export interface CodeMutant {
  id: string;
  /** Relative to the project, with forward slashes. */
  file: string;
  /** Lines and columns count from 0. */
  start: { line: number; column: number };
  end: { line: number; column: number };
  /** StrykerJS's name for the kind of change. */
  kind: string;
  replacement: string;
}

/** The stack with all of its mutants in it, each of them off. */
export interface InstrumentedStack {
  folder: string;
  mutants: readonly CodeMutant[];
  /** How many more there would be, were it not for a reason of `tests/mutants/left-out.ts`. */
  leftOut: Readonly<Record<string, number>>;
}

/** What a person or a page meets: the server and the page. */
const MUTATED = ['stack/server', 'stack/web'];

const silent = Object.assign(
  {},
  ...['trace', 'debug', 'info', 'warn', 'error', 'fatal'].map((level) => ({
    [level]: () => undefined,
    [`is${level[0]?.toUpperCase()}${level.slice(1)}Enabled`]: () => false,
  })),
) as ConstructorParameters<typeof Instrumenter>[0];

/** @param path of Babel, with the node that would be changed */
function shouldIgnore(path: unknown): string | undefined {
  const { node } = path as { node: Node };
  const [first, ...others] = (node.properties ?? [node]).map(whyLeftOut);
  return others.every((why) => why === first) ? first : undefined;
}

/** What is looked at of a node of Babel's tree. */
interface Node {
  type: string;
  key?: { name?: string };
  /** Of a call. */
  callee?: { property?: { name?: string; id?: { name?: string } } };
  /** Of a negation. */
  argument?: Node;
  /** Of an object. */
  properties?: Node[];
}

function whyLeftOut({ type, key, callee, argument }: Node): string | undefined {
  if (type === 'ObjectProperty') return propertiesLeftOut[key?.name ?? ''];
  if (type === 'UnaryExpression' && argument?.type === 'CallExpression') return whyLeftOut(argument);
  if (type !== 'CallExpression') return undefined;
  const { property } = callee ?? {};
  return callsLeftOut[property?.name ?? property?.id?.name ?? ''];
}

function filesBelow(folder: string): string[] {
  return readdirSync(join(ROOT, folder), { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile())
    .map(({ parentPath, name }) => posix.join(parentPath.slice(ROOT.length).replaceAll('\\', '/'), name))
    .sort();
}

/** A hash that tells texts apart. */
export function hashOf(...texts: readonly string[]): string {
  const hash = createHash('sha256');
  for (const text of texts) hash.update(text).update('\0');
  return hash.digest('hex').slice(0, 16);
}

/** Where the instrumented stack is kept, and what is learnt of it. */
const KEPT = join(ROOT, 'node_modules', '.cache', 'mutants');

/** The code that is changed: each file of the server and of the page that is not left out. */
export function codeOfTheStack(): Map<string, string> {
  const files = MUTATED.flatMap(filesBelow).filter((file) => file.endsWith('.ts') && !(file in filesLeftOut));
  return new Map(files.map((file) => [file, readFileSync(join(ROOT, file), 'utf8')]));
}

/**
 * Writes a copy of the stack in which this code has a switch for each of its mutants (StrykerJS's "mutant schemata").
 * @param folder for the copy
 * @param code by file
 */
export async function instrument(folder: string, code: ReadonlyMap<string, string>): Promise<InstrumentedStack> {
  const sources = [...code].map(([name, content]) => ({ name, content, mutate: true }));
  const options = { plugins: [], excludedMutations: [], ignorers: [{ shouldIgnore }] };
  const { files, mutants } = await new Instrumenter(silent).instrument(sources, options);
  cpSync(join(ROOT, 'stack'), join(folder, 'stack'), { recursive: true });
  for (const { name, content } of files) writeFileSync(join(folder, name), content);
  const leftOut: Record<string, number> = {};
  for (const { statusReason: why } of mutants) if (why !== undefined) leftOut[why] = (leftOut[why] ?? 0) + 1;
  return {
    folder,
    leftOut,
    mutants: mutants
      .filter(({ status }) => status !== 'Ignored')
      .map(({ id, fileName, location, mutatorName, replacement }) => ({
        id,
        file: fileName,
        ...location,
        kind: mutatorName,
        replacement,
      })),
  };
}

/** The file that starts the host of an instrumented stack. */
export function hostOf({ folder }: Pick<InstrumentedStack, 'folder'>): string {
  return join(folder, 'stack', 'host.ts');
}

/** The instrumented stack of this code, outside of the tree; made again when the code has changed. */
export async function instrumentedStack(): Promise<InstrumentedStack> {
  const made = [...filesBelow('stack'), 'tests/mutants/left-out.ts', 'bin/mutation/instrument.ts'];
  const folder = join(
    KEPT,
    `stack-${hashOf(...made.flatMap((file) => [file, readFileSync(join(ROOT, file), 'utf8')]))}`,
  );
  const list = join(folder, 'mutants.json');
  if (!existsSync(list)) {
    mkdirSync(KEPT, { recursive: true });
    for (const older of readdirSync(KEPT))
      if (older.startsWith('stack-')) rmSync(join(KEPT, older), { recursive: true, force: true });
    const draft = `${folder}.${process.pid}`;
    const stack = await instrument(draft, codeOfTheStack());
    writeFileSync(join(draft, 'mutants.json'), JSON.stringify({ ...stack, folder }));
    renameSync(draft, folder);
  }
  return JSON.parse(readFileSync(list, 'utf8')) as InstrumentedStack;
}
