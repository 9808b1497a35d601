import { changed } from './chat.ts';
import { put, putOutcome, type Conversation, type Message } from './conversation.ts';
import { finish } from './run.ts';
import { runOf, storedMessages } from './stored-messages.ts';

/**
 * Looks whether the server has stored the answer of the last run: its frames may have been missed.
 * @returns was it there?
 */
export async function recoverAnswer(conversation: Conversation): Promise<boolean> {
  const { id, run, awaited } = conversation;
  if (!id || (!run && !awaited)) return false;
  const stored = await storedOf(id);
  const runId = run?.id ?? awaited;
  const found = runId ? stored.findLast((message) => runOf(message) === runId) : stored.at(-1);
  if (found?.kind !== 'answer') return false;
  conversation.awaited = null;
  if (run === conversation.run && run) {
    run.answer = found.text;
    finish(run, 'completed');
    putOutcome(conversation, run, found.raw);
  } else put(conversation, found);
  changed();
  return true;
}

/**
 * Looks up what the person asked in a run that was started elsewhere, e.g. in another tab.
 * @param place where it belongs in the transcript
 */
export async function recoverQuestion(conversation: Conversation, runId: string, place: number): Promise<void> {
  if (!conversation.id) return;
  const stored = await storedOf(conversation.id);
  const asked = stored.find((message) => message.kind === 'user' && runOf(message) === runId);
  if (!asked || conversation.messages.some(({ key }) => key === asked.key)) return;
  conversation.messages.splice(place, 0, asked);
  changed();
}

/** What the server has stored of a thread; nothing, and a warning in the console, when it cannot be asked. */
async function storedOf(threadId: string): Promise<Message[]> {
  try {
    return await storedMessages(threadId);
  } catch (error) {
    console.warn(error);
    return [];
  }
}
