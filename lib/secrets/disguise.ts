import type { Reading } from './reading.ts';

/**
 * A way in which a text may hide another one from a plain search. It reads a text; there is no reading when nothing of
 * its kind is in it. Bytes are read as Latin-1, so that none is lost.
 */
export interface Disguise {
  name: string;
  read(text: string): Reading[];
}

/** At most one reading, as a list. */
export const one = (reading: Reading | null): Reading[] => (reading ? [reading] : []);
