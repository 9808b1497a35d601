import { linesOf } from '../basics/wrap.mjs';
import type { Violation } from '../evidence/index.ts';
import { type AgentEvent, isEnd } from './event.ts';
import { unfold } from './fold.ts';
import { Run } from './run.ts';
import { toRuns } from './collect-runs.ts';
import { cut, quote } from './text.ts';

/** Lines are cut or wrapped at the edge of a terminal; what stands under a line begins at the margin. */
const WIDTH = 80;
const MARGIN = 16;

export interface TimelineOptions {
  violations?: readonly Violation[];
  /** Show only so many lines before and after a violation; all of them when left out. */
  around?: number;
  /** Only the name of a broken rule under its frame, for a place where the sentence stands beside. */
  brief?: boolean;
}

type Placed = Map<number | null, Violation[]>;

/** One line of the timeline and the frames it stands for. */
interface Line {
  text: string;
  frames: readonly number[];
}

/**
 * Draws what happened, a line per event: frame, milliseconds since the first one, direction, agents indented by
 * nesting, the two ends of a tool call marked with the same letter, text pieces folded, and each violation under its
 * frame with the rule and what was expected.
 * @returns plain text, at most 80 columns
 */
export function timeline(
  subject: Run | readonly AgentEvent[],
  { violations = [], around, brief = false }: TimelineOptions = {},
): string {
  const events = subject instanceof Run ? subject.events : subject;
  const drawn = draw(events);
  const placed = place(unfold(violations), new Set(drawn.flatMap((line) => line.frames)));
  const keep = around === undefined ? drawn.map(() => true) : near(drawn, placed, around);
  const told = brief ? mark : remarks;
  const body = fold(drawn, keep, placed, told);
  const loose = told(placed.get(null) ?? []);
  return [
    ...(subject instanceof Run ? headline(subject) : []),
    `   #    ms since the first frame of ${subject instanceof Run ? 'the run' : 'all'}`,
    ...body,
    ...loose,
  ].join('\n');
}

/** The violations of each frame that is drawn; the others under null. */
function place(violations: readonly Violation[], shown: ReadonlySet<number>): Placed {
  const placed: Placed = new Map();
  for (const violation of violations) {
    const frame = violation.frame !== null && shown.has(violation.frame) ? violation.frame : null;
    const here = placed.get(frame);
    if (here) here.push(violation);
    else placed.set(frame, [violation]);
  }
  return placed;
}

/** What the whole run was, in as many lines as it takes. */
function headline(run: Run): string[] {
  const span =
    run.startedAt !== null && run.endedAt !== null ? ` in ${Math.round(run.endedAt - run.startedAt)} ms` : '';
  const facts = [
    `run ${run.id}`,
    `user ${run.user ?? '?'}`,
    `thread ${run.thread ?? '?'}`,
    `${run.end ?? 'not ended'}${span}`,
  ];
  return [...facts, `${run.events.length} frames`].reduce<string[]>((lines, fact) => {
    const longer = lines.length === 0 ? fact : `${lines.at(-1)} · ${fact}`;
    return longer.length > WIDTH ? [...lines, fact] : [...lines.slice(0, -1), longer];
  }, []);
}

function draw(events: readonly AgentEvent[]): Line[] {
  const start = events[0]?.frame.time ?? 0;
  const depths = depthsOf(events);
  const letters = lettersOf(events);
  const lines: Line[] = [];
  for (let index = 0; index < events.length; index += 1) {
    const event = events[index] as AgentEvent;
    const group = event.kind === 'text' ? piecesFrom(events, index) : [event];
    const indent = '│ '.repeat(Math.min(depths.get(event) ?? 0, 8));
    const what =
      event.kind === 'text'
        ? pieces(group)
        : `${event.type || event.kind} ${details(event)}${letters.get(event) ?? ''}`;
    lines.push({ text: row(group, start, indent + what), frames: group.map(({ frame }) => frame.seq) });
    index += group.length - 1;
  }
  return lines;
}

function row(group: readonly AgentEvent[], start: number, what: string): string {
  const { frame } = group[0] as AgentEvent;
  const arrow = frame.direction === 'sent' ? '→' : '←';
  const line = `${String(frame.seq).padStart(4)} ${String(Math.round(frame.time - start)).padStart(7)}  ${arrow}  ${what}`;
  return cut(line, WIDTH).trimEnd();
}

function piecesFrom(events: readonly AgentEvent[], from: number): AgentEvent[] {
  const first = events[from] as AgentEvent;
  let end = from + 1;
  while (events[end]?.type === first.type && events[end]?.run === first.run && events[end]?.agent === first.agent)
    end += 1;
  return events.slice(from, end);
}

