import type { Violation } from '../../evidence/index.ts';
import type { Run } from '../../protocol/index.ts';
import { fact } from '../facts.ts';
import { type Detector, OUTCOMES, SCREEN } from '../finding.ts';
import { COURSE, signalsOf, UNWRITTEN } from './events.ts';

/** A run that its server ended as failed or stopped, and not as completed: what it then lacks follows from that. */
export const givenUp: Detector = (facts) => {
  const told = facts.broken('expected-end').flatMap((violation) => {
    const run = facts.runs.find(({ ending }) => ending?.frame.seq === violation.frame);
    return run && run.end !== 'completed' && !UNWRITTEN.test(run.ending?.message ?? '') ? [{ violation, run }] : [];
  });
  if (told.length === 0) return [];
  const follows = told.flatMap(({ run }) => facts.broken(...COURSE).filter((one) => isOf(run, one)));
  return [
    {
      id: 'run-given-up',
      confidence: 'likely',
      signals: signalsOf(told.map(({ violation }) => violation)),
      from: told.map(({ violation }) => fact.violation(violation)),
      explains: [...follows.map(fact.violation), SCREEN, OUTCOMES],
      explainsSurely: true,
    },
  ];
};

/** Whether a broken rule is of this run: by its frame, or by the frames that a sentence on an absence names. */
function isOf({ events }: Run, { frame, message }: Violation): boolean {
  const [first, last] = [events[0], events.at(-1)].map((event) => event?.frame.seq);
  if (frame !== null) return events.some((event) => event.frame.seq === frame);
  return message.includes(`between frame #${first} and frame #${last}`);
}
