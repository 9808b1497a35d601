import type { Attempt, RecordedRun, RecordedViolation, Seen } from '../../record/schema-attempt.ts';
import { type Bar, type Lane, lanesOf } from './lanes.ts';
import { fit, label, picture, px, ticks, widthOf, wrapText } from './svg.ts';

const WIDTH = 1080;
const LEFT = 168;
const RIGHT = 1056;
const TOP = 44;
const ROW = 32;
const SCREEN_ROW = 58;
/** Violations that are told below the picture; the others are counted, and told in the worklog. */
const TOLD = 8;

interface Scale {
  from: number;
  to: number;
  x(time: number): number;
}

/** Every agent run that a test saw, as a swim-lane. */
export function drawn({ seen }: Attempt): { name: string; svg: string }[] {
  return (seen?.runs ?? []).map((run, index) => ({
    name: `Run ${index + 1}: ${run.question}`,
    svg: swimLane(seen!, run),
  }));
}

/**
 * One agent run as a swim-lane: person, page, socket, each agent and tool, screen, on one clock; violations are
 * numbered and told below.
 */
export function swimLane(seen: Seen, run: RecordedRun): string {
  const lanes = lanesOf(seen, run);
  const scale = scaleOf(seen, run, lanes);
  const rows = placed(lanes);
  const bottom = rows.at(-1)!.y + rows.at(-1)!.height;
  const violations = run.violations.slice(0, TOLD);
  const told = violations.flatMap((violation, index) =>
    wrapText(`${violation.rule}: ${violation.message}`, RIGHT - 60).map((line, part) => ({
      line,
      number: part === 0 ? index + 1 : null,
    })),
  );
  if (violations.length < run.violations.length)
    told.push({ line: `and ${run.violations.length - violations.length} more`, number: null });
  const end = run.end === 'completed' ? 'completed' : run.end === null ? 'never ended' : `ended: ${run.end}`;
  return picture({
    width: WIDTH,
    height: bottom + 30 + told.length * 18 + (told.length > 0 ? 12 : 0),
    title: `Run ${run.id}, ${end}, ${run.violations.length} violations`,
    body: [
      ...rows.map(({ y, height }, index) =>
        index % 2 === 0 ? `<rect x="0" y="${y}" width="${WIDTH}" height="${height}" fill="var(--band)"/>` : '',
      ),
      ...axis(scale, run.sentAt, bottom),
      ...rows.flatMap(({ lane, y, height }) => drawLane(lane, y, height, scale)),
      ...marks(violations, rows, seen, scale, bottom),
      label(
        LEFT,
        bottom + 20,
        `run ${run.id} · ${end} · ${run.events} events · milliseconds after the message left`,
        'soft small',
      ),
      ...told.map(({ line, number }, index) => {
        const y = bottom + 44 + index * 18;
        return (number === null ? '' : badge(24, y - 4, number)) + label(42, y, line, 'small');
      }),
    ],
  });
}

/** From a little before the message to a little after the last thing that belongs to the run. */
function scaleOf(seen: Seen, run: RecordedRun, lanes: readonly Lane[]): Scale {
  const frames = seen.frames.filter((frame) => frame.run === run.id).map(({ time }) => time);
  const shown = lanes.find(({ colour }) => colour === 'screen')?.curve ?? [];
  const settled = shown.find(({ value }) => value === Math.max(...shown.map((one) => one.value)))?.time ?? run.sentAt;
  const unfinished = run.end === null ? seen.frames.map(({ time }) => time) : [];
  const last = Math.max(run.sentAt + 200, settled, ...frames, ...unfinished);
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
    ...bars.map((bar) => drawBar(bar, lane, middle, scale)),
    ...dots.map((dot) => (lane.colour === 'socket' ? tick(dot, middle, scale) : thought(scale.x(dot.time), middle))),
  ];
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

function tick({ time, up }: Lane['dots'][number], middle: number, scale: Scale): string {
  const at = px(scale.x(time));
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

/** A numbered badge for each violation at the frame where it broke; those of one frame stand side by side. */
function marks(
  violations: readonly RecordedViolation[],
  rows: ReturnType<typeof placed>,
  seen: Seen,
  scale: Scale,
  bottom: number,
): string[] {
  const socket = rows.find(({ lane }) => lane.colour === 'socket')!;
  const taken = new Map<string, number>();
  return violations.map(({ frame }, index) => {
    const x = scale.x(seen.frames.find(({ seq }) => seq === frame)?.time ?? scale.to);
    const row = rows.find(({ lane }) => frame !== null && lane.colour !== 'socket' && lane.frames.has(frame)) ?? socket;
    const place = `${row.lane.name} ${Math.round(x / 16)}`;
    const before = taken.get(place) ?? 0;
    taken.set(place, before + 1);
    const aside = x + before * 17 > RIGHT ? -before * 17 : before * 17;
    const line =
      before > 0
        ? ''
        : `<line x1="${px(x)}" x2="${px(x)}" y1="${TOP - 4}" y2="${bottom}" stroke="var(--bad)" stroke-dasharray="3 3" stroke-opacity=".7"/>`;
    return line + badge(x + aside, row.y + row.height / 2 - 9, index + 1);
  });
}

function badge(x: number, y: number, number: number): string {
  return `<circle cx="${px(x)}" cy="${px(y)}" r="8" fill="var(--bad)"/><text x="${px(x)}" y="${px(y + 3.5)}" text-anchor="middle" style="font-size:10px;font-weight:700;fill:var(--paper)">${number}</text>`;
}
