import type { Violation } from '../evidence/index.ts';
import type { Run } from './run.ts';

/**
 * One fact, once. What did not come becomes one violation, whichever rules miss it: the outline's first, with the
 * others as its consequences; the silence of a run that has not ended is one of them. What a run lacks that ended
 * otherwise than completed follows from that end. A rule that several frames break is told at the first of them.
 * @param violations of one run, folded already or not
 * @returns one violation per fact, in order of frames
 */
export function fold(violations: readonly Violation[], run: Run): Violation[] {
  const last = run.events.at(-1)?.frame.seq;
  const all = unfold(violations);
  const isAbsence = ({ absent, rule, frame }: Violation) =>
    absent !== undefined || (run.end === null && rule === 'liveness' && frame === null && last !== undefined);
  const absences = all.filter(isAbsence);
  const otherwise = run.end === 'completed' ? undefined : all.find(({ rule }) => rule === 'expected-end');
  const root =
    otherwise ??
    absences.find(({ absent }) => absent?.label === `agent_completed(${run.outermost?.name})`) ??
    absences[0];
  const folded = new Map<string, Violation[]>();
  for (const violation of all) {
    if (isAbsence(violation) || violation === root) continue;
    const alike = folded.get(violation.rule);
    if (alike && violation.frame !== null) alike.push(violation);
    else folded.set(violation.frame === null ? `${violation.rule} ${violation.message}` : violation.rule, [violation]);
  }
  return [...(root ? [[root, ...absences.filter((one) => one !== root)]] : []), ...folded.values()]
    .map(([first, ...consequences]) => (consequences.length > 0 ? { ...first!, consequences } : first!))
    .sort((a, b) => (a.frame ?? Infinity) - (b.frame ?? Infinity) || 0);
}

/**
 * @param violations of several runs, or of none
 * @returns those of one rule that differ in nothing but their frame as one, told at the first of them
 */
export function foldAlike(violations: readonly Violation[]): Violation[] {
  const folded = new Map<string, Violation[]>();
  for (const violation of violations) {
    const { rule, frame, legal, came, message } = violation;
    const key = JSON.stringify(frame === null ? [rule, message] : [rule, legal, came]);
    folded.set(key, [...(folded.get(key) ?? []), violation]);
  }
  return [...folded.values()].map(([first, ...again]) => {
    const consequences = [...(first!.consequences ?? []), ...again];
    return consequences.length > 0 ? { ...first!, consequences } : first!;
  });
}

/** @returns every violation, those that were folded into another among them */
export function unfold(violations: readonly Violation[]): Violation[] {
  return violations.flatMap(({ consequences = [], ...violation }) => [violation, ...unfold(consequences)]);
}
