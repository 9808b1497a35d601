import { appendFileSync, existsSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { jobSummaryFile, startedByHand, worklogUrl } from '../../config/ci.ts';
import { type Telling, nothingSent, tellingAskedFor } from '../../config/telling.ts';
import { ask } from '../../reporters/github/http.ts';
import { newerWithoutTests } from '../../reporters/kept-runs.ts';
import { nightLine, ranToItsEnd } from '../../reporters/github/night.ts';
import { Unusable } from '../../reporters/record/save.ts';
import { chatMessage } from '../../reporters/write/exports/chat.ts';
import type { Given } from '../given.ts';
import { nightNamed } from './night.ts';
import { orTell } from './run-folder.ts';

/** File in the folder of a run that was told of, with what was told last. */
const TOLD = 'told';
const NOTHING_NEW = 'No run has begun since the last one that was told of, so nobody knows what works.';

/**
 * `npm run tell [-- RUN] [--target TARGET]`: posts the line of a night to the chat, and calls the outside monitor when
 * the night ran to its end; each only where its address is set. On GitHub it adds the worklog's address to the job's
 * summary, and tells nobody of a run that a person started. A run is told of once. Whoever names a target expects a run
 * on it: where none has begun since the last one that was told of, that is told instead, once as well, since a schedule
 * whose rounds do not start must not look like one that is green.
 * @param given id or folder of a run, by default the latest one; with a target, a night without a record is told, too
 * @returns the exit code: 2 when there is no run, or somebody could not be told
 */
export function main(given: Given<'tell'>): Promise<number> {
  return orTell(async () => {
    const { dir, ...named } = nightNamed(given);
    const told = dir && join(dir, TOLD);
    const before = told && existsSync(told) ? readFileSync(told, 'utf8') : null;
    const night = before === null ? named : { ...named, outcome: NOTHING_NEW };
    const newer = dir && newerWithoutTests(dir);
    const line = [nightLine(night), ...(newer && before === null ? [newer] : [])].join(' · ');
    if (before !== null && (given.options.target === undefined || before === line)) {
      console.log('This run was told of before, so nothing is posted.');
      return 0;
    }
    console.log(line);
    const [summary, worklog] = [jobSummaryFile(), worklogUrl()];
    if (summary && worklog) appendFileSync(summary, `\n[Open the worklog](${worklog}), kept for 30 days.\n`);
    if (startedByHand()) return 0;
    const { chat, heartbeat } = tellingAskedFor();
    if (!chat && !heartbeat) console.log(nothingSent('CHAT_WEBHOOK_URL', 'HEARTBEAT_URL'));
    const failed = [
      ...(await tried(chat && (() => post(chat, line)))),
      ...(await tried(heartbeat && ranToItsEnd(night) ? () => get(heartbeat) : null)),
    ];
    if (failed.length > 0) throw new Unusable(failed.join('\n'));
    if (told && (chat || heartbeat)) writeFileSync(told, line);
    return 0;
  });
}

/** Why it did not work, where it did not; nobody is left out because somebody before could not be told. */
async function tried(action: (() => Promise<void>) | null): Promise<string[]> {
  try {
    await action?.();
    return [];
  } catch (error) {
    if (error instanceof Unusable) return [error.message];
    throw error;
  }
}

async function post({ url, name }: Telling, line: string): Promise<void> {
  const headers = { 'content-type': 'application/json' };
  const body = JSON.stringify(chatMessage(line, new URL(url).hostname));
  accepted(name, await ask({ url, name, method: 'POST', headers, body }));
}

async function get({ url, name }: Telling): Promise<void> {
  accepted(name, await ask({ url, name }));
}

function accepted(name: string, answer: Response | null): void {
  if (answer && !answer.ok) throw new Unusable(`${name}: it answered ${answer.status}. Check the address.`);
}
