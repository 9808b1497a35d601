import type { Violation } from '../../evidence/index.ts';
import { plain } from '../../basics/plain-text.ts';
import { fact, type Facts } from '../facts.ts';
import { type Detector, type Finding, SCREEN } from '../finding.ts';

/** Rules of the screen that break only because a text cannot be read. */
const FOLLOW_HIDING = ['screen-visible', 'screen-progressive', 'screen-flicker', 'screen-loss', 'screen-altered'];

/** What the test says that a rule of the screen was broken, beside what was found in the evidence. */
function broken(facts: Facts, ...rules: string[]): { says: string; at: string; violation: Violation | null }[] {
  const said = facts.evidence.errors.flatMap((error) =>
    [...plain(error).matchAll(/✗ \[([\w-]+)\] (.+)/g)].flatMap(([, rule = '', says = '']) =>
      rules.includes(rule) ? [{ says, at: rule, violation: null }] : [],
    ),
  );
  const seen = facts.broken(...rules).map((violation) => ({
    says: violation.message,
    at: violation.frame === null ? violation.rule : `frame #${violation.frame}`,
    violation,
  }));
  return [...said, ...seen.filter(({ says }) => !said.some((one) => one.says.includes(says)))];
}

function finding(facts: Facts, id: string, rules: string[], follow: string[] = []): Finding[] {
  const met = broken(facts, ...rules);
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
export const hiddenText: Detector = (facts) => finding(facts, 'F88', ['screen-visible'], FOLLOW_HIDING);

/** F89: a figure, a thought, a time or an order on the screen that neither a frame nor an answer of the API carries. */
export const toldOtherwise: Detector = (facts) =>
  finding(facts, 'F89', ['screen-figure', 'screen-told', 'screen-time', 'screen-threads']);

/** F90: who read further up was moved. */
export const viewMoved: Detector = (facts) => finding(facts, 'F90', ['screen-moved']);

/** F91: what another person wrote or was answered stood on the screen, if only for one picture. */
export const othersOnScreen: Detector = (facts) => finding(facts, 'F91', ['screen-foreign']);

/** F26: the run is over on the wire, and the screen still looks busy with it. */
export const stillBusy: Detector = (facts) =>
  finding(facts, 'F26', ['screen-over']).map((one) => ({ ...one, confidence: 'likely', from: [SCREEN] }));

/** F75: the words of the answer are all there, and its lines are not. */
export const linesLost: Detector = (facts) => finding(facts, 'F75', ['screen-lines']);
