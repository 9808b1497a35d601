import type { Effects, OutFrame } from './effects.ts';
import { fault, type Fault, type FaultParameters } from './fault.ts';
import { change, editRuns, field, isPiece, pieceField, send, textField, type Message, type Seen } from './frame.ts';

/**
 * Fields that hold the whole answer, by the frames that have it (docs/contract/backend.md 4.2;
 * docs/contract/backend.md 4.3).
 */
const wholes = ['result', 'final_response', 'executive_summary', 'content', 'report'];
const deliveries = new Set(['agent_response', 'final_report', 'assistant_message']);

/** What is sent of a frame that holds the whole answer; others are left alone. */
function rewrite(seen: Seen, text: (whole: string) => string): Message {
  if (!seen.ends && !deliveries.has(seen.type)) return seen.frame;
  return wholes.reduce((frame, name) => {
    const whole = textField(frame, name);
    return whole === '' ? frame : change(frame, name, text(whole));
  }, seen.frame);
}

function piece(seen: Seen): string {
  return textField(seen.frame, pieceField(seen));
}

function withPiece(seen: Seen, text: string, shift = 0): Message {
  const index = field(seen.frame, 'chunk_index');
  const numbered = typeof index === 'number' ? change(seen.frame, 'chunk_index', index + shift) : seen.frame;
  return change(numbered, pieceField(seen), text);
}

/** Splits off what of a text fits in a piece of about this length, at a word. */
function firstWords(text: string, length: number): string {
  const end = text.indexOf(' ', length);
  return end < 0 ? text : text.slice(0, end + 1);
}

const anotherAnswer =
  'You asked: “What will the weather be in Lisbon tomorrow?” It stays dry and mild. The morning starts with fog over the river, which is gone by ten. ' +
  'In the afternoon the sun comes out, with a light wind from the north-west and 22 degrees. An umbrella is not needed; a jacket for the evening is.';

/** Every piece is replaced, and so is the whole answer behind them. */
function otherAnswer(): Effects {
  return {
    frames: () => {
      const left = new Map<string, string>();
      return editRuns((seen) => {
        if (!isPiece(seen)) return [send(rewrite(seen, () => anotherAnswer))];
        const rest = left.get(seen.run) ?? anotherAnswer;
        const words = firstWords(rest, piece(seen).length);
        left.set(seen.run, rest.slice(words.length));
        return [send(withPiece(seen, words))];
      });
    },
  };
}

/**
 * The second half is missing, in the pieces and in the whole. How long the whole is, shows only at its end: pieces
 * stop at a count.
 */
function halfAnswer(pieces: number): Effects {
  return {
    frames: () => {
      const heard = new Map<string, string>();
      return editRuns((seen) => {
        const soFar = heard.get(seen.run) ?? '';
        if (!isPiece(seen))
          return [
            send(rewrite(seen, (whole) => (soFar === '' ? whole.slice(0, Math.floor(whole.length / 2)) : soFar))),
          ];
        if (seen.placeOfType > pieces) return [];
        heard.set(seen.run, soFar + piece(seen));
        return [send(seen.frame)];
      });
    },
  };
}

const nth = {
  nth: { about: 'number of the piece, from 1', default: 3, min: 1, max: 10_000 },
} satisfies FaultParameters;

/** Applies to the n-th piece; the ones behind it are renumbered, so that the numbers tell nothing. */
function onPieces(n: number, shift: number, edit: (seen: Seen) => OutFrame[]): Effects {
  return {
    frames: () =>
      editRuns((seen) => {
        if (!isPiece(seen) || seen.placeOfType < n) return [send(seen.frame)];
        return seen.placeOfType === n ? edit(seen) : [send(withPiece(seen, piece(seen), shift))];
      }),
  };
}

