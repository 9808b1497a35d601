/** A JSON object of which nothing is known yet. */
export type Json = Record<string, unknown>;

export function isObject(value: unknown): value is Json {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

/** The value, or an object without members when it is not an object. */
export function objectOf(value: unknown): Json {
  return isObject(value) ? value : {};
}

export function isWhole(value: unknown): value is number {
  return Number.isInteger(value);
}

/**
 * When something happened, in epoch milliseconds.
 * @param time as the REST API tells it: epoch seconds, or ISO text
 * @returns now when it tells no time
 */
export function momentOf(time: unknown): number {
  return (typeof time === 'number' ? time * 1000 : Date.parse(String(time))) || Date.now();
}
