const ISO = /^\d{4}-\d\d-\d\dT\d\d:\d\d(:\d\d(\.\d{1,9})?)?(Z|[+-]\d\d:?\d\d)?$/;
const ZONE = /(Z|[+-]\d\d:?\d\d)$/;

/**
 * Numbers below are seconds, from here on milliseconds: as seconds this is the year 5138, as milliseconds it is 1973.
 */
const FIRST_MILLISECONDS = 1e11;
const FIRST_SECONDS = 1e8;
const LAST_MILLISECONDS = 8.64e15;

/**
 * Reads a timestamp of any of the product's envelopes: ISO 8601 text (without a zone it is UTC, as Python's `isoformat`
 * writes it), epoch seconds or epoch milliseconds.
 * @returns epoch milliseconds, or null for everything else
 */
export function toMilliseconds(value: unknown): number | null {
  if (typeof value === 'string') {
    if (!ISO.test(value)) return null;
    const parsed = Date.parse(ZONE.test(value) ? value : `${value}Z`);
    return Number.isNaN(parsed) ? null : parsed;
  }
  if (typeof value !== 'number' || value < FIRST_SECONDS || value > LAST_MILLISECONDS) return null;
  return value < FIRST_MILLISECONDS ? value * 1000 : value;
}
