import { quantile } from '../basics/numbers.ts';
import type { Lag, ScreenSample, Violation } from '../evidence/index.ts';
import { canned } from './canned.ts';
import { commonPrefix, flatten, quote } from './text.ts';
import type { Piece } from './run.ts';

/** The rules of the screen and what each says: it shows what the wire said, and grows. */
export const SCREEN_RULES = {
  'screen-canned': 'no answer on the screen is a placeholder, a mock-up or an excuse in place of one',
  'screen-flicker': 'what was shown of an answer does not vanish while the answer goes on',
  'screen-loss': 'each piece of an answer is shown',
  'screen-order': 'the pieces of an answer are shown in their order',
  'screen-repetition': 'no piece of an answer is shown twice',
  'screen-altered': 'the screen shows the text that the wire carried',
  'screen-progressive': 'an answer that comes in pieces is shown growing, before it is whole',
  'screen-settled': 'in the end the screen shows the whole answer',
  'screen-visible': 'an answer in the page can be read: it is not hidden, covered, clipped or without contrast',
  'screen-lines': 'the lines of an answer are lines on the screen',
} as const;

type ScreenRule = keyof typeof SCREEN_RULES;
type Broken = Violation & { rule: ScreenRule };

/** The text of the answer that was visible at a moment, epoch milliseconds of the page's clock. */
export interface Sample {
  time: number;
  text: string;
  /** It stands as a message of its own, no longer as the text of a run that goes on. */
  whole?: boolean;
  /** Why the text, which is in the page, cannot be read at that moment. */
  unseen?: string;
  /** Milliseconds for which the change waited for a screen that did not keep up. */
  drawnAfter?: number;
}

/**
 * The answer's text at one moment: first what is streamed, in the end a message of its own.
 * @param before how many answers were there when it was asked for
 */
export function shownIn(
  {
    time,
    streaming,
    unseen,
    drawnAfter,
    answers,
  }: Pick<ScreenSample, 'time' | 'streaming' | 'unseen' | 'drawnAfter' | 'answers'>,
  before: number,
): Sample {
  const late = drawnAfter ? { drawnAfter } : {};
  if (answers.length > before) return { time, text: answers.at(-1) ?? '', whole: true, ...late };
  return { time, text: streaming ?? '', ...(unseen && { unseen }), ...late };
}

/** What the wire said and what the screen showed of one answer. */
export interface Showing {
  pieces: readonly Piece[];
  /** The answer of the wire; null when the run has none. */
  answer: string | null;
  /** Every change of the visible answer, in order; the last one is what stayed. */
  samples: readonly Sample[];
  /** Epoch milliseconds of the page's clock from which on what the screen shows is no stream any more. */
  until?: number;
}

/**
 * Holds the screen against the wire: while the answer streams, what is shown is a growing prefix of it, in several
 * steps; in the end it is the answer. An answer that sums the pieces up (docs/contract/frontend.md 6) takes their place
 * as a message of its own, and both are held against the screen apart. Texts are compared with whitespace flattened
 * (see {@link flatten}) and nothing else forgiven. Where the wire carried no text there is nothing to compare: what the
 * screen shows then may have come by REST.
 */
export function judgeScreen({ pieces, answer, samples, until = Infinity }: Showing): {
  violations: Violation[];
  lag: Lag;
} {
  const wire = new Wire(pieces, answer);
  const shown = samples.map((sample) => ({ ...sample, text: flatten(sample.text) }));
  const isSummary = answer !== null && flatten(answer) !== wire.text;
  const [streaming, whole] = isSummary
    ? [shown.filter((sample) => !sample.whole), shown.filter((sample) => sample.whole)]
    : [shown, []];
  const violations = [
    ...neverSeen(wire, shown),
    ...cannedText(shown),
    ...growing(wire, streaming),
    ...growing(new Wire([], answer), whole),
    ...progressive(
      wire,
      streaming.filter(({ time }) => time <= until),
    ),
    ...settled(answer === '' ? wire.text : answer, shown, pieces),
  ];
  return { violations, lag: lagOf(wire, streaming) };
}

/** The text of the wire and where each piece ends in it, whitespace flattened. */
class Wire {
  readonly text: string;
  readonly ends: number[] = [];
  readonly pieces: readonly Piece[];

