// @ts-check
import { createConversation, put, putOutcome, readStored } from './conversation.ts';
import { recallDraft } from './draft.ts';
import { readAll } from './listing.ts';
import { go, threadPath } from './router.ts';
import { finish, isActive } from './run.ts';
import { sendFrame } from './socket.ts';
import { createThread, fetchThread, loadThreads, updateThread } from './threads.ts';

/** @typedef {import('./conversation.ts').Conversation} Conversation */
/** @typedef {import('./conversation.ts').Message} Message */

/** The conversations of this page by thread; those in the background go on. @type {Map<string, Conversation>} */
export const conversations = new Map();

let open = createConversation(null);

/** @type {Set<() => void>} */
const watchers = new Set();

/** @returns {Conversation} the one on the screen */
export const openConversation = () => open;

/** @param {() => void} watcher called after each change of any conversation */
export function watchChat(watcher) {
  watchers.add(watcher);
}

/** Tells that a conversation was changed. */
export function changed() {
  for (const watcher of watchers) watcher();
}

/** @returns {boolean} is the conversation waiting for the server or an agent? */
export function isBusy(conversation = open) {
  return conversation.sending !== null || isActive(conversation.run);
}

/** Puts an empty conversation on the screen; its thread is created by the first message. */
export function openFresh() {
  if (open.id !== null) open = createConversation(null);
  open.draft ||= recallDraft(null);
  changed();
}

/**
 * Puts a thread on the screen, from the server when this page does not have it yet.
 * @param {string} id
 */
export function openThread(id) {
  if (open.id === id && open.load !== 'failed') return;
  const known = conversations.get(id);
  const carried = open.id === null ? open.draft : '';
  open = known && known.load !== 'failed' ? known : createConversation(id);
  conversations.set(id, open);
  if (carried && !open.draft) open.draft = carried;
  if (open === known) return changed();
  open.draft ||= recallDraft(id);
  open.loaded = load(open, id);
}

/**
 * A person picks a thread in the sidebar.
 * @param {string} id
 */
export function switchThread(id) {
  sendFrame({ type: 'switch_thread', payload: { thread_id: id } });
  go(threadPath(id));
}

/**
 * A person asks for a new conversation: its thread is created at once.
 * @throws {Error} when the server does not create it
 */
export async function startNewChat() {
  const { id } = await createThread({});
  const conversation = createConversation(id);
  conversation.load = 'ready';
  conversations.set(id, conversation);
  open = conversation;
  go(threadPath(id));
  changed();
  void loadThreads();
}

/**
 * The open conversation got its thread.
 * @param {Conversation} conversation
 * @param {string} id
 */
export function adoptThread(conversation, id) {
  conversation.id = id;
  conversations.set(id, conversation);
}

/**
 * Looks whether the server has stored the answer of the last run: its frames may have been missed.
 * @param {Conversation} conversation
 * @returns {Promise<boolean>} was it there?
 */
export async function recoverAnswer(conversation) {
  const { id, run, awaited } = conversation;
  if (!id || (!run && !awaited)) return false;
  const stored = await storedMessages(id);
  const runId = run?.id ?? awaited;
  const found = runId ? stored.findLast(({ raw }) => runOf(raw) === runId) : stored.at(-1);
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
 * @param {Conversation} conversation
 * @param {string} runId
 * @param {number} place where it belongs in the transcript
 */
export async function recoverQuestion(conversation, runId, place) {
  if (!conversation.id) return;
  const asked = (await storedMessages(conversation.id)).find(
    ({ kind, raw }) => kind === 'user' && runOf(raw) === runId,
  );
  if (!asked || conversation.messages.some(({ key }) => key === asked.key)) return;
  conversation.messages.splice(place, 0, asked);
  changed();
}

/**
 * @param {Conversation} conversation
 * @param {string} id
 */
async function load(conversation, id) {
  changed();
  try {
    updateThread(id, await fetchThread(id));
    conversation.load = 'loading';
    changed();
    const stored = await storedMessages(id);
    const last = stored.at(-1);
    conversation.messages = [...stored, ...conversation.messages];
    conversation.awaited = last?.kind === 'user' ? runOf(last.raw) : null;
    conversation.load = 'ready';
  } catch (error) {
    conversation.load = 'failed';
    conversation.problem = error instanceof Error ? error.message : String(error);
  }
  changed();
}

/**
 * @param {string} id
 * @returns {Promise<Message[]>}
 */
async function storedMessages(id) {
  const stored = await readAll(`/api/threads/${encodeURIComponent(id)}/messages`, 50, (found) => found?.messages);
  return stored.map(readStored);
}

/** @param {any} raw @returns {string | null} */
function runOf(raw) {
  return typeof raw.metadata?.run_id === 'string' ? raw.metadata.run_id : null;
}
