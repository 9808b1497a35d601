import { judgeBatching, type Run } from '../protocol/index.ts';
import type { Signal } from './finding.ts';

/** Pieces without which the streamed text would be the answer, and which say the same as the one before. */
export function repeatedPieces({ streamed: { text, pieces }, answer }: Run): { frame: number; text: string }[] {
  const whole = answer?.text.trim();
  if (whole === undefined || whole === text.trim()) return [];
  const joined = pieces.map((piece) => piece.text).join('');
  const differsAt = endOfSame(joined, whole);
  let end = 0;
  let isRepeated = false;
  return pieces.filter((piece, index) => {
    const begin = end;
    end += piece.text.length;
    const before = pieces[index - 1]?.text;
    if (piece.text.trim() === '' || before !== piece.text) return false;
    // Of several in a row that are alike, each may be the one.
    if (pieces[index - 2]?.text !== before)
      isRepeated =
        begin - before.length + before.trimEnd().length <= differsAt &&
        (joined.slice(0, begin) + joined.slice(end)).trim() === whole;
    return isRepeated;
  });
}

/** Where a streamed text begins to differ from the answer, white space before it apart. */
function endOfSame(text: string, answer: string): number {
  const begin = text.length - text.trimStart().length;
  let at = 0;
  while (at < answer.length && text[begin + at] === answer[at]) at += 1;
  return begin + at;
}

/** Results of tools that come before their calls. */
export function reversedTools({ tools }: Run): Signal[] {
  return tools
    .filter(({ completed, started }) => completed && !started)
    .flatMap((alone) => {
      const start = tools.find(
        ({ started, completed, tool, execution }) =>
          started &&
          !completed &&
          tool === alone.tool &&
          execution === alone.execution &&
          started.frame.seq > (alone.completed?.frame.seq ?? 0),
      );
      return start?.started
        ? [
            {
              says: `tool_completed(${alone.tool}) comes before its tool_executing`,
              at: `frame #${start.started.frame.seq}`,
            },
          ]
        : [];
    });
}

/** Two neighbouring pieces that, changed back, make the answer. */
export function swappedPieces({ streamed: { text, pieces }, answer }: Run): Signal[] {
  if (
    !answer ||
    text.trim() === answer.text.trim() ||
    text.length !== pieces.reduce((sum, piece) => sum + piece.text.length, 0)
  )
    return [];
  const texts = pieces.map((piece) => piece.text);
  const joined = texts.join('');
  const differsAt = endOfSame(joined, answer.text.trim());
  let end = 0;
  const at = texts.findIndex((piece, index) => {
    const begin = end;
    end += piece.length;
    const next = texts[index + 1];
    if (next === undefined || begin > differsAt || (begin > 0 && end + next.length < differsAt)) return false;
    const back = joined.slice(0, begin) + next + piece + joined.slice(end + next.length);
    return back.trim() === answer.text.trim();
  });
  const piece = pieces[at];
  return piece ? [{ says: 'two pieces of the answer changed places', at: `frame #${piece.frame}` }] : [];
}

/** Milliseconds over which a run is made from which on a machine that stood still for a moment is no reason. */
const LONG = 1_000;

/** Whether events that were made for so long came at once that nothing but a batch explains it. */
export function isBatched(run: Run): boolean {
  const stamps = run.events.flatMap(({ timestamp }) => timestamp ?? []);
  return judgeBatching(run).length > 0 && (stamps.at(-1) ?? 0) - (stamps[0] ?? 0) >= LONG;
}
