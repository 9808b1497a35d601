import { session } from './session.ts';

const KEY = 'chat_state_persistence';
const LIFE = 30 * 60_000;

interface Kept {
  owner: string;
  activeThreadId: string | null;
  draft: string;
  /** Epoch milliseconds. */
  savedAt: number;
}

/** Keeps what stands in the composer, so that a reload does not lose it. */
export function keepDraft(threadId: string | null, draft: string): void {
  const owner = session.get().person?.id;
  localStorage.setItem(KEY, JSON.stringify({ owner, activeThreadId: threadId, draft, savedAt: Date.now() }));
}

/** @returns what the same person wrote in the same thread within the last half hour */
export function recallDraft(threadId: string | null): string {
  const kept = read();
  const same = kept && kept.owner === session.get().person?.id && kept.activeThreadId === threadId;
  return same && Date.now() - kept.savedAt < LIFE ? kept.draft : '';
}

function read(): Kept | null {
  try {
    return JSON.parse(localStorage.getItem(KEY) ?? 'null') as Kept | null;
  } catch {
    return null;
  }
}
