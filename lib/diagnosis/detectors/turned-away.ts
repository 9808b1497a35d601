import { type Call, type Facts, field } from '../facts.ts';
import { isUnread } from '../unread.ts';

/** Paths of the API that anybody may ask. */
export const OPEN = /^\/(health|ws\/)|^\/api\/(health|discovery|mcp|config)/;

/** What is said of a token that was good until now. */
export const EXPIRED = /token (has )?expired|jwt expired/i;

/** Whether a call was refused for the person's credential. */
export function turnedAway({ path, status }: Call): boolean {
  return !OPEN.test(path) && (status === 401 || status === 403);
}

function detailOf(body: unknown): string {
  return String(field(body, 'detail') ?? field(body, 'message') ?? '');
}

/** Why a call was turned away; of an answer that was not read, what the same token is told later. */
export function reasonOf(facts: Facts, call: Call): string {
  const probe = facts.probe('api-with-token');
  return detailOf(isUnread(call) && probe?.status === call.status ? probe.body : call.received);
}

/** Calls of the page: what a test asks in its own name may well be meant to be refused. */
export function ofThePage(facts: Facts): Call[] {
  return facts.of('api').filter(({ resource }) => resource !== 'test');
}

/** Calls of operations that ask for a credential, and that were answered. */
export function guarded(facts: Facts): Call[] {
  return facts.of('api').filter(({ path, status }) => !OPEN.test(path) && status !== null);
}
