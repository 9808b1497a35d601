import { setTimeout as pause } from 'node:timers/promises';

/**
 * Reads a value again and again until it is accepted or the budget is used up.
 * @param within milliseconds.
 * @returns the last value read, and whether it was accepted.
 */
export async function poll<T>(read: () => Promise<T> | T, accept: (value: T) => boolean, within: number): Promise<{ value: T; accepted: boolean }> {
  const deadline = Date.now() + within;
  for (;;) {
    const value = await read();
    if (accept(value)) return { value, accepted: true };
    if (Date.now() >= deadline) return { value, accepted: false };
    await pause(25);
  }
}
