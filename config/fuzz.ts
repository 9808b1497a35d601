import { onlyTheSentence } from './sentence.mjs';

/**
 * Number of random and mutated frames in the fuzz tests of the suite itself: `NETRA_FUZZ_FRAMES`, default 20,000.
 * @throws Error with one sentence when it is not a whole number of at least 1000
 */
function framesAskedFor(): number {
  const { NETRA_FUZZ_FRAMES: asked = '20000' } = process.env;
  if (!/^[1-9]\d{3,}$/.test(asked))
    throw onlyTheSentence(`NETRA_FUZZ_FRAMES must be a whole number of at least 1000, not "${asked}".`);
  return Number(asked);
}

export const fuzzFrames = framesAskedFor();
