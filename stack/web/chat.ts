import { createConversation, type Conversation } from './conversation.ts';
import { recallDraft } from './draft.ts';
import { go, threadPath } from './router.ts';
import { isActive } from './run.ts';
import { sendFrame } from './socket.ts';
import { storedMessages } from './stored-messages.ts';
import { createThread, fetchThread, loadThreads, updateThread } from './threads.ts';

/** The conversations of this page by thread; those in the background go on. */
export const conversations = new Map<string, Conversation>();

let open = createConversation(null);

const watchers = new Set<() => void>();

/** @returns the one on the screen */
export const openConversation = (): Conversation => open;

/** @param watcher called after each change of any conversation */
export function watchChat(watcher: () => void): void {
  watchers.add(watcher);
}

/** Tells that a conversation was changed. */
export function changed(): void {
  for (const watcher of watchers) watcher();
}

/** @returns is the conversation waiting for the server or an agent? */
export function isBusy(conversation = open): boolean {
  return conversation.sending !== null || isActive(conversation.run);
}

/** Puts an empty conversation on the screen; its thread is created by the first message. */
export function openFresh(): void {
  if (open.id !== null) open = createConversation(null);
  open.draft ||= recallDraft(null);
  changed();
}

/** Puts a thread on the screen, from the server when this page does not have it yet. */
export function openThread(id: string): void {
  const known = conversations.get(id);
  const carried = open.id === null ? open.draft : '';
  open = known && known.load !== 'failed' ? known : createConversation(id);
  conversations.set(id, open);
  open.draft ||= carried;
  if (open === known) return changed();
  open.draft ||= recallDraft(id);
  open.loaded = load(open, id);
}

/** A person picks a thread in the sidebar. */
export function switchThread(id: string): void {
  sendFrame({ type: 'switch_thread', payload: { thread_id: id } });
  go(threadPath(id));
}

/**
 * A person asks for a new conversation: its thread is created at once.
 * @throws Error when the server does not create it
 */
export async function startNewChat(): Promise<void> {
  const { id } = await createThread({});
  const conversation = createConversation(id);
  conversation.load = 'ready';
  conversations.set(id, conversation);
  open = conversation;
  go(threadPath(id));
  changed();
  void loadThreads();
}

/** The open conversation got its thread. */
export function adoptThread(conversation: Conversation, id: string): void {
  conversation.id = id;
  conversations.set(id, conversation);
}

async function load(conversation: Conversation, id: string): Promise<void> {
  changed();
  try {
    updateThread(id, await fetchThread(id));
    conversation.load = 'loading';
    changed();
    const stored = await storedMessages(id);
    const last = stored.at(-1);
    conversation.messages = [...stored, ...conversation.messages];
    conversation.awaited = last?.kind === 'user' ? last.runId : '';
    conversation.load = 'ready';
  } catch (error) {
    conversation.load = 'failed';
    conversation.problem = (error as Error).message;
  }
  changed();
}
