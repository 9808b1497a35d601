// @ts-check
import { session } from './session.ts';

const KEY = 'chat_state_persistence';
const LIFE = 30 * 60_000;

/**
 * Keeps what stands in the composer, so that a reload does not lose it.
 * @param {string | null} threadId
 * @param {string} draft
 */
export function keepDraft(threadId, draft) {
  const owner = session.get().person?.id;
  localStorage.setItem(KEY, JSON.stringify({ owner, activeThreadId: threadId, draft, savedAt: Date.now() }));
}

/**
 * @param {string | null} threadId
 * @returns {string} what the same person wrote in the same thread within the last half hour
 */
export function recallDraft(threadId) {
  const kept = read();
  const same = kept && kept.owner === session.get().person?.id && kept.activeThreadId === threadId;
  return same && Date.now() - kept.savedAt < LIFE ? String(kept.draft ?? '') : '';
}

/** @returns {{ owner?: string, activeThreadId: string | null, draft?: string, savedAt: number } | null} */
function read() {
  try {
    return JSON.parse(localStorage.getItem(KEY) ?? 'null');
  } catch (error) {
    if (error instanceof SyntaxError) return null;
    throw error;
  }
}
