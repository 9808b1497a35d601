import { changed, openConversation } from './chat.ts';
import { sendFrame } from './socket.ts';

/** Stops the run of the open conversation, or takes back a message that waits for the connection. */
export function stopRun(): void {
  const conversation = openConversation();
  if (conversation.sending) return conversation.sending.cancel();
  const run = conversation.run!;
  run.stopRequested = true;
  sendFrame({ type: 'stop_agent', payload: { run_id: run.id, thread_id: conversation.id } });
  changed();
}
