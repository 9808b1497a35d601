import { serverMessage } from '../agent/envelopes.ts';
import { BadToken, orBad } from '../auth/tokens.ts';
import type { Core } from '../core.ts';
import { seconds } from '../times.ts';
import type { Session } from './session.ts';

type Fields = Record<string, unknown>;

/** Types that ask the agents something (docs/contract/backend.md 5). */
const questions = new Set([
  'start_agent',
  'user_message',
  'chat_message',
  'execute_agent',
  'agent_request',
  'message',
  'chat',
  'user',
  'user_input',
  'agent',
]);
const stops = new Set(['stop_agent', 'cancel_agent', 'agent_stop', 'agent_cancel', 'stop', 'cancel']);
const silent = new Set(['pong', 'heartbeat_ack', 'disconnect']);
const longest = 10_000;

function parsed(text: string): Fields | undefined {
  try {
    const value: unknown = JSON.parse(text);
    return typeof value === 'object' && value !== null && !Array.isArray(value) ? (value as Fields) : undefined;
  } catch (error) {
    if (error instanceof SyntaxError) return undefined;
    throw error;
  }
}

/** Fields of a message, whether they are under `payload`, under `data` or at the root. */
function fieldsOf(message: Fields): Fields {
  return Object.assign({}, message, message['payload'] ?? message['data']);
}

function firstText(fields: Fields, names: readonly string[]): string {
  const found = names.map((name) => fields[name]).find((value) => typeof value === 'string' && value.trim() !== '');
  return typeof found === 'string' ? found.trim() : '';
}

/** Does what a message of a person asks for, or says why not. */
export function react(core: Core, session: Session, text: string): void {
  const message = parsed(text);
  if (message === undefined) return session.complain('JSON_PARSE_ERROR', 'Invalid JSON format');
  const { type: told = 'unknown' } = message;
  const fields = fieldsOf(message);
  core.log.note('message', { socket: session.id, person: session.personId, type: told });
  const type = core.breakage.takenAs(String(told), fields, session);
  if (questions.has(type)) return ask(core, session, fields);
  if (stops.has(type)) return stop(core, session, type, fields);
  if (type === 'ping') return session.send(serverMessage('pong', { timestamp: seconds(), user_id: session.personId }));
  if (type === 'auth') void renew(core, session, fields);
  if (!silent.has(type)) acknowledge(session, told);
}

/** `ack`: the message was seen, nothing more (docs/contract/backend.md 3.7). */
function acknowledge(session: Session, type: unknown): void {
  session.send({
    type: 'ack',
    received_type: type,
    timestamp: seconds(),
    user_id: session.personId,
    status: 'acknowledged',
  });
}

function ask(core: Core, session: Session, fields: Fields): void {
  const question = firstText(fields, ['user_request', 'content', 'message', 'text']);
  if (question === '') return session.complain('AGENT_REQUEST_ERROR', 'The message is empty');
  if (question.length > longest && !core.breakage.skips('length'))
    return session.complain('AGENT_REQUEST_ERROR', `The message is longer than ${longest} characters`);
  const threadId = fields['thread_id'];
  if (typeof threadId === 'string' && threadId !== '') {
    const thread = core.memory.thread(session.personId, threadId);
    if (thread === undefined) return session.complain('AGENT_REQUEST_ERROR', 'Thread not found');
    core.runs.start(session.personId, thread, question);
    return;
  }
  const thread = core.memory.addThread(session.personId, question.slice(0, 50));
  session.send({
    type: 'thread_created',
    timestamp: Date.now(),
    payload: { thread_id: thread.id, title: thread.title },
  });
  core.runs.start(session.personId, thread, question);
}

function stop(core: Core, session: Session, type: string, fields: Fields): void {
  const runId = firstText(fields, ['run_id']) || undefined;
  const threadId = firstText(fields, ['thread_id']) || undefined;
  if (core.runs.cancel(session.personId, { runId, threadId }).length === 0) acknowledge(session, type);
}

async function renew(core: Core, session: Session, fields: Fields): Promise<void> {
  const identity = await orBad(() => core.tokens.verify(firstText(fields, ['token', 'access_token'])));
  if (identity instanceof BadToken) session.complain('AUTH_FAILED', identity.message);
  else if (identity.personId === session.personId) session.renew(identity);
}
