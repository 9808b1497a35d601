import type { RunFate } from '../../faults/index.ts';
import type { Step } from './script.ts';

/** What a fault may do to a run. */
interface Ending {
  status: unknown;
  complete(answer: string): void;
}

/** The steps of a run up to where a fault ends it without a word, with the status and answer that the fault has. */
export function* stepsOf(run: Ending, steps: readonly Step[], { dies, cutAfterPieces }: RunFate): Generator<Step> {
  const pieces: string[] = [];
  for (const [before, step] of steps.entries()) {
    if (dies !== undefined && before >= dies.after) {
      run.status = dies.status;
      return;
    }
    if (step.type === 'partial_result') {
      if (pieces.length === cutAfterPieces) return run.complete(pieces.join(''));
      pieces.push(String(step.fields['content']));
    }
    yield step;
  }
}

/** Milliseconds before the next frame. @param usual without a fault @param before frames sent so far */
export function pauseOf({ slow }: RunFate, usual: number, before: number): number {
  return slow !== undefined && before + 1 >= slow.from ? slow.ms : usual;
}
