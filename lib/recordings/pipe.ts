import { closeSync, constants, openSync, read } from 'node:fs';
import { setTimeout as pause } from 'node:timers/promises';
import { promisify } from 'node:util';
import { Unreadable } from './unreadable.ts';

const readInto = promisify(read);

/** Milliseconds for which a pipe may be silent, and between two looks at it. */
const PATIENCE = 20_000;
const LOOK = 20;

const LARGEST_PIECE = 256 * 1024;

/**
 * Reads a pipe to its end, and does not wait for ever for somebody who writes nothing into it.
 * @param file its path, also as sentences name it
 * @param patience milliseconds after which a silent pipe is given up
 * @throws Unreadable when nothing came for so long
 */
export async function* piped(file: string, patience = PATIENCE): AsyncGenerator<Uint8Array> {
  const handle = openSync(file, constants.O_RDONLY | constants.O_NONBLOCK);
  try {
    let [hasBegun, quiet] = [false, 0];
    for (;;) {
      const piece = Buffer.alloc(LARGEST_PIECE);
      const length = await lengthOf(handle, piece);
      // Before anybody has opened it to write, it looks as if it had ended.
      if (length === 0 && hasBegun) return;
      if (length > 0) {
        [hasBegun, quiet] = [true, 0];
        yield piece.subarray(0, length);
        continue;
      }
      quiet += LOOK;
      if (quiet > patience)
        throw new Unreadable(
          `${file} is a pipe through which nothing came for ${patience / 1000} s: save what is to be judged to a file, and name that.`,
        );
      await pause(LOOK);
    }
  } finally {
    closeSync(handle);
  }
}

/** How many bytes came; 0 at the end, and -1 while there are none. */
async function lengthOf(handle: number, piece: Buffer): Promise<number> {
  try {
    return (await readInto(handle, piece, 0, piece.length, null)).bytesRead;
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'EAGAIN') return -1;
    throw error;
  }
}