  constructor(pieces: readonly Piece[], answer: string | null) {
    this.pieces = pieces;
    const parts: string[] = [];
    let length = 0;
    let gap = '';
    for (const piece of pieces) {
      const flat = flatten(piece.text);
      if (/^\s/.test(piece.text) && length > 0) gap = ' ';
      if (flat !== '') {
        parts.push(gap, flat);
        length += gap.length + flat.length;
        gap = /\s$/.test(piece.text) ? ' ' : '';
      }
      this.ends.push(length);
    }
    this.text = pieces.length === 0 ? flatten(answer ?? '') : parts.join('');
  }

  /** The index of the piece that holds a character, the last one for all beyond. */
  pieceAt(character: number): number {
    let low = 0;
    let high = this.ends.length - 1;
    while (low < high) {
      const middle = (low + high) >> 1;
      if ((this.ends[middle] ?? 0) > character) high = middle;
      else low = middle + 1;
    }
    return low;
  }
}

/** The text is in the page while it streams, and at most of these moments nobody can read it. */
function neverSeen(wire: Wire, shown: readonly Sample[]): Broken[] {
  const hidden = shown.filter(({ unseen }) => unseen);
  const readable = shown.filter(({ text, unseen }) => !unseen && text !== '' && text.length < wire.text.length);
  const [first] = hidden;
  if (!first || hidden.length <= readable.length) return [];
  const message = `the streamed text is in the page and cannot be read: it ${first.unseen}`;
  const frame = wire.pieces[0]?.frame ?? null;
  return [
    { rule: 'screen-visible', frame, event: null, message, legal: ['a text that can be read'], came: 'a hidden one' },
  ];
}

function cannedText(shown: readonly Sample[]): Broken[] {
  const found = shown.map((sample) => ({ sample, marker: canned(sample.text) })).find(({ marker }) => marker !== null);
  if (!found) return [];
  const message = `the screen showed "${found.marker}", a canned text, in place of the answer`;
  return [
    { rule: 'screen-canned', frame: null, event: null, message, legal: ['the answer'], came: quote(found.sample.text) },
  ];
}

/**
 * Each kind of break is told once, at its first occurrence: a screen that went wrong stays wrong for all later
 * samples.
 */
function growing(wire: Wire, shown: readonly Sample[]): Broken[] {
  const found = new Map<string, Broken>();
  const tell = (violation: Broken) => found.has(violation.rule) || found.set(violation.rule, violation);
  shown.forEach(({ text }, index) => {
    const before = shown[index - 1]?.text ?? '';
    if (text.length < before.length) tell(flicker(wire, before, text));
    if (wire.text !== '' && !wire.text.startsWith(text)) tell(departure(wire, text));
  });
  return [...found.values()];
}

function flicker(wire: Wire, before: string, text: string): Broken {
  const piece = wire.pieces[wire.pieceAt(text.length)];
  const place = piece ? `, at frame #${piece.frame}` : '';
  return {
    rule: 'screen-flicker',
    frame: piece?.frame ?? null,
    event: null,
    message: `the screen went back from ${before.length} to ${text.length} characters${place}`,
    legal: [`${quote(before)} or more of it`],
    came: quote(text),
  };
}

/** Names what happened where the screen leaves the wire, by what the screen shows there instead. */
function departure(wire: Wire, text: string): Broken {
  const parting = commonPrefix(wire.text, text);
  const index = wire.pieceAt(parting);
  const piece = wire.pieces[index];
  const [rule, what] = manner(wire, index, text);
  const place = piece ? `frame #${piece.frame} ${quote(piece.text, 24)}` : `character ${parting}`;
  return {
    rule,
    frame: piece?.frame ?? null,
    event: null,
    message: `the screen differs from the wire at ${place}: ${what}`,
    legal: [quote(wire.text.slice(parting))],
    came: quote(text.slice(parting)),
  };
}

function manner(wire: Wire, index: number, text: string): [rule: ScreenRule, what: string] {
  const start = index === 0 ? 0 : (wire.ends[index - 1] ?? 0);
  const rest = text.slice(start).trimStart();
  const own = flatten(wire.pieces[index]?.text ?? '');
  const next = flatten(wire.pieces[index + 1]?.text ?? '');
  const previous = flatten(wire.pieces[index - 1]?.text ?? '');
  if (next !== '' && rest.startsWith(next)) {
    const later = own !== '' && rest.slice(next.length).trimStart().startsWith(own);
    return later ? ['screen-order', 'two pieces changed places'] : ['screen-loss', neverShown(wire, index)];
  }
  if (previous !== '' && rest.startsWith(previous)) return ['screen-repetition', 'the piece before it is shown again'];
  return ['screen-altered', 'it shows another text'];
}

