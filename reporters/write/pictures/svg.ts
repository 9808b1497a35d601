import { tenths } from '../../../lib/basics/numbers.ts';
import { cut, visible } from '../../../lib/basics/plain-text.ts';
import { linesOf } from '../../../lib/basics/wrap.mjs';
import { FONT, MONO, palette } from '../document/style.ts';

/** Text safe inside SVG. */
function escape(text: string): string {
  return visible(text).replace(/[&<>"']/g, (sign) => `&#${sign.charCodeAt(0)};`);
}

/**
 * A whole picture that needs nothing else and follows the reader's light or dark. @param title what a screen reader
 * says of it
 */
export function picture({
  width,
  height,
  title,
  body,
}: {
  width: number;
  height: number;
  title: string;
  body: string[];
}): string {
  return (
    `<svg xmlns="http://www.w3.org/2000/svg" class="picture-of-a-run" viewBox="0 0 ${width} ${height}" width="${width}" height="${height}" role="img" aria-label="${escape(title)}">` +
    `<style>${palette('.picture-of-a-run')}.picture-of-a-run text{font:12px ${FONT};fill:var(--ink)}.picture-of-a-run .soft{fill:var(--soft)}` +
    `.picture-of-a-run .small{font-size:11px}.picture-of-a-run .mono{font-family:${MONO};font-size:11px}.picture-of-a-run .bold{font-weight:650}.picture-of-a-run .bad{fill:var(--bad)}</style>` +
    `<rect width="${width}" height="${height}" fill="var(--paper)"/>${body.join('')}</svg>`
  );
}

export function label(
  x: number,
  y: number,
  content: string,
  style = '',
  anchor: 'start' | 'middle' | 'end' = 'start',
): string {
  return `<text x="${px(x)}" y="${px(y)}" class="${style}" text-anchor="${anchor}">${escape(content)}</text>`;
}

/** A red pill with a number in it, or some. @param half of its width */
export function badge(x: number, y: number, content: string, half = 8): string {
  return `<rect x="${px(x - half)}" y="${px(y - 8)}" width="${px(half * 2)}" height="16" rx="8" fill="var(--bad)"/><text x="${px(x)}" y="${px(y + 3.5)}" text-anchor="middle" style="font-size:10px;font-weight:700;fill:var(--paper)">${escape(content)}</text>`;
}

/** A coordinate with one decimal. */
export function px(value: number): string {
  return String(tenths(value));
}

/** How wide a text of our font is at 12 px, roughly: wide enough that nothing is cut off. */
export function widthOf(content: string): number {
  return content.length * 6.6;
}

/** The content, cut with an ellipsis where it would be wider than `room`. */
export function fit(content: string, room: number): string {
  const characters = Math.floor(room / 6.6);
  return cut(content, Math.max(2, characters));
}

/** Lines of at most `room` pixels, broken between words. */
export function wrapText(content: string, room: number): string[] {
  return linesOf(content.trim().replace(/\s+/g, ' '), Math.floor(room / 6.4), { cutWords: true });
}

/** Round numbers that divide a range into about `count` parts: 1, 2 or 5 times a power of ten. */
export function ticks(from: number, to: number, count: number): number[] {
  const rough = (to - from) / count;
  const power = 10 ** Math.floor(Math.log10(rough));
  const step = [1, 2, 5, 10].map((factor) => factor * power).find((size) => size >= rough)!;
  const first = Math.ceil(from / step) * step;
  return Array.from({ length: Math.floor((to - first) / step + 1e-9) + 1 }, (_, index) => first + index * step);
}
