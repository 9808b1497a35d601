import { changed, conversations, openConversation, watchChat } from './chat.ts';
import { errorMessage, put, putOutcome, type Conversation } from './conversation.ts';
import { firstText, readFrame, textOf, type ServerMessage } from './envelope.ts';
import { recoverQuestion } from './recovery.ts';
import { advance, createRun, isActive, type Run } from './run.ts';
import { session } from './session.ts';
import { nameConnection, onFrame, sendFrame } from './socket.ts';

const RUN_TYPES = new Set([
  'agent_started',
  'agent_thinking',
  'tool_executing',
  'tool_completed',
  'partial_result',
  'agent_completed',
  'final_report',
  'agent_error',
  'agent_stopped',
  'error',
]);

/** All runs this page knows, with their conversation. */
const runs = new Map<string, { run: Run; conversation: Conversation }>();

/** The last frames, to show a repeated one only once. */
const seen = new Set<string>();
const REMEMBERED = 500;

/** Starts to listen. */
export function startIntake(): void {
  onFrame(receive);
  watchChat(() => conversations.forEach(takeHeld));
}

/** Takes in the frames that came while a conversation was loading. */
function takeHeld(conversation: Conversation): void {
  if (conversation.load === 'validating' || conversation.load === 'loading') return;
  const frames = conversation.held.splice(0);
  for (const frame of frames) take(frame);
}

function receive(text: string): void {
  const frame = readFrame(text);
  if (!frame || isRepeated(text)) return;
  if (RUN_TYPES.has(frame.type)) take(frame);
  else takeService(frame);
}

function takeService({ type, fields }: ServerMessage): void {
  if (type === 'ping') sendFrame({ type: 'pong', timestamp: Date.now() });
  else if (type === 'heartbeat') sendFrame({ type: 'heartbeat_ack', timestamp: Date.now() });
  else if (type === 'connection_established') nameConnection(textOf(fields.connection_id));
}

function take(frame: ServerMessage): void {
  const target = targetOf(frame);
  if (!target) return;
  const { conversation } = target;
  if (conversation.load === 'validating' || conversation.load === 'loading') {
    conversation.held.push(frame);
    return;
  }
  const run = target.run ?? runFor(conversation, frame);
  if (run) applyTo(conversation, run, frame);
  else if (frame.type === 'error' && !frame.runId && frame.fields.error_code !== 'AUTH_FAILED') {
    const { error_message: text, message } = frame.fields;
    put(conversation, errorMessage(firstText(text, message) ?? 'An error occurred', crypto.randomUUID()));
  } else return;
  changed();
}

function applyTo(conversation: Conversation, run: Run, frame: ServerMessage): void {
  const note = advance(run, frame);
  if (note) put(conversation, { ...note, key: crypto.randomUUID(), kind: 'agent', at: frame.at });
  putOutcome(conversation, run);
}

/**
 * The conversation that a frame belongs to.
 * @returns null for frames of other people, and of runs and threads that this page does not know
 */
function targetOf({ userId, threadId, runId }: ServerMessage): { conversation: Conversation; run: Run | null } | null {
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
 * or one that was started elsewhere.
 */
function runFor(conversation: Conversation, { type, runId, threadId }: ServerMessage): Run | null {
  const { run, awaited } = conversation;
  if (run && isActive(run)) {
    if (!runId) return run;
    if (run.id !== null) return null;
    run.id = runId;
    runs.set(runId, { run, conversation });
    return run;
  }
  const startedElsewhere = type === 'agent_started' && threadId !== null;
  if (!runId || conversation.id === null || (awaited !== runId && !startedElsewhere)) return null;
  return joinRun(conversation, runId, awaited === runId);
}

/** @param asked is its question on the screen? */
function joinRun(conversation: Conversation, runId: string, asked: boolean): Run {
  const run = createRun('', runId);
  conversation.awaited = '';
  conversation.run = run;
  runs.set(runId, { run, conversation });
  if (!asked) void recoverQuestion(conversation, runId, conversation.messages.length);
  return run;
}

/** The server told which run answers a message before any frame did. */
export function nameRun(conversation: Conversation, run: Run, runId: string): void {
  if (run.id !== null) return;
  run.id = runId;
  runs.set(runId, { run, conversation });
}

/** Whether the same frame came before. */
function isRepeated(text: string): boolean {
  if (seen.has(text)) return true;
  seen.add(text);
  const [oldest] = seen;
  if (seen.size > REMEMBERED) seen.delete(oldest!);
  return false;
}
