import type { Violation } from '../../evidence/index.ts';
import { canned } from '../canned.ts';
import { damaged } from '../damaged.ts';
import { named, type AgentEvent } from '../event.ts';
import type { Run } from '../run.ts';
import { commonPrefix, quote } from '../text.ts';
import { at, missing, type RunRule } from '../violation.ts';

export const hasAnswer: RunRule = {
  id: 'has-answer',
  says: 'a completed run has an answer',
  check(run) {
    if (run.end !== 'completed' || (run.answer?.text.trim() ?? '') !== '') return [];
    const last = run.events.at(-1);
    const message = `the run ends with ${last ? named(last) : 'nothing'} and no frame of it carries an answer`;
    return [
      missing(this.id, message, ['final_report', 'agent_response', 'agent_completed with its result'], 'no answer'),
    ];
  },
};

export const oneAnswer: RunRule = {
  id: 'one-answer',
  says: 'all frames that carry the answer carry the same one, where the target is known to restate it',
  check(run, { restates = false }) {
    const [first, ...others] = run.answers;
    if (!first || !restates) return [];
    const text = first.text.trim();
    return others
      .filter((other) => other.text.trim() !== text)
      .map((other) => ({
        rule: this.id,
        frame: other.frame,
        event: other.from,
        message:
          `frame #${other.frame} ${other.from} answers differently from frame #${first.frame} ${first.from}: ` +
          apart(text, other.text),
        legal: [quote(text)],
        came: quote(other.text),
      }));
  },
};

export const streamedEqualsAnswer: RunRule = {
  id: 'streamed-equals-answer',
  says: 'the streamed pieces add up to the answer, where the target is known to restate them',
  check(run, { restates = false }) {
    const { answer, streamed } = run;
    if (!restates || !answer || streamed.pieces.length === 0 || answer.text.trim() === streamed.text.trim()) return [];
    const piece = pieceWhereTheyPart(run, answer.text);
    const message =
      `from frame #${piece.frame} on the streamed text differs from the answer of frame #${answer.frame}: ` +
      apart(answer.text, streamed.text);
    const [legal, came] = [[quote(answer.text)], quote(piece.text)];
    return [{ rule: this.id, frame: piece.frame, event: typeOf(run, piece.frame), message, legal, came }];
  },
};

/** The first piece that does not continue the answer; the last one when the pieces stop too early. */
function pieceWhereTheyPart(run: Run, answer: string): Run['streamed']['pieces'][number] {
  const { pieces, text } = run.streamed;
  const parting = commonPrefix(text, answer);
  let end = 0;
  const found = pieces.find((piece) => (end += piece.text.length) > parting);
  return found ?? (pieces.at(-1) as (typeof pieces)[number]);
}

function typeOf(run: Run, frame: number): string | null {
  return run.events.find((event) => event.frame.seq === frame)?.type ?? null;
}

function apart(wanted: string, came: string): string {
  const parting = commonPrefix(wanted, came);
  const from = Math.max(0, parting - 12);
  return `${quote(came.slice(from))}, expected ${quote(wanted.slice(from))}, from character ${parting} on`;
}

export const onTopic: RunRule = {
  id: 'on-topic',
  says: 'the answer mentions what was asked about',
  check(run, { mentions = [] }) {
    const { answer } = run;
    if (!answer || answer.text.trim() === '') return [];
    const text = answer.text.toLowerCase();
    const lacking = mentions.filter((word) => !text.includes(word.toLowerCase()));
    if (lacking.length === 0) return [];
    const message = `frame #${answer.frame} ${answer.from} does not mention what was asked about: ${lacking.join(', ')}`;
    const legal = [`an answer that mentions ${mentions.join(', ')}`];
    return [{ rule: this.id, frame: answer.frame, event: answer.from, message, legal, came: quote(answer.text) }];
  },
};

export const streamEnd: RunRule = {
  id: 'stream-end',
  says: 'no piece of text comes after the one that says it is the last',
  check(run) {
    const last = run.events.find(
      (event) => event.kind === 'text' && (event.fields.is_complete === true || event.fields.done === true),
    );
    if (!last) return [];
    const later = run.events.filter(
      (event) => event.kind === 'text' && event.agent === last.agent && event.frame.seq > last.frame.seq,
    );
    return later.map((event) =>
      at(this.id, event, `${named(event)} comes after ${named(last)}, which was the last piece`, ['no more text']),
    );
  },
};

export const numberedPieces: RunRule = {
  id: 'numbered-pieces',
  says: 'pieces that carry a number come in order from 0, and as many as the last frame says',
  check(run) {
    const pieces = run.events.filter(
      (event) => event.kind === 'text' && typeof event.fields.chunk_index === 'number' && run.speaksForItself(event),
    );
    const misplaced = pieces.find((event, index) => event.fields.chunk_index !== index);
    const total = run.events.find(({ fields }) => typeof fields.total_chunks === 'number');
    return [
      ...(misplaced
        ? [
            at(
              this.id,
              misplaced,
              `${named(misplaced)} is piece ${String(misplaced.fields.chunk_index)}, expected ${pieces.indexOf(misplaced)}`,
              [`chunk_index ${pieces.indexOf(misplaced)}`],
            ),
          ]
        : []),
      ...(total && pieces.length > 0 && total.fields.total_chunks !== pieces.length
        ? [
            at(
              this.id,
              total,
              `${named(total)} announces ${String(total.fields.total_chunks)} pieces, but ${pieces.length} came`,
              [`total_chunks ${pieces.length}`],
            ),
          ]
        : []),
    ];
  },
};

export const noCannedText: RunRule = {
  id: 'no-canned-text',
  says: 'no canned text stands where an agent, a tool, a thought or the answer belongs',
  check(run) {
    const violations = run.events.flatMap((event) => spoken(event).flatMap((text) => report(this.id, event, text)));
    const first = run.events.find((event) => event.frame.seq === run.streamed.pieces[0]?.frame);
    return [...violations, ...(first ? report(this.id, first, run.streamed.text) : [])];
  },
};

export const intactText: RunRule = {
  id: 'intact-text',
  says: 'no character of a name, a thought, a piece or the answer is damaged',
  check(run) {
    return run.events.flatMap((event) => {
      const broken = [...spoken(event), event.kind === 'text' ? event.text : null]
        .map((text) => (text === null ? null : damaged(text)))
        .find((found) => found !== null);
      if (!broken) return [];
      const text = event.answer ?? event.text ?? '';
      return [at(this.id, event, `${named(event)} has a damaged text: ${broken}`, ['intact characters'], quote(text))];
    });
  },
};

function report(rule: string, event: AgentEvent, text: string): Violation[] {
  const marker = canned(text);
  return marker === null
    ? []
    : [at(rule, event, `${named(event)} says "${marker}", a canned text`, ['real content'], quote(text))];
}

function spoken(event: AgentEvent): string[] {
  const thought = event.kind === 'agent' ? event.text : null;
  return [event.agent, event.tool, thought, event.answer].filter((text) => text !== null);
}
