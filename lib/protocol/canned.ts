/** Texts that the product's page and services put where real content is missing (docs/contract/backend.md 4.5). */
const DEFAULTS = new Set([
  'Processing...',
  'Processing request',
  'unknown_tool',
  'unknown_agent',
  'Task completed',
  'Agent is processing...',
]);

const PATTERNS = [
  /^Mock\b/,
  /^Fallback\b/,
  /^Degraded mode\b/,
  /\bSuccessfully processed\b/,
  /^Agent response for:/,
  /\(timeout fallback\)/,
];

/**
 * @param text a name, a thought, a piece of transcript or an answer
 * @returns the canned default that stands there in place of real content, or null
 */
export function canned(text: string): string | null {
  const trimmed = text.trim();
  if (DEFAULTS.has(trimmed)) return trimmed;
  for (const pattern of PATTERNS) {
    const found = pattern.exec(trimmed);
    if (found) return found[0];
  }
  return null;
}
