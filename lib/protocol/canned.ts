/** Texts that stand alone where real content is missing (docs/contract/backend.md 4.5). */
const WHOLE = new Set([
  'Processing...',
  'Processing request',
  'unknown_tool',
  'unknown_agent',
  'Task completed',
  'Agent is processing...',
]);

/**
 * How other canned texts begin, each with all of its own words: an honest answer may speak of a fallback, a mock or a
 * degraded mode (docs/contract/backend.md 4.5).
 */
const OPENINGS = [
  /^(?:Mock|Fallback)(?: [\w-]+){0,2} agent response\b/,
  /^(?:Mock|Fallback) response(?= for:|:|[.!]?$)/,
  /^(?:Mock|Fallback)\b.{0,80}?(?:\bSuccessfully processed\b|\(timeout fallback\))/s,
  /^Successfully processed (?:your|the) (?:request|message|query)\b/,
  /^Error executing [\w-]+ agent:/,
  /^Degraded mode(?: response| active)?(?=\s*(?:[:–—-]|[.!]?$))/,
  /^Agent response for:/,
  /^Multi-agent collaboration completed for:/,
  /^Processed via factory pattern:/,
  /^Processed in isolation:/,
  /^Legacy processing:/,
  /^This is a simulated response to:/,
  /^I apologi[sz]e, but I(?:['’]m| am) (?:currently )?experiencing technical difficulties/,
  /^I apologi[sz]e, but (?:I (?:encountered|ran into) an? (?:error|issue|problem)|an error occurred)\b/,
];

/**
 * @param text a name, a thought, a piece of transcript or an answer
 * @returns the canned text that stands there in place of real content, as far as it tells itself; null for content
 */
export function canned(text: string): string | null {
  const trimmed = text.trim();
  if (WHOLE.has(trimmed)) return trimmed;
  return OPENINGS.map((opening) => opening.exec(trimmed)?.[0]).find((found) => found !== undefined) ?? null;
}
