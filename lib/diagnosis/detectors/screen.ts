import { flatten, quote, type Run } from '../../protocol/index.ts';
import { alteredAnswer } from '../altered-answer.ts';
import { fact, type Facts, type Question, SETTLED } from '../facts.ts';
import { type Detector, FIGURES, OUTCOMES, QUESTIONS, SCREEN, type Signal } from '../finding.ts';
import { loggedExceptions } from '../logged.ts';
import { threadAt } from '../open-thread.ts';

/** What a test says of an answer that is shown otherwise than it came. */
const ABOUT_SHOWING = /\[screen-|stream in progressively|The screen shows|Netra Agent/;

/** What a test says of an answer that is not shown, or not as it came. */
const ABOUT_THE_ANSWER = new RegExp(`${ABOUT_SHOWING.source}|does not show the answer`);

/** What a test says of a page that lets nobody write although nothing is under way. */
const ABOUT_WRITING =
  /composer is still locked|'Message input'[^]*(not enabled|readonly|not editable)|Send message[^]*not enabled/i;

/** What a test says of a message that the conversation does not show. */
const ABOUT_A_QUESTION = /name: 'You'/;

/**
 * F26: the run completed on the wire, and the screen had its time and does not show what it said; or a message left,
 * and the screen does not show it.
 */
export const notShown: Detector = (facts) => {
  const { takenAt, screen, page } = facts.evidence;
  if (screen.length === 0 || page?.chat === false) return [];
  const whole = facts.runs.filter(({ end, answer, events }) => {
    const last = events.at(-1)?.frame.time ?? takenAt;
    return end === 'completed' && answer !== null && takenAt - last >= SETTLED;
  });
  const missing = whole.filter((run) => alteredAnswer(facts, run) === null);
  const hidden = missing.filter((run) => !facts.wasShown(run));
  const unended = missing.filter((run) => !hidden.includes(run) && !facts.wasConcluded(run));
  // A question that left twice has two answers: one is enough.
  if (facts.violations.some(({ rule }) => rule === 'sent-once') && hidden.length < whole.length) return [];
  const locked = whole.length > 0 && facts.evidence.errors.some((error) => ABOUT_WRITING.test(error));
  const unseen = unseenQuestions(facts);
  if (hidden.length + unended.length + unseen.length === 0 && !locked) return [];
  const signals: Signal[] = [
    ...hidden.slice(0, 1).map(({ id, answer }) => ({
      says: `the answer of run ${id} came and was never shown; the page shows ${shownInstead(facts)}`,
      at: `frame #${answer?.frame}`,
    })),
    ...unended.slice(0, 1).map(({ id, events }) => ({
      says: `run ${id} is over on the wire, and the page still shows it as running`,
      at: `frame #${events.at(-1)?.frame.seq}`,
    })),
    ...(locked ? [{ says: 'every run is over on the wire, and nothing can be written or sent', at: 'composer' }] : []),
    ...unseen.slice(0, 1).map(({ text, at }) => ({
      says: `the message ${quote(text, 60)} left the browser, and the conversation does not show it`,
      at,
    })),
    ...loggedExceptions(facts).slice(0, 2),
  ];
  const ofAnswers = hidden.length + unended.length > 0;
  const about = [
    ...(ofAnswers ? [ABOUT_THE_ANSWER] : []),
    ...(locked ? [ABOUT_WRITING] : []),
    ...(unseen.length > 0 ? [ABOUT_A_QUESTION] : []),
  ];
  const follows = facts.violations.filter(({ rule }) => rule.startsWith('screen-'));
  const texts = hidden.map(({ answer }) => answer?.text ?? '');
  return [
    {
      id: 'F26',
      confidence: hidden.length > 0 && nothingOf(facts, texts) && !isElsewhere(facts, hidden) ? 'certain' : 'likely',
      signals,
      about: new RegExp(about.map(({ source }) => source).join('|'), 'i'),
      from: ofAnswers ? [SCREEN] : [QUESTIONS],
      // A page that does not follow a run tells what it knew last.
      explains: ofAnswers ? [...follows.map(fact.violation), OUTCOMES, FIGURES] : [],
      explainsSurely: true,
    },
  ];
};

/** Whether the page stands at another thread than these runs: nobody shows them there. */
function isElsewhere({ evidence: { page } }: Facts, runs: readonly Run[]): boolean {
  const open = threadAt(page?.url ?? '');
  return open !== null && runs.every(({ thread }) => thread !== null && thread !== open);
}

/** Messages that left, and that the conversation never showed, on a screen that shows other parts of it. */
function unseenQuestions({ questions, evidence: { screen, takenAt } }: Facts): Question[] {
  const shown = new Set(screen.flatMap(({ questions: texts = [] }) => texts.map(flatten)));
  const sees = screen.some(
    ({ streaming, answers, questions: texts }) =>
      texts !== undefined && (streaming !== null || answers.length + texts.length > 0),
  );
  return questions.filter(
    ({ text, time }) => sees && flatten(text) !== '' && takenAt - time >= SETTLED && !shown.has(flatten(text)),
  );
}

function shownInstead({ evidence: { screen } }: Facts): string {
  const last = screen.at(-1);
  const text = last?.streaming ?? last?.answers.at(-1) ?? '';
  return text === '' ? 'nothing' : quote(text, 60);
}

/** Whether not even the beginning of these answers was on the screen. */
function nothingOf({ evidence: { screen } }: Facts, answers: readonly string[]): boolean {
  const shown = screen.flatMap(({ streaming, answers: whole }) => [streaming ?? '', ...whole]).map(flatten);
  return answers.every((answer) => {
    const begin = flatten(answer).slice(0, 12);
    return begin !== '' && !shown.some((text) => text.includes(begin));
  });
}

/** F75: the answer stands on the screen in another form, or was no growing part of it on the way there. */
export const shownOtherwise: Detector = (facts) => {
  const broken = facts.violations.filter(({ rule }) => rule.startsWith('screen-') && rule !== 'screen-canned');
  // Two answers to a question that left twice stand side by side on the screen.
  const twice = facts.broken('sent-once').length > 0;
  const altered = facts.runs.flatMap((run) => {
    const instead = alteredAnswer(facts, run);
    const says = `the answer of run ${run.id} is shown altered: ${instead}`;
    return instead === null ? [] : [{ says, at: `frame #${run.answer?.frame}` }];
  });
  if (broken.length + altered.length === 0 || facts.evidence.screen.length === 0 || twice) return [];
  return [
    {
      id: 'F75',
      confidence: 'likely',
      signals: [
        ...altered.slice(0, 1),
        ...broken
          .slice(0, 3)
          .map(({ message, frame, rule }) => ({ says: message, at: frame === null ? rule : `frame #${frame}` })),
      ],
      about: altered.length > 0 ? ABOUT_THE_ANSWER : ABOUT_SHOWING,
      from: [SCREEN],
      explains: broken.map(fact.violation),
    },
  ];
};
