import type { Violation } from '../../lib/evidence/index.ts';
import type { AgentEvent } from '../../lib/protocol/index.ts';

/**
 * @param skew largest honest difference between a timestamp and its arrival, in milliseconds
 * @returns by how many milliseconds the server's clock is ahead of the recorder's, where every timestamp says the same;
 *   null where they agree, or where the timestamps do not
 */
export function clocksApart(events: readonly AgentEvent[], skew: number): number | null {
  const ahead = events
    .filter(({ frame, timestamp }) => frame.direction === 'received' && timestamp !== null)
    .map(({ frame, timestamp }) => timestamp! - frame.time)
    .sort((one, other) => one - other);
  const median = ahead[Math.floor(ahead.length / 2)];
  if (median === undefined || ahead.length < 3 || Math.abs(median) <= skew) return null;
  return ahead.every((one) => Math.abs(one - median) <= skew) ? median : null;
}

/** @returns whether a broken rule says nothing else than that the clocks are apart */
export function isOfClocks({ rule, message }: Violation): boolean {
  return rule === 'timestamps' && / it arrived\b/.test(message);
}

export function apartInWords(ahead: number): string {
  const seconds = Math.round(Math.abs(ahead) / 1000);
  return (
    `The server's clock is ${seconds} s ${ahead > 0 ? 'ahead of' : 'behind'} that of the recording: ` +
    'timestamps are compared with each other, and not with the time at which they came.'
  );
}