/** Two pieces change their text; their numbers stay in order. */
function swapPieces(n: number): Effects {
  return {
    frames: () => {
      const held = new Map<string, Seen>();
      return editRuns((seen) => {
        if (!isPiece(seen)) return [send(seen.frame)];
        const first = held.get(seen.run);
        held.delete(seen.run);
        if (first !== undefined) return [send(withPiece(first, piece(seen))), send(withPiece(seen, piece(first)))];
        if (seen.placeOfType !== n) return [send(seen.frame)];
        held.set(seen.run, seen);
        return [];
      });
    },
  };
}

/** One character is lost on its way into a piece, and in the same place of the whole answer. */
function damagedText(n: number): Effects {
  return {
    frames: () => {
      const places = new Map<string, number>();
      return editRuns((seen) => {
        const place = places.get(seen.run) ?? 0;
        if (!isPiece(seen)) return [send(rewrite(seen, (whole) => replaced(whole, place - 1)))];
        if (seen.placeOfType > n) return [send(seen.frame)];
        places.set(seen.run, place + piece(seen).length);
        if (seen.placeOfType < n) return [send(seen.frame)];
        return [send(withPiece(seen, replaced(piece(seen), piece(seen).length - 1)))];
      });
    },
  };
}

function replaced(text: string, place: number): string {
  return place < 0 || place >= text.length ? text : `${text.slice(0, place)}\ufffd${text.slice(place + 1)}`;
}

/** Neither pieces nor the whole: the run completes with nothing to show. */
function noAnswer(): Effects {
  return {
    frames: () =>
      editRuns((seen) => {
        if (isPiece(seen) || deliveries.has(seen.type)) return [];
        return [send(rewrite(seen, () => ''))];
      }),
  };
}

const wire = { where: 'wire' } as const;

/** Edits of the text that a run streams. */
export const textEdits: readonly Fault[] = [
  fault({
    id: 'half-answer',
    title: 'Only the first part of the answer is sent',
    owner: 'backend',
    cause: 'F53',
    ...wire,
    params: { pieces: { about: 'pieces that are sent', default: 4, min: 1, max: 10_000 } },
    effects: ({ pieces }) => halfAnswer(pieces),
  }),
  fault({
    id: 'other-answer',
    title: 'The answer is for another question',
    owner: 'backend',
    cause: 'F65',
    ...wire,
    effects: otherAnswer,
  }),
  fault({
    id: 'chunk-lost',
    title: 'A piece of the answer is missing',
    owner: 'backend',
    cause: 'unknown',
    ...wire,
    params: nth,
    effects: (values) => onPieces(values.nth, -1, () => []),
  }),
  fault({
    id: 'chunk-repeated',
    title: 'A piece of the answer is sent twice',
    owner: 'backend',
    cause: 'F23',
    ...wire,
    params: nth,
    effects: (values) => onPieces(values.nth, 1, (seen) => [send(seen.frame), send(withPiece(seen, piece(seen), 1))]),
  }),
  fault({
    id: 'chunk-swapped',
    title: 'Two pieces of the answer swap places',
    owner: 'backend',
    cause: 'F22',
    ...wire,
    params: nth,
    effects: (values) => swapPieces(values.nth),
  }),
  fault({
    id: 'chunk-after-last',
    title: 'A piece of the answer says that it is the last, and more follow',
    owner: 'backend',
    cause: 'unknown',
    ...wire,
    params: nth,
    effects: (values) => onPieces(values.nth, 0, (seen) => [send(change(seen.frame, 'is_complete', true))]),
  }),
  fault({
    id: 'damaged-text',
    title: 'A character of the answer is damaged',
    owner: 'backend',
    cause: 'F74',
    ...wire,
    params: nth,
    effects: (values) => damagedText(values.nth),
  }),
  fault({
    id: 'no-answer',
    title: 'The run completes without an answer',
    owner: 'backend',
    cause: 'F20',
    ...wire,
    effects: noAnswer,
  }),
  fault({
    id: 'two-answers',
    title: 'Two frames of a run carry different answers',
    owner: 'backend',
    cause: 'unknown',
    ...wire,
    effects: () => ({
      frames: () => editRuns((seen) => [send(seen.ends ? rewrite(seen, () => anotherAnswer) : seen.frame)]),
    }),
  }),
];
