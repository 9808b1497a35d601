import type { Sign } from '../finding.ts';

/** F60: the runner planned more than it executed, so that green says nothing. */
export const notExecuted: Sign = ({ evidence: { runner } }) => {
  if (!runner || (runner.executed > 0 && runner.executed >= runner.planned)) return [];
  const says = `${runner.executed} of ${runner.planned} planned tests were executed`;
  return [{ id: 'F60', confidence: 'certain', signals: [{ says, at: 'runner' }], from: ['runner'], explains: [] }];
};