function pieces(group: readonly AgentEvent[]): string {
  const first = group[0] as AgentEvent;
  const length = group.reduce((sum, event) => sum + (event.text?.length ?? 0), 0);
  const last = group.at(-1)?.frame.seq;
  const count = group.length === 1 ? '1 piece' : `${group.length} pieces to #${last}`;
  return `${first.type} ${count}, ${length} chars ${quote(group.map((event) => event.text ?? '').join(''))}`;
}

function details(event: AgentEvent): string {
  const agent = event.agent ?? '';
  switch (event.kind) {
    case 'tool':
      return event.tool ?? '(no tool_name)';
    case 'delivery':
      return event.answer === null ? '' : quote(event.answer);
    case 'client':
      return event.text === null ? '' : quote(event.text);
    case 'error':
      return [agent, quote(event.message ?? '')].join(' ').trim();
    case 'garbage':
      return `${quote(event.frame.text, 24)} ${event.message ?? ''}`;
    case 'agent':
      return event.text === null ? agent : `${agent} ${quote(event.text)}`;
    default:
      return agent;
  }
}

/**
 * How many agents of the run were at work when an agent began: its two ends stand there, what it does one further in.
 */
function depthsOf(events: readonly AgentEvent[]): Map<AgentEvent, number> {
  const depths = new Map<AgentEvent, number>();
  const working = new Map<string | null, Map<string, number>>();
  for (const event of events) {
    if (event.run === null || event.agent === null) continue;
    const agents = working.get(event.run) ?? new Map<string, number>();
    working.set(event.run, agents);
    const own = agents.get(event.agent);
    const ends = isEnd(event);
    depths.set(event, own === undefined ? agents.size : own + (ends ? 0 : 1));
    if (event.step === 'start') agents.set(event.agent, own ?? agents.size);
    if (ends) agents.delete(event.agent);
  }
  return depths;
}

/** The same letter at both ends of a tool call, and the time between them at the second. */
function lettersOf(events: readonly AgentEvent[]): Map<AgentEvent, string> {
  const letters = new Map<AgentEvent, string>();
  for (const run of toRuns(events)) {
    run.tools.forEach(({ started, completed }, index) => {
      const letter = String.fromCharCode(97 + (index % 26));
      const took = started && completed ? ` ${Math.round(completed.frame.time - started.frame.time)} ms` : '';
      if (started) letters.set(started, ` [${letter}`);
      if (completed) letters.set(completed, ` ${letter}]${took}`);
    });
  }
  return letters;
}

function near(lines: readonly Line[], placed: Placed, around: number): boolean[] {
  const keep = lines.map(() => false);
  lines.forEach((line, index) => {
    if (line.frames.some((frame) => placed.has(frame)))
      keep.fill(true, Math.max(0, index - around), index + around + 1);
  });
  return keep;
}

function fold(lines: readonly Line[], keep: readonly boolean[], placed: Placed, told: typeof mark): string[] {
  const body: string[] = [];
  let hidden = 0;
  const tellHidden = () => {
    if (hidden > 0) body.push(`${' '.repeat(MARGIN)}… ${hidden} more lines`);
    hidden = 0;
  };
  lines.forEach((line, index) => {
    if (!keep[index]) {
      hidden += 1;
      return;
    }
    tellHidden();
    body.push(line.text, ...told(line.frames.flatMap((frame) => placed.get(frame) ?? [])));
  });
  tellHidden();
  return body;
}

/** The broken rules under their line. */
function mark(violations: readonly Violation[]): string[] {
  return hanging([...new Set(violations.map(({ rule }) => rule))].join(', '), '✗ ', '  ');
}

/** The violations under their line; of the events that did not come there, the first in full and the others by name. */
function remarks(violations: readonly Violation[]): string[] {
  const [first, ...more] = violations.filter(({ absent }) => absent !== undefined);
  const names = [...new Set(more.flatMap(({ absent }) => absent?.label ?? []))].filter(
    (name) => name !== first?.absent?.label,
  );
  const others = names.length > 0 ? hanging(`nor did these come: ${names.join(', ')}`, '  ', '  ') : [];
  return violations.flatMap((one) => {
    if (one === first) return [...remark(one), ...others];
    return one.absent === undefined ? remark(one) : [];
  });
}

/** A violation under its line: rule and sentence, then what was expected. */
function remark({ rule, message, legal }: Violation): string[] {
  const sentence = hanging(`${rule}: ${message}`, '✗ ', '  ');
  return legal.length === 0
    ? sentence
    : [...sentence, ...hanging(`expected: ${legal.join(', ')}`, '  ', '            ')];
}

/** A sentence under its line, wrapped: `first` before its first line, `next` before the others. */
function hanging(sentence: string, first: string, next: string): string[] {
  if (sentence === '') return [];
  return linesOf(sentence, WIDTH - MARGIN - next.length, { cutWords: true }).map(
    (line, index) => ' '.repeat(MARGIN) + (index === 0 ? first : next) + line,
  );
}
