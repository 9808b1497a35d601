import { visible } from './plain-text.ts';

/** A text as JSON; undefined when it is none. */
export function parseJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}

/**
 * What a body holds: its value where its type says that it is JSON, and how many characters it has that are none. A
 * mark of byte order is passed over, as a browser does.
 * @param type the content type
 */
export function readJson(type: string | undefined, body: string): { received: unknown; malformed?: number } {
  if (!/[/+]json\b/i.test(type ?? '')) return { received: null };
  const received = parseJson(body.replace(/^\uFEFF/, ''));
  return received === undefined && body.trim() !== ''
    ? { received: null, malformed: body.length }
    : { received: received ?? null };
}

/** A value as JSON that every reader takes: what its texts have of unprintable signs is named (`visible`). */
export function toJson(value: unknown, space = 0): string {
  return JSON.stringify(value, (_name, one: unknown) => (typeof one === 'string' ? visible(one) : one), space);
}
