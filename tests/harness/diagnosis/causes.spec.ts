import { expect, test } from '@playwright/test';
import { SCRUBBED } from '../../../lib/basics/scrubbed-mark.ts';
import { CATALOGUE, diagnose } from '../../../lib/diagnosis/index.ts';
import { call, closed, evidence, serverFrame, SITE, turnedAway, welcome } from './support/scenes.ts';
import { FURTHER_SCENES } from './support/further-scenes.ts';
import { outside, withCalls, instead, refresh } from './support/causes/scene.ts';
import { answer } from './support/causes/answer.ts';
import { close } from './support/causes/close.ts';
import { isolation } from './support/causes/isolation.ts';
import { login } from './support/causes/login.ts';
import { silence } from './support/causes/silence.ts';
import { target } from './support/causes/target.ts';
import { upgrade } from './support/causes/upgrade.ts';

const scenes = [target, login, upgrade, close, silence, answer, isolation].flat();

test.describe('diagnosis of each cause', () => {
  for (const [id, when, seen] of scenes) {
    test(`${id} is diagnosed: ${when}`, () => {
      const diagnosis = diagnose(seen);
      expect(
        diagnosis.causes.map((cause) => cause.id),
        JSON.stringify(diagnosis.causes, null, 1),
      ).toEqual([id]);
      const [cause] = diagnosis.causes;
      expect(cause?.signals.length).toBeGreaterThan(0);
      expect(diagnosis.lookFirst).toBe(cause?.lookFirst);
      expect(
        diagnosis.whys.filter(({ hypothesis }) => !hypothesis).every(({ evidence: places }) => places.length > 0),
      ).toBe(true);
      expect(diagnosis.whys.flatMap(({ evidence: places }) => places).join('; ')).not.toMatch(/frame #\d+ /);
      expect(diagnosis.probe ?? '').not.toContain('the probe');
      expect(diagnosis.whys.at(-1)?.hypothesis).toBe(true);
    });
  }

  test('every cause of the catalogue has an example', () => {
    const told = [...scenes, ...FURTHER_SCENES].map(([id]) => id);
    expect(new Set(told)).toEqual(new Set(CATALOGUE.map(({ id }) => id)));
    expect(CATALOGUE.map(({ id }) => id)).toEqual(
      CATALOGUE.map((_, index) => `F${String(index + 1).padStart(2, '0')}`),
    );
  });
});

test('advice to look into a log says that the embedded stack keeps none, and not so of another target', () => {
  const toLog = scenes.filter(([, , seen]) => /\blog\b/.test(diagnose(seen).lookFirst ?? ''));
  expect(toLog.length).toBeGreaterThan(5);
  const none = /\(the embedded stack keeps no log; triage\.md of the test has what it sent\)$/;
  for (const [id, , seen] of toLog) {
    expect(diagnose({ ...seen, target: { ...seen.target, name: 'local' } }).lookFirst, id).toMatch(none);
    expect(diagnose({ ...seen, target: { ...seen.target, name: 'staging' } }).lookFirst, id).not.toMatch(none);
  }
});

test("a close with 1000 that the page asked for is nobody's fault", () => {
  const bye = serverFrame({ type: 'disconnect', payload: {} }, { direction: 'sent' });
  const left = evidence({ ...outside, edit: () => [welcome, bye], sockets: [closed(1000, 'main cleanup', 35)] });
  expect(diagnose(left).causes.map(({ id }) => id)).toEqual(['unknown']);
});

test('two tokens of a recording look alike, and may well have been different ones', () => {
  const kept = evidence({ ...withCalls(refresh(SCRUBBED, SCRUBBED), refresh(SCRUBBED, SCRUBBED)) });
  expect(diagnose(kept).causes.map(({ id }) => id)).toEqual(['unknown']);
});

test('a 404 for a thread that was never seen matches no catalogue entry', () => {
  const unknown = call('GET', `${SITE.api}/api/threads/thread_of_nobody/messages`, {
    status: 404,
    received: { detail: '404: Thread not found' },
  });
  expect(diagnose(evidence(withCalls(unknown))).causes.map(({ id }) => id)).toEqual(['unknown']);
});

test.describe('token that was never valid', () => {
  const neverIn = {
    ...outside,
    ...instead(
      /api\/threads/,
      call('GET', `${SITE.api}/api/threads`, { status: 401, received: { detail: 'Token expired' } }),
    ),
  };
  for (const [id, what, seen] of [
    [
      'F40',
      'one that ran out in the middle',
      evidence({ ...neverIn, edit: () => [turnedAway('Token expired')], sockets: [closed(1008, 'Token expired', 9)] }),
    ],
    [
      'F05',
      'one of another secret',
      evidence({
        ...outside,
        edit: () => [turnedAway('Token validation failed: Invalid Compact JWS')],
        sockets: [closed(1008, 'Authentication failed', 9)],
        ...instead(
          /api\/threads/,
          call('GET', `${SITE.api}/api/threads`, {
            status: 401,
            received: { detail: 'Token validation failed: Invalid Compact JWS' },
          }),
        ),
      }),
    ],
  ] as const) {
    test(`a token that was never valid is not diagnosed as ${id} (${what})`, () => {
      expect(
        diagnose(seen).causes.map((cause) => cause.id),
        JSON.stringify(diagnose(seen).causes),
      ).toEqual(['unknown']);
    });
  }
});
