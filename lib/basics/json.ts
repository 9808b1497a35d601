import { visible } from './plain-text.ts';

/** A text as JSON; undefined when it is none. */
export function parseJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}

/** Whether a content type says that a body is one JSON value. */
export function isJson(type: string | undefined): boolean {
  return /[/+]json\b/i.test(type ?? '');
}

/**
 * What a body holds that is said to be JSON: its value, or how many characters it has that are none. A mark of byte
 * order is passed over, as a browser does.
 */
export function readJson(body: string): { received: unknown; malformed?: number } {
  const received = parseJson(body.replace(/^\uFEFF/, ''));
  return received === undefined && body.trim() !== ''
    ? { received: null, malformed: body.length }
    : { received: received ?? null };
}

/** A value as JSON that every reader takes: what its texts have of unprintable signs is named (`visible`). */
export function toJson(value: unknown, space = 0): string {
  return JSON.stringify(value, (_name, one: unknown) => (typeof one === 'string' ? visible(one) : one), space);
}
