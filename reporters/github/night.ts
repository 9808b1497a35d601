import type { Assessment } from '../assess/assess.ts';
import { isMet } from '../assess/gate.ts';
import { executed } from '../record/counts.ts';
import { isOfAPart } from '../record/narrowing.ts';
import { code, list, text } from '../write/document/blocks.ts';
import { blocksToMarkdown } from '../write/document/markdown.ts';
import { chatLine } from '../write/exports/chat.ts';
import { gapsIn } from '../assess/whole.ts';
import type { Action, OpenIssue } from './issues.ts';

/** How a night ended, or that it did not. */
export interface Night {
  target: string;
  /** The night as it was assessed; else why there is nothing to assess, in one sentence. */
  outcome: Assessment | string;
  /** Address of its worklog, else of its run; null when there is neither. */
  link: string | null;
}

/** Whether a night ran to its end, red or green: some tests ran, all that were planned, on every machine. */
export function ranToItsEnd({ outcome }: Night): boolean {
  if (typeof outcome === 'string') return false;
  const { record } = outcome;
  return record.state === 'finished' && gapsIn(record).length === 0 && executed(record.counts) > 0;
}

/**
 * Whether a run is a night, of which the issue of the nights tells: it was shared out, as by `npm run nightly`, or was
 * of all tests of a product target and nobody interrupted it. A run of some tests at a desk is none.
 */
export function isNight({ record }: Pick<Assessment, 'record'>): boolean {
  const isShared = record.parts.some(({ shard }) => shard !== null);
  const isOfAProduct = record.targets.some(({ name }) => name !== 'local');
  return isShared || (isOfAProduct && !isOfAPart(record) && record.state !== 'interrupted');
}

/** A night in one line for a chat. */
export function nightLine({ target, outcome, link }: Night): string {
  if (typeof outcome !== 'string') return chatLine(outcome, link);
  return [`🔴 ${target}: ${outcome}`, ...(link ? [link] : [])].join(' · ');
}

/** How an issue says that it is about the nights on a target. */
function nightMark(target: string): string {
  return `<!-- golden path on ${target}: night -->`;
}

/**
 * What is to be done about the one issue that says that the nights on a target are not green: opened by a night that is
 * red, left no record or did not run, told of each further one, closed by a green one. A run that is no night changes
 * nothing of it.
 * @param open the open issues with our label
 */
export function planNight(night: Night, open: readonly OpenIssue[]): Action[] {
  const { target, outcome } = night;
  if (typeof outcome !== 'string' && !isNight(outcome)) return [];
  const mark = nightMark(target);
  const there = open.find(({ body }) => body?.includes(mark));
  const line = nightLine(night);
  if (typeof outcome !== 'string' && outcome.gate.open)
    return there && isMet(outcome.gate)
      ? [{ do: 'close', number: there.number, body: `The night was green.\n\n${line}` }]
      : [];
  const closed = typeof outcome === 'string' ? [] : outcome.gate.conditions.filter(({ open: one }) => one === false);
  const body = blocksToMarkdown([
    text(line),
    ...(closed.length > 0
      ? [text('The release must wait. Not met:'), list(closed.map(({ name, found }) => [`${name}: `, code(found)]))]
      : []),
  ]);
  return there
    ? [{ do: 'tell', number: there.number, body }]
    : [{ do: 'open', title: `E2E-NIGHT-${target}: the nightly run is not green`, body: `${body}\n\n${mark}` }];
}
