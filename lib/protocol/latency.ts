import type { Latency } from '../evidence/index.ts';
import type { Run } from './run.ts';
import type { Sample } from './stream.ts';

/**
 * @param sentAt epoch milliseconds of the page's clock at which the person's message left
 * @param shown every state in which the screen showed the answer
 */
export function latency(run: Run, sentAt: number, shown: readonly Sample[]): Latency {
  const since = (time: number | null | undefined) => (time === null || time === undefined ? null : time - sentAt);
  return {
    firstEvent: since(run.startedAt),
    firstText: since(shown.find(({ text }) => text !== '')?.time),
    answer: since(run.answer?.time),
    end: since(run.endedAt),
  };
}
