import { plain } from '../../basics/plain-text.ts';
import { fact, type Facts } from '../facts.ts';
import { type Detector, FIGURES, type Finding, OUTCOMES, SCREEN } from '../finding.ts';
import { toldBroken } from './said.ts';

/** Rules of the screen that break only because a text cannot be read. */
const FOLLOW_HIDING = ['screen-visible', 'screen-progressive', 'screen-flicker', 'screen-loss', 'screen-altered'];

/** What Playwright says of a click that something else would take. */
const COVERED = /(<[^>\n]+>).* intercepts pointer events/;

function finding(
  facts: Facts,
  id: string,
  rules: string[],
  follow: string[] = [],
  fits: (says: string) => boolean = () => true,
): Finding[] {
  const met = toldBroken(facts, ...rules).filter(({ says }) => fits(says));
  if (met.length === 0) return [];
  return [
    {
      id,
      confidence: 'certain',
      signals: met.slice(0, 3).map(({ says, at }) => ({ says, at })),
      about: new RegExp(rules.map((rule) => `\\[${rule}\\]`).join('|')),
      from: [`sight ${id}`],
      explains: [...facts.broken(...rules, ...follow).map(fact.violation), ...(follow.length > 0 ? [SCREEN] : [])],
    },
  ];
}

/** F88: a text is in the page, and is painted so that nobody can read it. */
export const hiddenText: Detector = (facts) => {
  const [hidden] = finding(facts, 'F88', ['screen-visible'], FOLLOW_HIDING);
  if (hidden) return [hidden];
  const error = facts.evidence.errors.map(plain).find((one) => COVERED.test(one));
  const [, cover = ''] = COVERED.exec(error ?? '') ?? [];
  if (error === undefined) return [];
  // What is painted behind everything lies over nothing.
  const says = /^<(html|body)\b/.test(cover)
    ? 'what the test clicks is cut off there, or outside of the window'
    : `${cover} lies over what the test clicks`;
  const signals = [{ says, at: 'page' }];
  // A dialog may rightly lie there: it is a guess, where nothing else is found.
  return [
    { id: 'F88', confidence: 'possible', signals, weak: true, about: COVERED, from: ['sight F88'], explains: [] },
  ];
};

/** Rules of what the page tells. */
const TOLD = ['screen-figure', 'screen-told', 'screen-time', 'screen-threads'];
/** What they say of a page that has it otherwise how an agent ended, or how far a run is. */
const OF_AN_OUTCOME = /^the page says of .+ that it (completed|failed), and /;
const OF_A_FIGURE = /and no frame and no answer of the API carries it there$/;

/** What the rule of threads says of a page that shows another one than its address says. */
const OF_ANOTHER_THREAD = / above the chat as .+, which is the title of /;

/** F89: the thread of the address is not the one on the screen; what came of it cannot be seen. */
export const anotherThread: Detector = (facts) =>
  finding(facts, 'F89', ['screen-threads'])
    .filter(() => toldBroken(facts, 'screen-threads').some(({ says }) => OF_ANOTHER_THREAD.test(says)))
    .map((one) => ({ ...one, explains: [...one.explains, SCREEN] }));

/** What the rules say of a thought that came and is not told, and of a number of things that is not theirs. */
const UNTOLD = / tells the thought .+, and the page does not$/;
const OF_A_COUNT = /^the page shows "\d+ (?:agent|thought|tool|event)s?\b/;

/** What the page lost of its thoughts: some came and it tells them, others came and it does not. */
function thoughtsLost(facts: Facts): { says: string; at: string }[] {
  const untold = toldBroken(facts, 'screen-told').filter(({ says }) => UNTOLD.test(says));
  const came = facts.events.filter(({ step, text }) => step === 'think' && (text ?? '').trim() !== '');
  return untold.length < came.length ? untold : [];
}

/** F26: events got lost on the page, and what it counts of them is too little for that. */
export const eventsLost: Detector = (facts) => {
  const lost = thoughtsLost(facts);
  if (lost.length === 0) return [];
  const follows = facts
    .broken('screen-told', 'screen-figure')
    .filter(({ message }) => UNTOLD.test(message) || OF_A_COUNT.test(message));
  return [
    {
      id: 'F26',
      confidence: 'likely',
      signals: lost.slice(0, 3).map(({ says, at }) => ({ says, at })),
      about: /\[screen-told\]/,
      from: [SCREEN],
      explains: follows.map(fact.violation),
    },
  ];
};

/** F89: a figure, a thought, a time or an order on the screen that neither a frame nor an answer of the API carries. */
export const toldOtherwise: Detector = (facts) => {
  const isLost = thoughtsLost(facts).length > 0;
  const fits = (says: string) => !isLost || !(UNTOLD.test(says) || OF_A_COUNT.test(says));
  return finding(facts, 'F89', TOLD, [], fits).map((one) => {
    const from = toldBroken(facts, ...TOLD)
      .filter(({ says }) => fits(says))
      .map(({ says }) => (OF_AN_OUTCOME.test(says) ? OUTCOMES : OF_A_FIGURE.test(says) ? FIGURES : 'told'));
    return { ...one, from };
  });
};

/** F90: who read further up was moved. */
export const viewMoved: Detector = (facts) => finding(facts, 'F90', ['screen-moved']);

/** F91: what another person wrote or was answered stood on the screen, if only for one picture. */
export const othersOnScreen: Detector = (facts) => finding(facts, 'F91', ['screen-foreign']);

/** F26: the run is over on the wire, and the screen still looks busy with it. */
export const stillBusy: Detector = (facts) =>
  finding(facts, 'F26', ['screen-over']).map((one) => ({ ...one, confidence: 'likely', from: [SCREEN] }));

/** F75: the words of the answer are all there, and its lines are not. */
export const linesLost: Detector = (facts) => finding(facts, 'F75', ['screen-lines']);
