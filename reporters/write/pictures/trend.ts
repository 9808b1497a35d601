import { label, picture, px, ticks } from './svg.ts';

/** One run in a trend, oldest first. */
export interface Point {
  /** Short name of the run: when it began. */
  name: string;
  /** Null: not measured in that run. */
  value: number | null;
  /** A second, upper value, e.g. the 95th percentile. */
  upper?: number | null;
  tone: 'good' | 'bad' | 'warn' | 'none';
}

interface Scale {
  low: number;
  high: number;
}

const WIDTH = 1080;
const HEIGHT = 210;
const LEFT = 70;
const RIGHT = 1050;
const TOP = 36;
const BASE = 168;

/**
 * A value over the last runs: a line through the runs in which it was measured, a point in the colour of each run's
 * verdict, and a thin line up to the second value where there is one.
 */
export function trend(
  title: string,
  unit: string,
  points: readonly Point[],
  { low, high }: Partial<Scale> = {},
): string {
  const values = points.flatMap(({ value, upper }) => [value, upper ?? null]).filter((one) => one !== null);
  const scale = { low: low ?? 0, high: high ?? Math.max(...values, 1) * 1.12 };
  const y = (value: number) => BASE - ((value - scale.low) / (scale.high - scale.low)) * (BASE - TOP);
  const step = (RIGHT - LEFT - 40) / Math.max(points.length - 1, 1);
  const x = (index: number) => (points.length === 1 ? (LEFT + RIGHT) / 2 : LEFT + 20 + index * step);
  const line = points
    .flatMap(({ value }, index) => (value === null ? [] : [`${px(x(index))},${px(y(value))}`]))
    .join(' ');
  const every = Math.ceil(points.length / 10);
  const last = points.at(-1);
  return picture({
    width: WIDTH,
    height: HEIGHT,
    title: `${title}, ${points.length} runs`,
    body: [
      label(14, 20, title, 'bold'),
      label(
        RIGHT,
        20,
        last?.value === null || last === undefined
          ? 'last run: not measured'
          : `last run: ${figure(last.value)} ${unit}`,
        'soft',
        'end',
      ),
      ...ticks(scale.low, scale.high, 5).map(
        (value) =>
          `<line x1="${LEFT}" x2="${RIGHT}" y1="${px(y(value))}" y2="${px(y(value))}" stroke="var(--line)"/>${label(LEFT - 8, y(value) + 4, `${figure(value)} ${unit}`, 'soft small', 'end')}`,
      ),
      `<polyline points="${line}" fill="none" stroke="var(--accent)" stroke-width="2" stroke-linejoin="round"/>`,
      ...points.map((point, index) => dot(point, x(index), y)),
      ...points.map(({ name }, index) =>
        (points.length - 1 - index) % every === 0 ? label(x(index), BASE + 24, name, 'soft small', 'middle') : '',
      ),
    ],
  });
}

function dot({ value, upper, tone }: Point, x: number, y: (value: number) => number): string {
  if (value === null)
    return `<path d="M${px(x - 4)} ${BASE - 4}l8 8m0-8l-8 8" stroke="var(--soft)" stroke-width="1.6"/>`;
  const whisker =
    upper === null || upper === undefined
      ? ''
      : `<path d="M${px(x)} ${px(y(value))}V${px(y(upper))}m-4 0h8" stroke="var(--accent)" stroke-opacity=".55" stroke-width="1.4" fill="none"/>`;
  return `${whisker}<circle cx="${px(x)}" cy="${px(y(value))}" r="5" fill="var(--${tone})" stroke="var(--paper)" stroke-width="1.6"/>`;
}

function figure(value: number): string {
  return String(Number(value.toFixed(value < 10 ? 1 : 0)));
}
