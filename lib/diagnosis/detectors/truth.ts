import { flatten, type Run } from '../../protocol/index.ts';
import { fact, type Facts, field } from '../facts.ts';
import { SCREEN, type Detector, type Signal } from '../finding.ts';

/** F65: a completed run answers another question than the one that began it. */
export const otherQuestion: Detector = (facts) => {
  const astray = facts.broken('on-topic');
  const repeated = repeatedAnswers(facts);
  if (astray.length + repeated.length === 0 || facts.runs.some(({ end }) => end !== 'completed')) return [];
  const signals: Signal[] = [
    ...repeated.slice(0, 1).map(({ run, earlier }) => ({
      says: `run ${run.id} gives the answer of run ${earlier.id}, to another question`,
      at: `frame #${run.answer?.frame}`,
    })),
    ...astray
      .slice(0, 2)
      .map(({ message, frame, rule }) => ({ says: message, at: frame === null ? rule : `frame #${frame}` })),
  ];
  return [
    {
      id: 'F65',
      confidence: repeated.length > 0 && astray.length > 0 ? 'certain' : 'likely',
      signals,
      weak: astray.length === 0,
      from: [...astray.map(fact.violation), ...repeated.map(({ run }) => `repeated ${run.id}`)],
      explains: astray.length === 0 ? [] : [SCREEN],
    },
  ];
};

/** Runs with the answer of an earlier one, which answered another question. */
function repeatedAnswers(facts: Facts): { run: Run; earlier: Run }[] {
  const byAnswer = new Map<string, Run[]>();
  return facts.runs.flatMap((run) => {
    const text = flatten(run.answer?.text ?? '');
    const question = facts.questionOf(run)?.text;
    const alike = byAnswer.get(text) ?? [];
    const earlier =
      text.length < 40 || question === undefined
        ? undefined
        : alike.find((one) => facts.questionOf(one)?.text !== question);
    byAnswer.set(text, alike);
    alike.push(run);
    return earlier ? [{ run, earlier }] : [];
  });
}

/** What a character becomes that was cut in two, or read with the wrong encoding. */
const DAMAGED = /\uFFFD|[\uD800-\uDBFF](?![\uDC00-\uDFFF])|(?<![\uD800-\uDBFF])[\uDC00-\uDFFF]/;

/** F74: the text itself is damaged, on the wire already. */
export const damagedText: Detector = (facts) => {
  const told = facts.broken('intact-text');
  const found = facts.runs.flatMap(({ streamed, answers }) =>
    [...streamed.pieces, ...answers].filter(({ text }) => DAMAGED.test(text)),
  );
  if (told.length + found.length === 0) return [];
  const follows = facts.violations.filter(({ rule }) => rule.startsWith('screen-'));
  return [
    {
      id: 'F74',
      // What the person wrote so may come back so.
      confidence: facts.questions.some(({ text }) => DAMAGED.test(text)) ? 'likely' : 'certain',
      signals: [
        ...found.map(({ text, frame }) => ({ says: `damaged characters in "${around(text)}"`, at: `frame #${frame}` })),
        ...told.map(({ message, frame }) => ({ says: message, at: `frame #${frame}` })),
      ].slice(0, 2),
      weak: told.length === 0,
      from: ['damaged'],
      explains: [...[...told, ...follows].map(fact.violation), SCREEN],
    },
  ];
};

function around(text: string): string {
  const characters = [...text];
  const at = characters.findIndex((character) => DAMAGED.test(character));
  return characters.slice(Math.max(at - 15, 0), at + 15).join('');
}

/** F66: an agent says that it completed, and says in the same frame that it failed. */
export const failedAsCompleted: Detector = (facts) => {
  const failed = facts.events.filter(({ step, frame, fields }) => {
    if (frame.direction !== 'received' || (step !== 'complete' && step !== 'return')) return false;
    return [fields, field(fields, 'result'), field(fields, 'payload'), field(fields, 'data')].some(saysFailed);
  });
  if (failed.length === 0) return [];
  const frames = new Set(failed.map(({ frame }) => frame.seq));
  const told = facts.violations.filter(({ frame }) => frame !== null && frames.has(frame));
  return [
    {
      id: 'F66',
      confidence: failed.some(({ step }) => step === 'complete') ? 'certain' : 'likely',
      signals: failed.slice(0, 3).map(({ type, agent, tool, frame }) => ({
        says: `${type}(${tool ?? agent}) says that it failed`,
        at: `frame #${frame.seq}`,
      })),
      weak: told.length === 0,
      from: failed.map(({ frame }) => fact.frame(frame.seq)),
      explains: told.map(fact.violation),
    },
  ];
};

/** What was cancelled did not fail: somebody stopped it. */
function saysFailed(value: unknown): boolean {
  const status = String(field(value, 'status') ?? '');
  if (/^cancell?ed$/i.test(status)) return false;
  return field(value, 'success') === false || /^(failed|failure|error)$/i.test(status);
}
