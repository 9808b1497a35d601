import { ApiError, write } from './api.ts';
import { adoptThread, changed, isBusy, openConversation } from './chat.ts';
import { config } from './config.ts';
import { ownMessage, put, remove, type Conversation, type Message } from './conversation.ts';
import { keepDraft } from './draft.ts';
import { firstText } from './envelope.ts';
import { nameRun } from './intake.ts';
import { objectOf } from './json.ts';
import { setAddress, threadPath } from './router.ts';
import { createRun } from './run.ts';
import { connection, reconnect, sendFrame } from './socket.ts';
import { beginningOf, createThread, fetchThread, renameThread, titleFor, updateThread } from './threads.ts';

export const LONGEST_MESSAGE = 10_000;
const BY_REST = /test|analyze|optimize|process/i;
const REST_LIMIT = 15_000;
const TITLES = { timeout: 'Request timeout', unavailable: 'Service unavailable', refused: 'Error' };

/** The person took the message back before it was sent. */
class CancelledError extends Error {}

/**
 * Sends a message in the open conversation. It shows at once; if it does not get to the server it returns to the
 * composer.
 * @param source where it comes from
 * @returns false when nothing was sent: it is blank, too long, or an agent is at work
 */
export function send(text: string, source = 'message_input'): boolean {
  const conversation = openConversation();
  const trimmed = text.trim();
  if (!trimmed || trimmed.length > LONGEST_MESSAGE || isBusy(conversation)) return false;
  const message = ownMessage(trimmed);
  keepStreamed(conversation);
  conversation.draft = '';
  conversation.run = null;
  conversation.awaited = '';
  conversation.sending = { text: trimmed, stage: 'sending', cancel: () => {} };
  put(conversation, message);
  keepDraft(conversation.id, trimmed);
  void deliver(conversation, message, source);
  changed();
  return true;
}

/** Sends the message of the last failure again. */
export function tryAgain(): void {
  const { draft, failure } = openConversation();
  send(draft || failure!.text, failure!.source);
}

/** The person has read the failure. */
export function dismissFailure(): void {
  openConversation().failure = null;
  changed();
}

async function deliver(conversation: Conversation, message: Message, source: string): Promise<void> {
  const attempt = conversation.failure?.text === message.text ? conversation.failure.attempt + 1 : 1;
  conversation.failure = null;
  try {
    await conversation.loaded;
    if (conversation.load === 'failed') throw new Error(conversation.problem);
    const first = conversation.messages.filter(({ kind }) => kind === 'user').length === 1;
    const threadId = conversation.id ?? (await createFor(conversation, message.text));
    if (config.transport === 'rest' || BY_REST.test(message.text))
      await sendByRest(conversation, message.text, threadId);
    else await sendBySocket(conversation, message.text, threadId, source);
    keepDraft(conversation.id, '');
    conversation.sending = null;
    changed();
    await settleTitle(threadId, message.text, first);
  } catch (error) {
    giveBack(conversation, message, source, attempt, error);
  }
}

async function createFor(conversation: Conversation, text: string): Promise<string> {
  const { id } = await createThread({ title: beginningOf(text) });
  const shown = conversation === openConversation();
  adoptThread(conversation, id);
  if (shown) setAddress(threadPath(id));
  keepDraft(id, text);
  changed();
  return id;
}

async function sendBySocket(conversation: Conversation, text: string, threadId: string, source: string): Promise<void> {
  if (connection.get().phase !== 'open') await untilOpen(conversation);
  conversation.run = createRun(text);
  const payload = { user_request: text, thread_id: threadId, context: { source }, settings: {} };
  if (!sendFrame({ type: 'start_agent', payload }))
    throw new ApiError('unavailable', 0, 'The connection to the server was lost.');
}

/** Waits for the connection, as long as there is hope and the person does not take the message back. */
async function untilOpen(conversation: Conversation): Promise<void> {
  const sending = conversation.sending!;
  sending.stage = 'queued';
  reconnect();
  changed();
  let end = () => {};
  await new Promise((resolve, reject) => {
    sending.cancel = () => reject(new CancelledError());
    end = connection.watch(({ phase }) => {
      if (phase === 'open') resolve(phase);
      if (phase === 'closed') reject(new ApiError('unavailable', 0, 'There is no connection to the server.'));
    });
  }).finally(() => end());
}

let requests = 0;

async function sendByRest(conversation: Conversation, text: string, threadId: string): Promise<void> {
  const run = createRun(text);
  conversation.run = run;
  requests += 1;
  const body = {
    request_id: `req_${Date.now()}_${requests}_${Math.random().toString(36).slice(2, 9)}`,
    agent_type: agentFor(text),
    message: text,
    thread_id: threadId,
    context: {},
    settings: { timeout_ms: REST_LIMIT, stream: false, include_metrics: true },
  };
  try {
    const reply = objectOf(await write('POST', '/api/agent/v2/execute', body, { timeout: REST_LIMIT }));
    if (reply.success !== true) throw new ApiError('refused', 200, firstText(reply.error) ?? 'Agent execution failed');
    const runId = reply.run_id ?? objectOf(reply.result).run_id;
    if (typeof runId === 'string') nameRun(conversation, run, runId);
  } catch (error) {
    const underWay = run.agents.length > 0 && error instanceof ApiError && error.kind === 'timeout';
    if (!underWay) throw error;
  }
}

function agentFor(text: string): string {
  if (/data/i.test(text)) return 'data';
  return /optimize|cost/i.test(text) ? 'optimization' : 'triage';
}

/** Brings the sidebar up to date with the thread, and names it after its first message. */
async function settleTitle(threadId: string, text: string, first: boolean): Promise<void> {
  try {
    await fetchThread(threadId);
    if (first) await renameThread(threadId, titleFor(text));
    updateThread(threadId, { updatedAt: Date.now() });
  } catch (error) {
    console.warn(error);
  }
}

/** What was streamed of an answer that did not come to its end stays in the transcript. */
function keepStreamed({ run, messages }: Conversation): void {
  if (!run || run.phase === 'completed' || run.phase === 'stopped' || !run.text) return;
  const heading = run.root!;
  const place = messages.at(-1)?.kind === 'error' ? messages.length - 1 : messages.length;
  messages.splice(place, 0, { key: crypto.randomUUID(), kind: 'agent', heading, text: run.text, at: run.seenAt });
}

/**
 * The message did not get to the server: it returns to the composer, with the reason. If its run has begun all the
 * same, that is shown too.
 */
function giveBack(conversation: Conversation, message: Message, source: string, attempt: number, error: unknown): void {
  conversation.sending = null;
  if (!conversation.run?.id) {
    conversation.run = null;
    remove(conversation, message.key);
  }
  conversation.draft = conversation.draft || message.text;
  keepDraft(conversation.id, conversation.draft);
  if (!(error instanceof CancelledError)) {
    const title = error instanceof ApiError ? TITLES[error.kind] : 'Error';
    conversation.failure = { text: message.text, attempt, source, title, message: (error as Error).message };
  }
  changed();
}
