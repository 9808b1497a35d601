import { fact } from '../facts.ts';
import { SCREEN, type Sign } from '../finding.ts';

/** Milliseconds after which a screen must have noticed that a run is over. */
const CONCLUDES = 1_000;

/**
 * F26: the wire is as it should be, and the screen does not show what it said. A question that left twice has two
 * answers: one is enough.
 */
export const notShown: Sign = (facts) => {
  const screen = facts.violations.filter(({ rule }) => rule.startsWith('screen-'));
  const whole = facts.runs.filter(({ end, answer }) => end === 'completed' && answer !== null);
  const hidden = whole.filter(({ answer }) => !facts.wasShown(answer?.text ?? ''));
  const unended = whole.filter(
    ({ answer, events }) =>
      !facts.wasConcluded(answer?.text ?? '') && facts.evidence.takenAt - (events.at(-1)?.frame.time ?? 0) > CONCLUDES,
  );
  if (facts.violations.some(({ rule }) => rule === 'sent-once') && hidden.length < whole.length) return [];
  const looked = facts.evidence.screen.length > 0;
  if (whole.length === 0 || (screen.length === 0 && (unended.length === 0 || !looked))) return [];
  const signals = [
    ...unended
      .filter((run) => !hidden.includes(run))
      .slice(0, 1)
      .map(({ id, events }) => ({
        says: `run ${id} is over on the wire, and on the screen it still goes on`,
        at: `frame #${events.at(-1)?.frame.seq}`,
      })),
    ...hidden.slice(0, 1).map(({ id, answer }) => ({
      says: `the answer of run ${id} came and was never shown`,
      at: `frame #${answer?.frame}`,
    })),
    ...screen
      .slice(0, 2)
      .map(({ message, frame, rule }) => ({ says: message, at: frame === null ? rule : `frame #${frame}` })),
  ];
  return [
    {
      id: 'F26',
      confidence: hidden.length > 0 ? 'certain' : 'likely',
      signals,
      from: [SCREEN],
      explains: screen.map(fact.violation),
    },
  ];
};
