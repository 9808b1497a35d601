import type { Diagnosis } from '../../lib/diagnosis/index.ts';
import type { Run } from '../../lib/protocol/index.ts';

/** Causes that rest on a silence of which the recording holds only the beginning. */
const OF_SILENCE = new Set(['F19', 'F53']);

/** @returns the diagnosis with less certainty where a run may have gone on after the recording ended */
export function asFarAsRecorded(diagnosis: Diagnosis, runs: readonly Run[], ended: number, silence: number): Diagnosis {
  const isCut = runs.some(({ end, events }) => end === null && ended - (events.at(-1)?.frame.time ?? 0) <= silence);
  if (!isCut) return diagnosis;
  const causes = diagnosis.causes.map((cause) =>
    OF_SILENCE.has(cause.id)
      ? {
          ...cause,
          confidence: 'possible' as const,
          signals: [...cause.signals.slice(0, 2), 'the recording ends here: the run may have gone on after it'],
        }
      : cause,
  );
  return { ...diagnosis, causes };
}
