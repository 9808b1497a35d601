import { changed, conversations, isBusy } from './chat.ts';
import { putSilence, type Conversation } from './conversation.ts';
import { recoverAnswer } from './recovery.ts';
import { finish, isActive, type Run } from './run.ts';
import { connection } from './socket.ts';

/** A run that says nothing for this long is taken for lost. */
const LONGEST_SILENCE = 30_000;
/** How long a lost connection may take to come back before the person is told that the run may be lost. */
const LONGEST_LOSS = 3000;
/** How long the report may take after the last agent has ended without a result. */
const LONGEST_REPORT = 3000;

/** Since when there is no connection, in epoch milliseconds; Infinity while there is one. */
let lostAt = Infinity;

/** Watches for runs that are not heard of any more. */
export function watchSilence(): void {
  connection.watch(({ phase }) => {
    if (phase !== 'open') lostAt = Math.min(lostAt, Date.now());
    else {
      lostAt = Infinity;
      void recoverAll();
    }
  });
  setInterval(giveUpSilent, 1000);
}

/** After the connection came back, frames may be missing: the server is asked for what it has stored. */
async function recoverAll(): Promise<void> {
  for (const conversation of conversations.values()) {
    const { run, awaited } = conversation;
    if (awaited || (run && (isActive(run) || run.phase === 'silent'))) await recoverAnswer(conversation);
  }
}

function giveUpSilent(): void {
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

/** Gives up on a run, unless the server has its answer, so that the person can go on. */
async function giveUp(conversation: Conversation, run: Run, text: string): Promise<void> {
  finish(run, 'silent');
  if (connection.get().phase === 'open' && (await recoverAnswer(conversation))) return;
  if (run.phase === 'silent') putSilence(conversation, run, text);
  changed();
}
