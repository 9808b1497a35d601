import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { ROOT } from '../child.mjs';
import type { CodeMutant } from './instrument.ts';

/** Longest side of a diff, in lines. */
const LONGEST = 8;

/** The lines that a mutant changes, before and after, without their common indentation. */
export function changeOf({ file, start, end, replacement }: CodeMutant): { before: string[]; after: string[] } {
  const lines = readFileSync(join(ROOT, file), 'utf8').split('\n');
  const before = lines.slice(start.line, end.line + 1);
  const head = before[0]!.slice(0, start.column);
  const tail = before.at(-1)!.slice(end.column);
  const after = `${head}${replacement}${tail}`.split('\n');
  const indent = /^\s*/.exec(before[0]!)![0].length;
  const dedent = (line: string) => line.replace(new RegExp(`^\\s{0,${indent}}`), '');
  return { before: before.map(dedent), after: after.map(dedent) };
}

/** A mutant as a diff: where it is, the lines that go, the lines that come. */
export function diffOf(mutant: CodeMutant): string {
  const { before, after } = changeOf(mutant);
  const shown = (mark: string, lines: string[]) => [
    ...lines.slice(0, LONGEST).map((line) => `${mark} ${line}`),
    ...(lines.length > LONGEST ? [`${mark} ... and ${lines.length - LONGEST} lines more`] : []),
  ];
  return [`${mutant.file}:${mutant.start.line + 1} ${mutant.kind}`, ...shown('-', before), ...shown('+', after)].join(
    '\n',
  );
}
