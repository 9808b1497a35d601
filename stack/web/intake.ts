// @ts-check
import { changed, conversations, isBusy, openConversation, recoverAnswer, recoverQuestion, watchChat } from './chat.ts';
import { errorMessage, put, putOutcome, putSilence } from './conversation.ts';
import { readFrame } from './envelope.ts';
import { advance, createRun, finish, isActive } from './run.ts';
import { session } from './session.ts';
import { connection, nameConnection, onFrame, sendFrame } from './socket.ts';
import { unlistThread, updateThread } from './threads.ts';

/** @typedef {import('./conversation.ts').Conversation} Conversation */
/** @typedef {import('./envelope.ts').Frame} Frame */
/** @typedef {import('./run.ts').Run} Run */

const RUN_TYPES = new Set([
  'agent_started',
  'agent_thinking',
  'tool_executing',
  'tool_completed',
  'partial_result',
  'agent_completed',
  'agent_response',
  'final_report',
  'agent_error',
  'agent_stopped',
  'error',
]);

/** A run that says nothing for this long is taken for lost. */
const LONGEST_SILENCE = 30_000;
/** How long a lost connection may take to come back before the person is told that the run may be lost. */
const LONGEST_LOSS = 3000;
/** How long the report may take after the last agent has ended without a result. */
const LONGEST_REPORT = 3000;
const REMEMBERED = 2000;

/** What came over the wire since the page was loaded. */
export const traffic = { total: 0, processed: 0, duplicates: 0, ignored: 0, errors: 0 };

/** All runs this page knows, with their conversation. @type {Map<string, { run: Run, conversation: Conversation }>} */
const runs = new Map();

/** The last frames, to show a repeated one only once. @type {Set<string>} */
const seen = new Set();

/** Since when there is no connection, in epoch milliseconds; Infinity while there is one. */
let lostAt = Infinity;

/** Starts to listen. */
export function startIntake() {
  onFrame(receive);
  watchChat(() => conversations.forEach(takeHeld));
  connection.watch(({ phase }) => {
    if (phase !== 'open') lostAt = Math.min(lostAt, Date.now());
    else {
      lostAt = Infinity;
      void recoverAll();
    }
  });
  setInterval(watchSilence, 1000);
}

/**
 * Takes in the frames that came while a conversation was loading.
 * @param {Conversation} conversation
 */
function takeHeld(conversation) {
  if (conversation.load === 'validating' || conversation.load === 'loading') return;
  const frames = conversation.held.splice(0);
  for (const frame of frames) take(frame);
}

/** @param {string} text */
function receive(text) {
  traffic.total += 1;
  const frame = readFrame(text);
  if (!frame) {
    traffic.errors += 1;
    return;
  }
  if (isRepeated(text, frame)) {
    traffic.duplicates += 1;
    return;
  }
  if (RUN_TYPES.has(frame.type)) take(frame);
  else takeService(frame);
}

/** @param {Frame} frame */
function takeService({ type, threadId, fields }) {
  if (type === 'ping') sendFrame({ type: 'pong', timestamp: Date.now() });
  else if (type === 'heartbeat') sendFrame({ type: 'heartbeat_ack', timestamp: Date.now() });
  else if (type === 'connection_established') nameConnection(String(fields.connection_id ?? ''));
  else if (!threadId) return;
  else if (type === 'thread_created') updateThread(threadId, fields.title ? { title: String(fields.title) } : {});
  else if ((type === 'thread_renamed' || type === 'thread_updated') && fields.title)
    updateThread(threadId, { title: String(fields.title) });
  else if (type === 'thread_deleted') unlistThread(threadId);
}

/** @param {Frame} frame */
function take(frame) {
  const target = targetOf(frame);
  if (!target) {
    traffic.ignored += 1;
    return;
  }
  const { conversation } = target;
  if (conversation.load === 'validating' || conversation.load === 'loading') {
    conversation.held.push(frame);
    return;
  }
  const run = target.run ?? runFor(conversation, frame);
  if (run) applyTo(conversation, run, frame);
  else if (frame.type === 'error' && !frame.runId && frame.fields.error_code !== 'AUTH_FAILED') {
    put(
      conversation,
      errorMessage(String(frame.fields.error_message ?? frame.fields.message ?? 'An error occurred'), {
        raw: frame.raw,
      }),
    );
  } else {
    traffic.ignored += 1;
    return;
  }
  traffic.processed += 1;
  changed();
}

/**
 * @param {Conversation} conversation
 * @param {Run} run
 * @param {Frame} frame
 */
function applyTo(conversation, run, frame) {
  const note = advance(run, frame);
  if (note)
    put(conversation, {
      ...note,
      key: crypto.randomUUID(),
      id: crypto.randomUUID(),
      kind: 'agent',
      at: frame.at,
      raw: frame.raw,
    });
  putOutcome(conversation, run, frame.raw);
}

/**
 * Whose frame is it? Frames of other people, and of runs and threads this page knows nothing about, are nobody's.
 * @param {Frame} frame
 * @returns {{ conversation: Conversation, run: Run | null } | null}
 */
