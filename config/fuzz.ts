import { onlyTheSentence } from './sentence.mjs';

/**
 * How many random and mutated frames the pure rooms are fed by the suite's own tests: `NETRA_FUZZ_FRAMES`, default
 * 20,000.
 * @throws Error with one sentence when it is no number of frames: none would prove nothing
 */
function framesAskedFor(): number {
  const { NETRA_FUZZ_FRAMES: asked = '20000' } = process.env;
  if (!/^[1-9]\d{3,}$/.test(asked))
    throw onlyTheSentence(`NETRA_FUZZ_FRAMES must be a whole number from 1000 on, not "${asked}".`);
  return Number(asked);
}

export const fuzzFrames = framesAskedFor();
