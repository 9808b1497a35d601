export type Fields = Record<string, unknown>;

/** @returns the value as an object; null for everything else, a list among it */
export function objectOf(value: unknown): Fields | null {
  return typeof value === 'object' && value !== null && !Array.isArray(value) ? (value as Fields) : null;
}

/** @returns the value as a list; an empty one for everything else */
export function listOf(value: unknown): unknown[] {
  return Array.isArray(value) ? value : [];
}

/** @returns the value as a text; an empty one for everything else */
export function textOf(value: unknown): string {
  return typeof value === 'string' ? value : '';
}
