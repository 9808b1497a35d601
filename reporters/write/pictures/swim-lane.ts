import { plural } from '../../../lib/basics/plain-text.ts';
import type { Attempt, RecordedRun, Seen } from '../../record/schema-attempt.ts';
import { type Bar, type Lane, lanesOf } from './lanes.ts';
import { marks } from './marks.ts';
import { type Silence, captionOf, measuredOf, silencesOf } from './silence.ts';
import { badge, fit, label, picture, px, ticks, widthOf, wrapText } from './svg.ts';

const WIDTH = 1080;
const LEFT = 168;
const RIGHT = 1056;
const TOP = 44;
const ROW = 32;
const SCREEN_ROW = 58;
/** Room for a caption of one line, the legend and the name of the run. */
const FOOT = 80;
/** Height of a line of the caption. */
const LINE = 18;
/** How much of a silence at the end of a run is drawn, in milliseconds: it may last as long as the test. */
const MOST_AT_THE_END = 5_000;
/** Violations that are told below the picture; the others are counted, and told in the worklog. */
const TOLD = 8;

interface Scale {
  from: number;
  to: number;
  x(time: number): number;
}

/** Every agent run that a test saw, as a swim-lane. */
export function drawn(attempt: Attempt): { name: string; svg: string }[] {
  return (attempt.seen?.runs ?? []).map((run, index) => ({
    name: `Run ${index + 1}: ${run.question}`,
    svg: swimLane(attempt.seen!, run, endOf(attempt)),
  }));
}

/** When an attempt ended, in epoch milliseconds. */
export function endOf({ startedAt, took }: Attempt): number {
  return Date.parse(startedAt) + took;
}

/**
 * One agent run as a swim-lane: person, page, socket, each agent and tool, screen, on one clock; silences are shaded,
 * violations are numbered and told below.
 * @param until epoch milliseconds at which the test ended: a silence lasts no longer
 */
export function swimLane(seen: Seen, run: RecordedRun, until: number): string {
  const lanes = lanesOf(seen, run);
  const silences = silencesOf(seen, run, until);
  const scale = scaleOf(seen, run, lanes, silences);
  const rows = placed(lanes);
  const bottom = rows.at(-1)!.y + rows.at(-1)!.height;
  const caption = wrapText(`${captionOf(run, silences)}.${toldOfBad(lanes, scale)}`, RIGHT - 16);
  const foot = bottom + (caption.length - 1) * LINE;
  const broken = [...run.violations, ...brokenMeanwhile(seen, run)];
  const violations = broken.slice(0, TOLD);
  const told = violations.flatMap((violation, index) =>
    wrapText(`${violation.rule}: ${violation.message}`, RIGHT - 60).map((line, part) => ({
      line,
      number: part === 0 ? index + 1 : null,
    })),
  );
  if (violations.length < broken.length)
    told.push({ line: `and ${broken.length - violations.length} more`, number: null });
  const end = run.end === 'completed' ? 'completed' : run.end === null ? 'never ended' : `ended: ${run.end}`;
  return picture({
    width: WIDTH,
    height: foot + FOOT + told.length * 18 + (told.length > 0 ? 12 : 0),
    title: `Run ${run.id}, ${end}, ${plural(broken.length, 'violation')}`,
    body: [
      ...rows.map(({ y, height }, index) =>
        index % 2 === 0 ? `<rect x="0" y="${y}" width="${WIDTH}" height="${height}" fill="var(--band)"/>` : '',
      ),
      ...axis(scale, run.sentAt, bottom),
      ...silences.map((silence) => shade(silence, scale, bottom)),
      ...rows.flatMap(({ lane, y, height }) => drawLane(lane, y, height, scale)),
      ...marks(violations, rows, seen, { x: scale.x, top: TOP - 4, bottom, right: RIGHT }),
      ...caption.map((line, index) => label(16, bottom + 22 + index * LINE, line)),
      ...legend(foot + 44),
      label(
        14,
        foot + 66,
        `run ${run.id} · ${end} · ${plural(run.events, 'event')} · the axis counts from the moment at which the message left`,
        'soft small',
      ),
      ...told.map(({ line, number }, index) => {
        const y = foot + FOOT + 8 + index * 18;
        return (number === null ? '' : badge(24, y - 4, String(number))) + label(42, y, line, 'small');
      }),
    ],
  });
}

/** What was broken on the sockets until the message of the next run; what has no time is told in the last picture. */
function brokenMeanwhile({ runs, frames, violations }: Seen, { sentAt }: RecordedRun): Seen['violations'] {
  const isFirst = runs.every((run) => run.sentAt >= sentAt);
  const next = Math.min(...runs.map((run) => run.sentAt).filter((time) => time > sentAt));
  return violations.filter(({ frame }) => {
    const time = frames.find(({ seq }) => seq === frame)?.time;
    if (time === undefined) return next === Infinity;
    return (isFirst || time >= sentAt) && time < next;
  });
}

