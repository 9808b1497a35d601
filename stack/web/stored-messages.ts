import type { Message } from './conversation.ts';
import { textOf } from './envelope.ts';
import { momentOf, objectOf, type Json } from './json.ts';
import { readAll } from './listing.ts';
import { threadAddress } from './threads.ts';

/** A message that the server keeps, with the run that it belongs to; empty where it tells none. */
export type StoredMessage = Message & { runId: string };

/**
 * All messages that the server has stored of a thread, in their order.
 * @throws as `readAll`
 */
export async function storedMessages(threadId: string): Promise<StoredMessage[]> {
  return (await readAll(`${threadAddress(threadId)}/messages`, 50, (found) => objectOf(found).messages)).map(
    readStored,
  );
}

function readStored(told: Json): StoredMessage {
  const own = told.role === 'user';
  const runId = textOf(objectOf(told.metadata).run_id);
  return {
    key: !own && runId ? `answer-${runId}` : String(told.id),
    kind: own ? 'user' : 'answer',
    heading: own ? 'You' : 'Netra Agent',
    text: textOf(told.content),
    at: momentOf(told.created_at),
    runId,
  };
}