function targetOf({ userId, threadId, runId }) {
  const own = session.get().person?.id;
  if (userId && userId !== own && !conversations.has(userId)) return null;
  const known = runId ? runs.get(runId) : undefined;
  if (known) return threadId && threadId !== known.conversation.id ? null : known;
  if (threadId) {
    const conversation = conversations.get(threadId);
    return conversation ? { conversation, run: null } : null;
  }
  const waiting = [...conversations.values()].find(({ run }) => run?.id === null && isActive(run));
  return { conversation: waiting ?? openConversation(), run: null };
}

/**
 * The run a frame of a conversation belongs to: the one under way, the one that went on while the page was reloaded,
 * or one
 * that was started elsewhere.
 * @param {Conversation} conversation
 * @param {Frame} frame
 * @returns {Run | null}
 */
function runFor(conversation, { type, runId, threadId }) {
  const { run, awaited } = conversation;
  if (isActive(run) && run) {
    if (!runId) return run;
    if (run.id !== null) return null;
    run.id = runId;
    runs.set(runId, { run, conversation });
    if (run.stopRequested) sendStop(conversation, run);
    return run;
  }
  const startedElsewhere = type === 'agent_started' && threadId !== null;
  if (!runId || conversation.id === null || (awaited !== runId && !startedElsewhere)) return null;
  return joinRun(conversation, runId, awaited === runId);
}

/**
 * @param {Conversation} conversation
 * @param {string} runId
 * @param {boolean} asked is its question on the screen?
 */
function joinRun(conversation, runId, asked) {
  const question = conversation.messages.findLast(({ kind }) => kind === 'user');
  const run = createRun(asked ? (question?.text ?? '') : '', runId);
  conversation.awaited = null;
  conversation.run = run;
  runs.set(runId, { run, conversation });
  if (!asked) void recoverQuestion(conversation, runId, conversation.messages.length).catch(warn);
  return run;
}

/**
 * The server told which run answers a message before any frame did.
 * @param {Conversation} conversation
 * @param {Run} run
 * @param {string} runId
 */
export function nameRun(conversation, run, runId) {
  if (run.id !== null) return;
  run.id = runId;
  runs.set(runId, { run, conversation });
}

/** Stops the run of the open conversation, or takes back a message that waits for the connection. */
export function stopRun() {
  const conversation = openConversation();
  if (conversation.sending) return conversation.sending.cancel();
  const { run } = conversation;
  if (!run || !isActive(run) || run.stopRequested) return;
  run.stopRequested = true;
  sendStop(conversation, run);
  changed();
  setTimeout(() => {
    if (!isActive(run)) return;
    finish(run, 'stopped');
    putOutcome(conversation, run, { stopped: 'by this page' });
    changed();
  }, 5000);
}

/**
 * @param {Conversation} conversation
 * @param {Run} run
 */
function sendStop(conversation, run) {
  sendFrame({ type: 'stop_agent', payload: { run_id: run.id, thread_id: conversation.id } });
}

/** After the connection came back, frames may be missing: the server is asked for what it has stored. */
async function recoverAll() {
  for (const conversation of conversations.values()) {
    const { run, awaited } = conversation;
    if (awaited || (run && (isActive(run) || run.phase === 'silent'))) await recoverAnswer(conversation).catch(warn);
  }
}

function watchSilence() {
  const now = Date.now();
  for (const conversation of conversations.values()) {
    const { run } = conversation;
    if (!run || !isActive(run) || conversation.sending) continue;
    const quiet = now - run.seenAt;
    if (run.rootEnded && quiet > LONGEST_REPORT)
      void giveUp(conversation, run, 'The agent finished without an answer.');
    else if (quiet > LONGEST_SILENCE)
      void giveUp(conversation, run, 'Nothing has been heard from the agent for 30 seconds.');
    else if (now - lostAt > LONGEST_LOSS) {
      void giveUp(
        conversation,
        run,
        'The connection was lost while the agent was working. The answer may still arrive.',
      );
    }
  }
  if (isBusy()) changed();
}

/**
 * Frees the person from a run that is not heard of any more, unless the server has its answer.
 * @param {Conversation} conversation
 * @param {Run} run
 * @param {string} text
 */
async function giveUp(conversation, run, text) {
  finish(run, 'silent');
  if (connection.get().phase === 'open' && (await recoverAnswer(conversation).catch(warn))) return;
  if (run.phase === 'silent') putSilence(conversation, run, text);
  changed();
}

/**
 * The same frame again, or one with an id that came before. The pieces of an answer may share the id of their message.
 * @param {string} text
 * @param {Frame} frame
 */
function isRepeated(text, { type, fields }) {
  const id = fields.message_id ?? fields.event_id;
  const mark = typeof id === 'string' && type !== 'partial_result' ? `id ${id}` : text;
  if (seen.has(mark)) return true;
  seen.add(mark);
  if (seen.size > REMEMBERED) seen.delete(/** @type {string} */ (seen.values().next().value));
  return false;
}

/** @param {unknown} error */
function warn(error) {
  console.warn(
    'The server could not be asked for the stored messages:',
    error instanceof Error ? error.message : error,
  );
  return false;
}
