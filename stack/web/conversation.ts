// @ts-check
import { threads, UNTITLED } from './threads.ts';

/** @typedef {import('./run.ts').Run} Run */

/**
 * One entry of the transcript.
 * @typedef {object} Message
 * @property {string} key what makes it one: putting a message with the same key replaces it
 * @property {string} id as it is shown
 * @property {'user' | 'agent' | 'answer' | 'error'} kind
 * @property {string} heading
 * @property {string} text
 * @property {number} at epoch milliseconds
 * @property {unknown} raw what the server told, or what was sent
 * @property {string} [request] of an error: the message that can be tried again
 */

/**
 * A message on its way to the server. @typedef {{ text: string, stage: 'sending' | 'queued', cancel: () => void }}
 * Sending
 */
/**
 * A message that did not get there. @typedef {{ text: string, attempt: number, source: string, title: string,
 * message: string }} Failure
 */

/**
 * @typedef {object} Conversation
 * @property {string | null} id null until the server has created its thread
 * @property {'ready' | 'validating' | 'loading' | 'failed'} load
 * @property {string} problem why it could not be loaded
 * @property {Promise<void>} loaded settles when the loading has ended, well or not
 * @property {Message[]} messages
 * @property {Run | null} run the last run
 * @property {string | null} awaited after a reload: the run of the last message, when it has no answer yet
 * @property {import('./envelope.ts').Frame[]} held frames that came while it was loading
 * @property {Sending | null} sending
 * @property {Failure | null} failure
 * @property {string} draft what stands in the composer
 */

/**
 * @param {string | null} id
 * @returns {Conversation}
 */
export function createConversation(id) {
  return {
    id,
    load: id ? 'validating' : 'ready',
    problem: '',
    loaded: Promise.resolve(),
    messages: [],
    run: null,
    awaited: null,
    held: [],
    sending: null,
    failure: null,
    draft: '',
  };
}

/** @param {Conversation} conversation */
export function titleOf({ id }) {
  return threads.get().items.find((thread) => thread.id === id)?.title ?? UNTITLED;
}

/**
 * @param {string} text
 * @returns {Message}
 */
export function ownMessage(text) {
  const id = crypto.randomUUID();
  return { key: id, id, kind: 'user', heading: 'You', text, at: Date.now(), raw: { role: 'user', content: text } };
}

/**
 * @param {string} text
 * @param {{ key?: string, request?: string, raw?: unknown }} [about] request: the message that can be tried again
 * @returns {Message}
 */
export function errorMessage(text, { key, request, raw = { error: text } } = {}) {
  const id = crypto.randomUUID();
  return {
    key: key ?? id,
    id,
    kind: 'error',
    heading: 'Netra Agent',
    text,
    at: Date.now(),
    raw,
    ...(request && { request }),
  };
}

/**
 * Puts a message at the end, or in the place of the one with the same key.
 * @param {Conversation} conversation
 * @param {Message} message
 */
export function put(conversation, message) {
  const place = conversation.messages.findIndex(({ key }) => key === message.key);
  if (place < 0) conversation.messages.push(message);
  else conversation.messages[place] = message;
}

/**
 * @param {Conversation} conversation
 * @param {string} messageKey
 */
export function remove(conversation, messageKey) {
  conversation.messages = conversation.messages.filter(({ key }) => key !== messageKey);
}

/**
 * Shows what a run has come to: its answer or its failure, each once; nothing yet while it goes on.
 * @param {Conversation} conversation
 * @param {Run} run
 * @param {unknown} raw what told it
 */
export function putOutcome(conversation, run, raw) {
  remove(conversation, keyFor('silence', run));
  if (run.phase === 'failed') {
    return put(conversation, errorMessage(run.problem, { key: keyFor('error', run), request: run.request, raw }));
  }
  const text = run.phase === 'completed' ? run.answer : run.phase === 'stopped' ? run.text : '';
  const key = keyFor('answer', run);
  const known = conversation.messages.find((message) => message.key === key);
  if (!text || known?.text === text) return;
  const id = known?.id ?? crypto.randomUUID();
  put(conversation, { key, id, kind: 'answer', heading: 'Netra Agent', text, at: known?.at ?? Date.now(), raw });
}

/**
 * Says that nothing more is heard of a run; the person may go on.
 * @param {Conversation} conversation
 * @param {Run} run
 * @param {string} text
 */
export function putSilence(conversation, run, text) {
  const raw = { run_id: run.id, last_frame_at: new Date(run.seenAt).toISOString() };
  put(conversation, errorMessage(text, { key: keyFor('silence', run), request: run.request, raw }));
}

/**
 * @param {any} found a stored message as the server tells it
 * @returns {Message}
 */
export function readStored(found) {
  const own = found.role === 'user';
  const runId = found.metadata?.run_id;
  const time = found.created_at;
  return {
    key: !own && runId ? `answer-${runId}` : String(found.id),
    id: String(found.id),
    kind: own ? 'user' : 'answer',
    heading: own ? 'You' : 'Netra Agent',
    text: typeof found.content === 'string' ? found.content : String(found.content?.text ?? ''),
    at: (typeof time === 'number' ? time * 1000 : Date.parse(time)) || Date.now(),
    raw: found,
  };
}

/**
 * @param {'answer' | 'error' | 'silence'} what
 * @param {Run} run
 */
function keyFor(what, run) {
  return `${what}-${run.id ?? run.startedAt}`;
}
