import type { Message } from './conversation.ts';
import { momentOf, objectOf, type Json } from './json.ts';
import { readAll } from './listing.ts';
import { threadAddress } from './threads.ts';

/**
 * All messages that the server has stored of a thread, in their order.
 * @throws as `readAll`
 */
export async function storedMessages(threadId: string): Promise<Message[]> {
  return (await readAll(`${threadAddress(threadId)}/messages`, 50, (found) => objectOf(found).messages)).map(
    readStored,
  );
}

/** The run that a stored message belongs to, if the server tells one. */
export function runOf({ raw }: Message): string | null {
  const runId = objectOf(objectOf(raw).metadata).run_id;
  return typeof runId === 'string' ? runId : null;
}

function readStored(told: Json): Message {
  const own = told.role === 'user';
  const runId = objectOf(told.metadata).run_id;
  return {
    key: !own && runId ? `answer-${runId}` : String(told.id),
    kind: own ? 'user' : 'answer',
    heading: own ? 'You' : 'Netra Agent',
    text: typeof told.content === 'string' ? told.content : String(objectOf(told.content).text ?? ''),
    at: momentOf(told.created_at),
    raw: told,
  };
}
