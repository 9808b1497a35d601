import type { Answer } from '../../faults/index.ts';
import type { Core } from '../core.ts';
import { bodyOf, json, numberInQuery, optionalText, text, type ApiCall } from '../http/exchange.ts';
import { route, type Route } from '../http/router.ts';
import type { Message } from '../memory.ts';
import { withOffset } from '../times.ts';
import { asker, metadataIn, ownThread } from './threads.ts';

function list(core: Core): (exchange: ApiCall) => Answer {
  return (exchange) => {
    const threadId = exchange.query.get('thread_id');
    const threads = threadId === null ? core.memory.threads(asker(exchange)) : [ownThread(core, exchange, threadId)];
    const all: Message[] = threads.flatMap((thread) => thread.messages);
    const page = numberInQuery(exchange, 'page', 1, 1, 1_000_000);
    const pageSize = numberInQuery(exchange, 'page_size', 50, 1, 100);
    const messages = all.slice((page - 1) * pageSize, page * pageSize);
    return json({
      messages,
      total_count: all.length,
      page,
      page_size: pageSize,
      has_more: page * pageSize < all.length,
    });
  };
}

function create(core: Core): (exchange: ApiCall) => Answer {
  return (exchange) => {
    const body = bodyOf(exchange);
    const content = text(body, 'content', { max: 8000 });
    const thread = ownThread(core, exchange, text(body, 'thread_id'));
    const metadata = metadataIn(body);
    const message_type = optionalText(body, 'message_type') ?? 'user';
    const message = Object.assign(core.memory.addMessage(thread, 'user', content, metadata), { message_type });
    return json({ message, status: 'created' });
  };
}

function information(): Record<string, unknown> {
  return {
    service: 'messages-api',
    status: 'available',
    endpoints: { list_messages: '/api/chat/messages', create_message: '/api/chat/messages' },
    authentication: { required: true, status: 'anonymous' },
    timestamp: withOffset(),
  };
}

/** Messages without an agent (docs/contract/backend.md 6). */
export function chatRoutes(core: Core): Route[] {
  return [
    route('GET', '/api/chat/messages', list(core), 'bearer'),
    route('POST', '/api/chat/messages', create(core), 'bearer'),
    route('GET', '/api/messages/', () => json(information())),
  ];
}