/** From a little before the message to a little after the last thing that belongs to the run. */
function scaleOf(seen: Seen, run: RecordedRun, lanes: readonly Lane[], silences: readonly Silence[]): Scale {
  const frames = seen.frames.filter((frame) => frame.run === run.id).map(({ time }) => time);
  const shown = lanes.find(({ colour }) => colour === 'screen')?.curve ?? [];
  const settled = shown.find(({ value }) => value === Math.max(...shown.map((one) => one.value)))?.time ?? run.sentAt;
  const unfinished = run.end === null ? seen.frames.map(({ time }) => time) : [];
  const last = Math.max(run.sentAt + 200, settled, ...frames, ...unfinished, ...silences.map(drawnTo));
  const margin = (last - run.sentAt) * 0.04;
  const from = run.sentAt - margin;
  const to = last + margin * 1.5;
  return { from, to, x: (time) => LEFT + ((Math.min(Math.max(time, from), to) - from) / (to - from)) * (RIGHT - LEFT) };
}

function placed(lanes: readonly Lane[]): { lane: Lane; y: number; height: number }[] {
  let y = TOP;
  return lanes.map((lane) => {
    const height = lane.colour === 'screen' ? SCREEN_ROW : ROW;
    const row = { lane, y, height };
    y += height;
    return row;
  });
}

function axis({ from, to, x }: Scale, zero: number, bottom: number): string[] {
  return ticks(from - zero, to - zero, 9).flatMap((ms) => {
    const at = px(x(ms + zero));
    const line = `<line x1="${at}" y1="${TOP - 8}" x2="${at}" y2="${bottom}" stroke="var(--line)"${ms === 0 ? '' : ' stroke-dasharray="2 4"'}/>`;
    return [line, label(Number(at), TOP - 14, `${ms} ms`, 'soft small', 'middle')];
  });
}

/** Up to when a silence is drawn. */
function drawnTo({ from, to, last }: Silence): number {
  return last ? Math.min(to, from + MOST_AT_THE_END) : to;
}

/** A silence, through all lanes, with how long it was and of what that is the time. */
function shade(silence: Silence, scale: Scale, bottom: number): string {
  const { from, to, last } = silence;
  const until = drawnTo(silence);
  const [start, end] = [scale.x(from), scale.x(until)];
  const drawn = until < to ? `, ${((until - from) / 1_000).toFixed(1)} s of them drawn` : '';
  const lasted = `${((to - from) / 1_000).toFixed(1)} s`;
  const said = [`${lasted} without an event ${measuredOf(silence)}${drawn}`, `${lasted} ${measuredOf(silence)}`].find(
    (one) => end - start > widthOf(one),
  );
  const colour = last ? 'bad' : 'warn';
  const text = said ? label((start + end) / 2, bottom - 6, said, `small ${last ? 'bad' : 'soft'}`, 'middle') : '';
  return `<rect x="${px(start)}" y="${TOP}" width="${px(end - start)}" height="${bottom - TOP}" fill="var(--${colour}-bg)" fill-opacity=".75"/>${text}`;
}

/** A sentence about the frames that are drawn in red. */
function toldOfBad(lanes: readonly Lane[], { from, to }: Scale): string {
  const bad = lanes.flatMap(({ dots }) => dots).filter((dot) => dot.bad && dot.time >= from && dot.time <= to).length;
  return bad === 0 ? '' : ` ${plural(bad, 'frame')} in red: broken, or of another person.`;
}

/** What the signs of the picture mean. */
function legend(y: number): string[] {
  const line = (colour: string, up: number, down: number, width: number) => (x: number) =>
    `<line x1="${x + 8}" x2="${x + 8}" y1="${y - up}" y2="${y + down}" stroke="var(--${colour})" stroke-width="${width}"/>`;
  const block = (colour: string, height: number) => (x: number) =>
    `<rect x="${x}" y="${y - height / 2}" width="16" height="${height}" rx="3" fill="var(--${colour})"/>`;
  const signs: [string, (x: number) => string][] = [
    ['request', block('page', 8)],
    ['frame sent', line('person', 9, 2, 2.2)],
    ['frame received', line('socket', 2, 9, 1.3)],
    ['broken or foreign frame', line('bad', 9, 9, 3)],
    ['agent at work', block('agent', 12)],
    ['thought or piece of text', (x) => thought(x + 8, y)],
    ['tool at work', block('tool', 12)],
    ['text on the screen', block('screen', 12)],
  ];
  let x = 14;
  return signs.map(([name, draw]) => {
    const at = x;
    x += 22 + widthOf(name) * 0.92 + 14;
    return draw(at) + label(at + 22, y + 4, name, 'soft small');
  });
}