/** A page that takes what comes piece by piece may lose one that comes at once with the piece before it. */
function neverShown({ pieces }: Wire, index: number): string {
  const after = (pieces[index]?.time ?? 0) - (pieces[index - 1]?.time ?? -Infinity);
  return `the piece was never shown${after <= DRAWN_TOGETHER ? `, which came ${Math.round(after)} ms after the one before it` : ''}`;
}

/** Milliseconds within which a screen is drawn once: what arrives closer together may be shown together. */
const DRAWN_TOGETHER = 17;
/** Different parts of an answer that are enough for a stream, however many pieces came. */
const ENOUGH_PARTS = 3;

/**
 * How many parts of the answer the screen must show before it is whole: one for each piece that it had the time to
 * draw, by the slowest of its own drawings while they came. A page that is slow to change what it shows has that time.
 */
function partsOwed(pieces: readonly Piece[], shown: readonly Sample[]): number {
  const [first = 0, last = 0] = [pieces[0]?.time, pieces.at(-1)?.time];
  const meanwhile = shown.filter(({ time, drawnAfter = 0 }) => time >= first && time - drawnAfter <= last);
  const slowest = Math.max(0, ...meanwhile.map(({ drawnAfter }) => drawnAfter ?? 0));
  let drawn = -Infinity;
  const moments = pieces.filter(({ time }) => {
    const isLater = time - drawn >= Math.max(DRAWN_TOGETHER, slowest);
    if (isLater) drawn = time;
    return isLater;
  });
  const atLeast = slowest > 0 ? 0 : 1;
  return Math.min(Math.max(moments.length - 1, atLeast), ENOUGH_PARTS);
}

function progressive(wire: Wire, shown: readonly Sample[]): Broken[] {
  const lengths = new Set(shown.map(({ text }) => text.length));
  const partial = [...lengths].filter((length) => length > 0 && length < wire.text.length).length;
  const owed = partsOwed(wire.pieces, shown);
  if (partial >= owed && wire.pieces.length > 1) return [];
  const frame = wire.pieces[0]?.frame ?? null;
  const message =
    `the answer did not stream: before it was whole, the screen showed ${partial} different parts of it, ` +
    `while ${wire.pieces.length} pieces arrived${frame === null ? '' : ` from frame #${frame} on`}`;
  return [
    {
      rule: 'screen-progressive',
      frame,
      event: null,
      message,
      legal: [`${owed} different parts or more`],
      came: String(partial),
    },
  ];
}

function settled(answer: string | null, shown: readonly Sample[], pieces: readonly Piece[]): Broken[] {
  const wanted = flatten(answer ?? '');
  if (wanted === '') return [];
  const last = shown.at(-1)?.text ?? '';
  if (last === wanted) return [];
  const parting = commonPrefix(wanted, last);
  const from = Math.max(0, parting - 12);
  const frame = pieces.at(-1)?.frame ?? null;
  const message = `the screen ended with ${last.length} characters, the answer has ${wanted.length}; they differ from character ${parting} on`;
  return [
    {
      rule: 'screen-settled',
      frame,
      event: null,
      message,
      legal: [quote(wanted.slice(from))],
      came: quote(last.slice(from)),
    },
  ];
}

/**
 * A piece is on the screen with the first sample that is as long as the wire up to its end and says the same so far.
 */
function lagOf(wire: Wire, shown: readonly Sample[]): Lag {
  const faithful = shown.filter(({ text }) => wire.text.startsWith(text));
  let next = 0;
  const each = wire.pieces.map((piece, index) => {
    while (next < faithful.length && (faithful[next]?.text.length ?? 0) < (wire.ends[index] ?? 0)) next += 1;
    const sample = faithful[next];
    return sample ? Math.max(0, sample.time - piece.time) : null;
  });
  const lags = each.filter((lag) => lag !== null);
  return {
    n: lags.length,
    p50: quantile(lags, 0.5),
    p95: quantile(lags, 0.95),
    max: quantile(lags, 1),
    each,
  };
}
