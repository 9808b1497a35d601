import { changed } from './chat.ts';
import { put, putOutcome, type Conversation } from './conversation.ts';
import { finish } from './run.ts';
import { storedMessages, type StoredMessage } from './stored-messages.ts';

/**
 * Looks whether the server has stored the answer of the last run: its frames may have been missed.
 * @returns was it there?
 */
export async function recoverAnswer(conversation: Conversation): Promise<boolean> {
  const { run, awaited } = conversation;
  const stored = await storedOf(conversation);
  const runId = run ? run.id : awaited;
  const found = runId ? stored.findLast((message) => message.runId === runId) : stored.at(-1);
  if (found?.kind !== 'answer') return false;
  conversation.awaited = '';
  if (run === conversation.run && run) {
    run.answer = found.text;
    finish(run, 'completed');
    putOutcome(conversation, run);
  } else put(conversation, found);
  changed();
  return true;
}

/**
 * Looks up what the person asked in a run that was started elsewhere, e.g. in another tab.
 * @param place where it belongs in the transcript
 */
export async function recoverQuestion(conversation: Conversation, runId: string, place: number): Promise<void> {
  const stored = await storedOf(conversation);
  const asked = stored.find((message) => message.kind === 'user' && message.runId === runId);
  if (!asked || conversation.messages.some(({ key }) => key === asked.key)) return;
  conversation.messages.splice(place, 0, asked);
  changed();
}

/** What the server has stored of a thread; nothing, and a warning in the console, when it cannot be asked. */
function storedOf({ id }: Conversation): Promise<StoredMessage[]> {
  return storedMessages(id!).catch((error: unknown) => {
    console.warn(error);
    return [];
  });
}
