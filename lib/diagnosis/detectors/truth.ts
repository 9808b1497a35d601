import { canned } from '../../protocol/index.ts';
import { fact, field, nameOf } from '../facts.ts';
import { SCREEN, type Sign, type Signal } from '../finding.ts';

/** F28: what is given as an answer is a text from the shelf. */
export const cannedAnswer: Sign = (facts) => {
  const said = facts.runs.flatMap(({ answers }) => answers).filter(({ text }) => canned(text) !== null);
  const rest = facts
    .of('api', /^\/api\/agents?\//)
    .filter(({ received }) => canned(String(field(received, 'response') ?? '')) !== null);
  if (said.length + rest.length === 0) return [];
  const signals: Signal[] = [
    ...said
      .slice(0, 2)
      .map(({ text, from, frame }) => ({ says: `${from} says "${text.slice(0, 60)}"`, at: `frame #${frame}` })),
    ...rest.slice(0, 1).map((call) => ({
      says: `answers "${String(field(call.received, 'response')).slice(0, 60)}"`,
      at: nameOf(call),
    })),
  ];
  const follows = facts.broken(
    'no-canned-text',
    'on-topic',
    'one-answer',
    'streamed-equals-answer',
    'screen-canned',
    'screen-progressive',
  );
  return [
    {
      id: 'F28',
      confidence: 'certain',
      signals,
      from: ['canned'],
      explains: [...follows.map(fact.violation), ...facts.runs.map(fact.half), SCREEN],
    },
  ];
};
