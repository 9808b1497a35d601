import type { IconName } from './dom.ts';
import type { ServerMessage } from './envelope.ts';
import type { Run } from './run.ts';
import { threads, UNTITLED } from './threads.ts';

/** One entry of the transcript. */
export interface Message {
  /** What makes it one: putting a message with the same key replaces it. */
  key: string;
  kind: 'user' | 'agent' | 'answer' | 'error';
  heading: string;
  text: string;
  /** What stands before the text. */
  icon?: IconName;
  /** Epoch milliseconds. */
  at: number;
  /** Of an error: the message that can be tried again. */
  request?: string;
}

/** A message on its way to the server. */
export interface Sending {
  text: string;
  stage: 'sending' | 'queued';
  cancel(): void;
}

/** A message that did not get there. */
export interface Failure {
  text: string;
  attempt: number;
  source: string;
  title: string;
  message: string;
}

export interface Conversation {
  /** Null until the server has created its thread. */
  id: string | null;
  load: 'ready' | 'validating' | 'loading' | 'failed';
  /** Why it could not be loaded. */
  problem: string;
  /** Settles when the loading has ended, well or not. */
  loaded: Promise<void>;
  messages: Message[];
  /** The last run. */
  run: Run | null;
  /** After a reload: the run of the last message, when it has no answer yet; else empty. */
  awaited: string;
  /** Frames that came while it was loading. */
  held: ServerMessage[];
  sending: Sending | null;
  failure: Failure | null;
  /** What stands in the composer. */
  draft: string;
}

export function createConversation(id: string | null): Conversation {
  return {
    id,
    load: id ? 'validating' : 'ready',
    problem: '',
    loaded: Promise.resolve(),
    messages: [],
    run: null,
    awaited: '',
    held: [],
    sending: null,
    failure: null,
    draft: '',
  };
}

export function titleOf({ id }: Conversation): string {
  return threads.get().items.find((thread) => thread.id === id)?.title ?? UNTITLED;
}

export function ownMessage(text: string): Message {
  return { key: crypto.randomUUID(), kind: 'user', heading: 'You', text, at: Date.now() };
}

/** @param request the message that can be tried again */
export function errorMessage(text: string, key: string, request = ''): Message {
  return { key, kind: 'error', heading: 'Netra Agent', text, at: Date.now(), request };
}

/** Puts a message at the end, or in the place of the one with the same key. */
export function put(conversation: Conversation, message: Message): void {
  const place = conversation.messages.findIndex(({ key }) => key === message.key);
  if (place < 0) conversation.messages.push(message);
  else conversation.messages[place] = message;
}

export function remove(conversation: Conversation, messageKey: string): void {
  conversation.messages = conversation.messages.filter(({ key }) => key !== messageKey);
}

/** Shows what a run has come to: its answer or its failure, each once; nothing yet while it goes on. */
export function putOutcome(conversation: Conversation, run: Run): void {
  remove(conversation, keyFor('silence', run));
  if (run.phase === 'failed') return put(conversation, errorMessage(run.problem, keyFor('error', run), run.request));
  const text = run.phase === 'completed' ? run.answer : run.phase === 'stopped' ? run.text : '';
  const key = keyFor('answer', run);
  const known = conversation.messages.find((message) => message.key === key);
  if (!text || known?.text === text) return;
  put(conversation, { key, kind: 'answer', heading: 'Netra Agent', text, at: known?.at ?? Date.now() });
}

/** Says that nothing more is heard of a run; the person may go on. */
export function putSilence(conversation: Conversation, run: Run, text: string): void {
  put(conversation, errorMessage(text, keyFor('silence', run), run.request));
}

function keyFor(what: 'answer' | 'error' | 'silence', run: Run): string {
  return `${what}-${run.id ?? run.startedAt}`;
}
