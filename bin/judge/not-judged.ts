import type { Run } from '../../lib/protocol/index.ts';
import type { Recorded } from '../../lib/recordings/index.ts';

interface Known {
  recorded: Recorded;
  person: string | null;
  /** Whether a message of the person was recorded. */
  asks: boolean;
  runs: readonly Run[];
}

/** @returns what a file does not tell, each with the rules that were therefore not held against it */
export function notJudged({ recorded, person, asks, runs }: Known): string[] {
  const { timed, directed, frames, sockets, exchanges, told } = recorded;
  if (frames.length === 0)
    return [
      told.runs && told.frames === undefined
        ? 'the frames, which are not in this file: give frames.jsonl of the same test as well'
        : sockets.length === 0 && exchanges.length > 0
          ? 'any run: there is no WebSocket; the page opened none, or did so before the recording began, or whoever recorded it left it out'
          : 'any run: there is no message',
    ];
  return [
    ...(timed
      ? []
      : [
          'silences, and when a timestamp came (liveness, send-answered, part of timestamps): no times of arrival; the timeline has those that the events carry',
        ]),
    ...(directed ? [] : ['which side sent a message of an unknown type: no directions; of known types the type tells']),
    ...(asks
      ? []
      : [
          'whether the runs were asked for, and once (known-run, send-shape, sent-once): no message of the person; --question adds it',
        ]),
    ...(person === null
      ? [
          "whether the frames are this person's (own-user), only that each run is of one user: nobody is named; --person does",
        ]
      : []),
    ...(runs.length > 0 && !told.runs?.some(({ expected }) => expected?.counts)
      ? [
          `how often each step comes (declared-counts, no-extra-event): nothing declares it${byTheTest(recorded, 'declared-counts', 'no-extra-event')}`,
        ]
      : []),
    ...(runs.length > 0 && !told.runs?.some(({ expected }) => expected?.restates)
      ? [
          `whether the pieces add up to the answer (streamed-equals-answer, one-answer): a product may sum them up${byTheTest(recorded, 'streamed-equals-answer', 'one-answer')}`,
        ]
      : []),
    ...(told.screen ? [] : ['the screen: it was not recorded']),
  ];
}

/**
 * What a test found by its own expectations, against which a file without them cannot be held again: a broken rule is
 * listed, and where the file has only its name, this says so.
 */
function byTheTest({ told, foundBroken }: Recorded, ...rules: string[]): string {
  if (!told.runs && told.violations?.some(({ rule }) => rules.includes(rule)))
    return '; what the test found of it stands above';
  const found = rules.filter((rule) => foundBroken.includes(rule));
  return found.length > 0 ? `; the test itself found ${found.join(' and ')} broken` : '';
}
