import type { Evidence, Exchange, Frame } from '../../../../../lib/evidence/index.ts';
import { call, CALLS, exampleSteps, probe, SITE, START } from '../scenes.ts';

/** What a test saw under a cause of the catalogue, and in which words of the title. */
export type CauseScene = [id: string, when: string, seen: Evidence];

export const steps = exampleSteps();

export const unanswered = { steps: null } as const;

/** A message was entered, and nothing of it left the page. */
export const unsent = {
  steps: null,
  asked: false,
  errors: ['Timed out after 5000 ms waiting for the first event of a run that answers "Where?".'],
} as const;

/** Nobody came as far as asking. */
export const outside = { steps: null, asked: false, edit: () => [] } as const;

export const withCalls = (...more: Exchange[]) => ({ exchanges: [...CALLS, ...more] });

export const instead = (part: RegExp, ...more: Exchange[]) => ({
  exchanges: [...CALLS.filter(({ url }) => !part.test(url)), ...more],
});

export const edited = (type: string, change: (message: Record<string, unknown>) => unknown) => (frames: Frame[]) =>
  frames.flatMap((frame) => {
    const message = JSON.parse(frame.text) as Record<string, unknown>;
    if (message.type !== type) return [frame];
    const after = change(message);
    return after === null ? [] : [{ ...frame, text: typeof after === 'string' ? after : JSON.stringify(after) }];
  });

export const listed = (status: string, id = 'run_hidden') =>
  probe('runs', { body: [{ agent_id: id, status, start_time: new Date(START + 50).toISOString() }] });

/** @param at milliseconds after the start of the scene */
export function refresh(access_token: string, refresh_token: string, at = -500): Exchange {
  const startedAt = START + at;
  return call('POST', `${SITE.auth}/auth/refresh`, { startedAt, sent: { refresh_token }, received: { access_token } });
}
