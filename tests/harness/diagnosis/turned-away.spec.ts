import { expect, test } from '@playwright/test';
import { SCRUBBED } from '../../../lib/basics/scrubbed-mark.ts';
import type { Evidence } from '../../../lib/evidence/index.ts';
import { diagnose } from '../../../lib/diagnosis/index.ts';
import { call, CALLS, closed, evidence, SITE } from './support/scenes.ts';

const nothingAsked = { steps: null, asked: false, edit: () => [] } as const;

test('a ticket that was refused before any socket was opened with it was not used up by the page', () => {
  const given = (ticket_id: string) => call('POST', `${SITE.api}/api/websocket/ticket`, { received: { ticket_id } });
  const revoked = call('DELETE', `${SITE.api}/api/websocket/ticket/t1`, {});
  const byTicket = { offered: [], chosen: null, credential: { by: 'ticket' } } as const;
  const refused = closed(1008, 'Ticket is unknown, used or expired', 20, byTicket);
  const causesOf = (exchanges: Evidence['exchanges'], sockets: Evidence['sockets']) =>
    diagnose(evidence({ ...nothingAsked, exchanges: [...CALLS, ...exchanges], sockets })).causes;
  const byServer = { id: 'F58', confidence: 'likely', owner: 'backend' };
  const byPage = { id: 'F58', confidence: 'certain', owner: 'frontend' };
  expect(causesOf([given('t1')], [refused])).toMatchObject([byServer]);
  expect(causesOf([given('t1')], [refused, { ...refused, id: 2 }])).toMatchObject([byPage]);
  expect(causesOf([given('t1'), revoked], [refused])).toMatchObject([byPage]);
  expect(causesOf([], [refused])).toMatchObject([byPage]);
  const unread = [given(SCRUBBED), given(SCRUBBED)];
  expect(causesOf(unread, [refused]), 'tickets that nobody can tell apart').toMatchObject([byServer]);
});

test('a socket that was closed, but for another reason than was expected, did not outlive its session', () => {
  const idsOf = (received: string) =>
    diagnose(evidence({ errors: [`Error: the server closes the socket\n\n${received}`] })).causes.map(({ id }) => id);
  expect(idsOf('  "code": 1008,\n- "reason": "Token expired",\n+ "reason": "Over",')).toEqual(['unknown']);
  expect(idsOf('Received has value: null')).toEqual(['F83']);
});

test('what a page of another origin asked for is let in where it was answered, and not where a service is broken', () => {
  const idsOf = (error: string) => diagnose(evidence({ errors: [error] })).causes.map(({ id }) => id);
  const upgrade = (status: number) =>
    `Error: an upgrade by a page of another origin\n\nexpect(received).toEqual(expected)\n\n-   "status": 403,\n+   "status": ${status},`;
  const called = (received: string) =>
    `Error: a call by a page of another origin\n\nExpected: "blocked"\nReceived: ${received}\n\nCall Log:`;
  expect(idsOf(upgrade(101))).toEqual(['F82']);
  expect(idsOf(upgrade(502))).toEqual(['unknown']);
  expect(idsOf(called('200'))).toEqual(['F82']);
  expect(idsOf(called('401')), 'that the page may read a refusal').toEqual(['F82']);
  expect(idsOf(called('"sent to the sign-in page"'))).toEqual(['unknown']);
});
