import type { RecordedRun, Seen } from '../../record/schema-attempt.ts';

/** A silence that a person notices, in milliseconds. */
const NOTICED = 1_000;

/** A stretch of a run in which no event of it came. */
export interface Silence {
  from: number;
  to: number;
  /** Whether it began with the message, and not with an event. */
  first: boolean;
  /** Whether nothing of the run came after it; it lasts until the test ended. */
  last: boolean;
}

/** The silences of a run, from the message on. @param until epoch milliseconds at which the test ended */
export function silencesOf(seen: Seen, { id, sentAt, end }: RecordedRun, until: number): Silence[] {
  const times = seen.frames.filter(({ run }) => run === id).map(({ time }) => time);
  const moments = [sentAt, ...times.filter((time) => time > sentAt), ...(end === null ? [until] : [])];
  return moments
    .slice(1)
    .map((to, index): Silence => ({
      from: moments[index]!,
      to,
      first: index === 0,
      last: end === null && index === moments.length - 2,
    }))
    .filter(({ from, to }) => to - from >= NOTICED);
}

/** What a silence is measured from and to: beside it stand other times of the same silence. */
export function measuredOf({ first, last }: Pick<Silence, 'first' | 'last'>): string {
  const begin = first ? 'the message' : last ? 'the last event' : 'one event';
  return `from ${begin} to ${last ? 'the end of the test' : first ? 'the first event' : 'the next'}`;
}

/** What a run was, in a sentence for people. */
export function captionOf(run: RecordedRun, silences: readonly Silence[]): string {
  const { firstEvent, firstText, answer } = run.latency;
  const time = (ms: number) => (ms < 1_000 ? `${Math.round(ms)} ms` : `${(ms / 1_000).toFixed(1)} s`);
  const [longest] = [...silences].sort((a, b) => b.to - b.from - (a.to - a.from));
  const parts = [
    firstEvent === null
      ? 'After the message no agent event came'
      : `The first agent event came ${time(firstEvent)} after the message`,
    firstText === null ? 'no text of an answer was shown' : `the first text was shown after ${time(firstText)}`,
    ...(answer === null ? [] : [`the answer was whole after ${time(answer)}`]),
    ...(longest ? [`the longest silence was the ${time(longest.to - longest.from)} ${measuredOf(longest)}`] : []),
    ...(run.end === null ? ['the run never ended'] : []),
  ];
  return `${parts.slice(0, -1).join(', ')} and ${parts.at(-1)}`;
}
