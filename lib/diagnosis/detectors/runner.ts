import { firstLine } from '../../basics/plain-text.ts';
import { fact } from '../facts.ts';
import { type Confidence, SCREEN, SILENCE, type Detector } from '../finding.ts';

/** F60: the runner planned more than it executed, so that green says nothing. */
export const notExecuted: Detector = ({ evidence: { runner } }) => {
  if (!runner || (runner.executed > 0 && runner.executed >= runner.planned)) return [];
  const says = `${runner.executed} of ${runner.planned} planned tests were executed`;
  return [{ id: 'F60', confidence: 'certain', signals: [{ says, at: 'runner' }], from: ['runner'], explains: [] }];
};

const BROWSER_DIED =
  /(?<!context or )browser (has been closed|died|closed unexpectedly|process exited)|browserType\.launch|Failed to launch/i;
/** What is said of a browser that died, of a page that closed itself, and of all when the time of a test is over. */
const GONE = /Target page, context or browser has been closed/i;
const TIME_IS_OVER = /Test timeout of \d+ ?ms exceeded|Test ended/i;
const HOST_DIED = /stack host (is gone|died|answered nothing|does not answer)|embedded stack did not start/i;

/** F72: the browser is gone while the test still used it. F73: the host of the embedded stack is. */
export const ownMachineryDied: Detector = (facts) => {
  const { errors } = facts.evidence;
  const isOver = errors.some((error) => TIME_IS_OVER.test(error));
  const found = (id: string, what: string, words: RegExp, confidence: Confidence = 'certain') =>
    errors
      .filter((error) => words.test(error))
      .slice(0, 1)
      .map((error) => ({
        id,
        confidence,
        signals: [{ says: firstLine(error), at: what }],
        from: [what],
        explains: [
          'api',
          'auth',
          SILENCE,
          SCREEN,
          ...facts.violations.map(fact.violation),
          ...facts.runs.flatMap((run) => [fact.open(run), fact.half(run)]),
          ...facts.connections.map(fact.socket),
          ...facts.calls.map(fact.call),
        ],
      }));
  return [
    ...found('F73', 'stack host', HOST_DIED),
    ...found('F72', 'browser', BROWSER_DIED),
    ...(isOver ? [] : found('F72', 'browser', GONE, 'likely')),
  ].slice(0, 1);
};
