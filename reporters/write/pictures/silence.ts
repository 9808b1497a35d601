import type { RecordedRun, Seen } from '../../record/schema-attempt.ts';

/** A silence that a person notices, in milliseconds. */
const NOTICED = 1_000;
/** How much of a silence at the end of a run is drawn, in milliseconds: it may last as long as the test. */
const MOST_AT_THE_END = 5_000;

/** A stretch of a run in which no event of it came. */
export interface Silence {
  from: number;
  to: number;
  /** Whether nothing of the run came after it. */
  last: boolean;
}

/** The silences of a run, from the message on. @param until epoch milliseconds at which the test ended */
export function silencesOf(seen: Seen, { id, sentAt, end }: RecordedRun, until: number): Silence[] {
  const times = seen.frames.filter(({ run }) => run === id).map(({ time }) => time);
  const moments = [sentAt, ...times.filter((time) => time > sentAt)];
  const between = moments.slice(1).map((to, index): Silence => ({ from: moments[index]!, to, last: false }));
  const from = moments.at(-1)!;
  const atTheEnd: Silence[] = end === null ? [{ from, to: Math.min(until, from + MOST_AT_THE_END), last: true }] : [];
  return [...between, ...atTheEnd].filter(({ from: begin, to }) => to - begin >= NOTICED);
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
    ...(longest
      ? [`${longest.last ? 'then nothing came for' : 'the longest silence was'} ${time(longest.to - longest.from)}`]
      : []),
    ...(run.end === null ? ['the run never ended'] : []),
  ];
  return `${parts.slice(0, -1).join(', ')} and ${parts.at(-1)}`;
}
