import type { Answer } from '../../faults/index.ts';
import type { Core } from '../core.ts';
import {
  bodyOf,
  handled,
  identityIn,
  json,
  numberInQuery,
  optionalText,
  text,
  unprocessable,
  type ApiCall,
  type Json,
} from '../http/exchange.ts';
import { route, type Route } from '../http/router.ts';
import { now, type Message, type Thread } from '../memory.ts';

/** A thread as the API gives it (docs/contract/backend.md 6). */
function shown(thread: Thread): Json {
  const { id, owner, title, created_at, updated_at, metadata, messages } = thread;
  return {
    id,
    object: 'thread',
    title,
    created_at,
    updated_at,
    metadata: { ...metadata, user_id: owner, title, status: 'active', created_at },
    message_count: messages.length,
  };
}

/** The id of the person who asks. */
export function asker(exchange: ApiCall): string {
  return identityIn(exchange).personId;
}

/** The person's own thread. Throws a Refusal 404 for an unknown id and for another person's thread. */
export function ownThread(core: Core, exchange: ApiCall, id: string): Thread {
  const thread = core.memory.thread(asker(exchange), id);
  if (thread === undefined) throw handled(404, 'DB_RECORD_NOT_FOUND', 'Thread not found');
  return thread;
}

/** The metadata of a body, if it has any. Throws a Refusal 422 when they are no object. */
export function metadataIn(body: Json): Json | undefined {
  const metadata = body['metadata'];
  if (metadata === undefined || metadata === null) return undefined;
  if (typeof metadata !== 'object' || Array.isArray(metadata))
    throw unprocessable('metadata', 'Input should be a valid dictionary', 'dict_type');
  return metadata as Json;
}

function window<T>(exchange: ApiCall, all: T[], fallback: number): { part: T[]; limit: number; offset: number } {
  const limit = numberInQuery(exchange, 'limit', fallback, 1, 100);
  const offset = numberInQuery(exchange, 'offset', 0, 0, 1_000_000);
  return { part: all.slice(offset, offset + limit), limit, offset };
}

function list(core: Core): (exchange: ApiCall) => Answer {
  return (exchange) => json(window(exchange, core.memory.threads(asker(exchange)), 20).part.map(shown));
}

function create(core: Core): (exchange: ApiCall) => Answer {
  return (exchange) => {
    const body = bodyOf(exchange);
    return json(
      shown(
        core.memory.addThread(asker(exchange), optionalText(body, 'title', { min: 0, max: 200 }), metadataIn(body)),
      ),
    );
  };
}

function change(core: Core): (exchange: ApiCall) => Answer {
  return (exchange) => {
    const thread = ownThread(core, exchange, exchange.id);
    const body = bodyOf(exchange);
    const title = optionalText(body, 'title', { max: 200 }) ?? thread.title;
    const metadata = { ...thread.metadata, ...metadataIn(body) };
    Object.assign(thread, { title, metadata, updated_at: now() });
    return json(shown(thread));
  };
}

function remove(core: Core): (exchange: ApiCall) => Answer {
  return (exchange) => {
    const thread = ownThread(core, exchange, exchange.id);
    core.runs.cancel(thread.owner, { threadId: thread.id });
    core.memory.removeThread(thread.id);
    return json({ message: 'Thread archived successfully' });
  };
}

function messages(core: Core): (exchange: ApiCall) => Answer {
  return (exchange) => {
    const thread = ownThread(core, exchange, exchange.id);
    const { part, limit, offset } = window<Message>(exchange, thread.messages, 50);
    const messages = part.map(({ id, role, content, created_at, metadata }) => ({
      id,
      role,
      content,
      created_at,
      metadata,
    }));
    return json({ messages, thread_id: thread.id, total: thread.messages.length, limit, offset });
  };
}

function addMessage(core: Core): (exchange: ApiCall) => Answer {
  return (exchange) => {
    const thread = ownThread(core, exchange, exchange.id);
    const body = bodyOf(exchange);
    const { id, thread_id, content, role, created_at } = core.memory.addMessage(
      thread,
      'user',
      text(body, 'message', { max: 10_000 }),
      metadataIn(body),
    );
    return json({ id, thread_id, content, role, created_at });
  };
}

/** Threads and their messages (docs/contract/backend.md 6; docs/contract/frontend.md 3). */
export function threadRoutes(core: Core): Route[] {
  return [
    route('GET', '/api/threads', list(core), 'bearer'),
    route('POST', '/api/threads', create(core), 'bearer'),
    route('GET', '/api/threads/', list(core), 'bearer'),
    route('POST', '/api/threads/', create(core), 'bearer'),
    route('GET', '/api/threads/:id', (exchange) => json(shown(ownThread(core, exchange, exchange.id))), 'bearer'),
    route('PUT', '/api/threads/:id', change(core), 'bearer'),
    route('DELETE', '/api/threads/:id', remove(core), 'bearer'),
    route('GET', '/api/threads/:id/messages', messages(core), 'bearer'),
    route('POST', '/api/threads/:id/messages', addMessage(core), 'bearer'),
  ];
}
