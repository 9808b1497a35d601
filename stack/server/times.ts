/*
 * Time stamps as the services write them, each kind at its own places (docs/contract/backend.md 6.1). All take epoch
 * milliseconds.
 */

const micros = (at: number) => new Date(at).toISOString().replace('Z', '000');

/** Seconds with a fraction: 1795842938.226. */
export const seconds = (at = Date.now()): number => at / 1000;

/** With an offset: 2026-11-28T05:15:38.226000+00:00. */
export const withOffset = (at = Date.now()): string => `${micros(at)}+00:00`;

/** With a Z: 2026-11-28T05:15:38.226000Z. */
export const withZ = (at = Date.now()): string => `${micros(at)}Z`;

/** UTC without a word about the zone: 2026-11-28T05:15:38.226000. */
export const withoutZone = (at = Date.now()): string => micros(at);

/** As `withoutZone`, whole seconds: 2026-11-28T07:13:51. */
export const wholeSecond = (at: number): string => new Date(at).toISOString().slice(0, 19);
