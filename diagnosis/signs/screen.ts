import { fact } from '../facts.ts';
import { SCREEN, type Sign } from '../finding.ts';

/** F26: the wire is as it should be, and the screen does not show what it said. */
export const notShown: Sign = (facts) => {
  const screen = facts.violations.filter(({ rule }) => rule.startsWith('screen-'));
  const whole = facts.runs.filter(({ end, answer }) => end === 'completed' && answer !== null);
  const hidden = whole.filter(({ answer }) => !facts.wasShown(answer?.text ?? ''));
  const looked = facts.evidence.screen.length > 0;
  if (whole.length === 0 || (screen.length === 0 && (hidden.length === 0 || !looked))) return [];
  const signals = [
    ...hidden.slice(0, 1).map(({ id, answer }) => ({ says: `the answer of run ${id} came and was never shown`, at: `frame #${answer?.frame}` })),
    ...screen.slice(0, 2).map(({ message, frame, rule }) => ({ says: message, at: frame === null ? rule : `frame #${frame}` })),
  ];
  return [{ id: 'F26', confidence: hidden.length > 0 ? 'certain' : 'likely', signals, from: [SCREEN], explains: screen.map(fact.violation) }];
};