function drawLane(lane: Lane, y: number, height: number, scale: Scale): string[] {
  const middle = y + height / 2;
  const indent = lane.colour === 'tool' ? 30 : 14;
  const name = label(indent, middle + 4, fit(lane.name, LEFT - indent - 8), lane.colour === 'tool' ? 'soft' : 'bold');
  const within = (time: number) => time >= scale.from && time <= scale.to;
  const bars = lane.bars.filter(({ from, to }) => (to === null || to >= scale.from) && from <= scale.to);
  if (lane.colour === 'person')
    return [name, ...lane.dots.map(({ time, label: said }) => speech(said, scale.x(time), middle))];
  if (lane.curve)
    return [
      name,
      ...growth(
        lane.curve.filter(({ time }) => within(time)),
        y,
        height,
        scale,
      ),
    ];
  const dots = lane.dots.filter(({ time }) => within(time));
  return [
    name,
    ...withoutOverlap(bars, scale).map((bar) => drawBar(bar, lane, middle, scale)),
    ...dots.map((dot) => (lane.colour === 'socket' ? tick(dot, middle, scale) : thought(scale.x(dot.time), middle))),
  ];
}

/** The bars, with a label only where it does not cover that of an earlier one. */
function withoutOverlap(bars: readonly Bar[], scale: Scale): Bar[] {
  let free = 0;
  return bars.map((bar) => {
    const at = scale.x(bar.to ?? scale.to);
    if (bar.label === '' || at >= free) {
      if (bar.label !== '') free = at + widthOf(bar.label) + 8;
      return bar;
    }
    return { ...bar, label: '' };
  });
}

function drawBar({ from, to, label: said, failed }: Bar, { colour }: Lane, middle: number, scale: Scale): string {
  const start = scale.x(from);
  const end = to === null ? scale.x(scale.to) : scale.x(to);
  const width = Math.max(end - start, 3);
  const fill = failed ? 'var(--bad)' : `var(--${colour})`;
  const thick = colour === 'socket' ? 3 : colour === 'page' ? 10 : 16;
  const open =
    to === null && colour !== 'socket'
      ? ` stroke="${fill}" stroke-dasharray="4 3" fill-opacity=".3"`
      : ` fill-opacity="${colour === 'socket' ? 0.45 : 0.85}"`;
  const bar = `<rect x="${px(start)}" y="${middle - thick / 2}" width="${px(width)}" height="${thick}" rx="${Math.min(4, thick / 2)}" fill="${fill}"${open}/>`;
  if (to === null && (colour === 'agent' || colour === 'tool'))
    return bar + label(Math.min(start + 26, RIGHT - 100), middle + 4, 'never completed', 'small');
  if (said === '' || (colour === 'page' && !failed)) return bar;
  const style = failed ? 'small bad' : 'small soft';
  return (
    bar +
    (end + 8 + widthOf(said) < RIGHT
      ? label(end + 6, middle + 4, said, style)
      : label(Math.max(start - 6, LEFT), middle + 4, said, style, 'end'))
  );
}

function tick({ time, up, bad }: Lane['dots'][number], middle: number, scale: Scale): string {
  const at = px(scale.x(time));
  if (bad)
    return `<line x1="${at}" x2="${at}" y1="${middle - 13}" y2="${middle + 13}" stroke="var(--bad)" stroke-width="3"/>`;
  return `<line x1="${at}" x2="${at}" y1="${middle}" y2="${up ? middle - 11 : middle + 11}" stroke="var(--${up ? 'person' : 'socket'})" stroke-width="${up ? 2.2 : 1.3}"/>`;
}

function thought(x: number, middle: number): string {
  return `<circle cx="${px(x)}" cy="${middle}" r="3" fill="var(--paper)" stroke="var(--agent)" stroke-width="1.3"/>`;
}

function speech(said: string, x: number, middle: number): string {
  const shown = fit(said, RIGHT - x - 30);
  return `<circle cx="${px(x)}" cy="${middle}" r="5" fill="var(--person)"/>${label(x + 12, middle + 4, shown)}`;
}

/** How much of the answer is visible, as a growing area. */
function growth(curve: NonNullable<Lane['curve']>, y: number, height: number, scale: Scale): string[] {
  const most = Math.max(...curve.map(({ value }) => value), 0);
  const base = y + height - 8;
  if (most === 0) return [label(LEFT + 4, base - 12, 'nothing of an answer was shown', 'small bad')];
  const level = (value: number) => px(base - (value / most) * (height - 20));
  let path = `M${px(scale.x(curve[0]!.time))} ${px(base)}`;
  for (const { time, value } of curve) path += `H${px(scale.x(time))}V${level(value)}`;
  path += `H${px(scale.x(scale.to))}`;
  const first = curve.find(({ value }) => value > 0)!;
  return [
    `<path d="${path}V${px(base)}Z" fill="var(--screen)" fill-opacity=".18"/><path d="${path}" fill="none" stroke="var(--screen)" stroke-width="2"/>`,
    label(scale.x(first.time) - 8, base - 10, `${most} characters`, 'small soft', 'end'),
  ];
}
