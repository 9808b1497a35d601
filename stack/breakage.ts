import type { Answer, Asked, FaultSpec } from '../faults/index.ts';

/** The faults that are on in a stack, asked at the points where they can change something. */
export class Breakage {
  replace(_specs: readonly FaultSpec[]): void {}

  delay(_asked: Asked): number {
    return 0;
  }

  answer(_asked: Asked): Answer | undefined {
    return undefined;
  }

  edit(_asked: Asked, answer: Answer): Answer {
    return answer;
  }
}
