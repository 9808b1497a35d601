import { expect, test } from '@playwright/test';
import { problemsIn, listSpecs, linesOf, type Listed } from '../../../bin/team-checks.ts';
import { teamChecks, type TeamCheck } from '../../../config/decisions/team-checks.ts';

test('every team check has a spec', async () => {
  expect(problemsIn(teamChecks, await listSpecs())).toEqual([]);
});

test("the team's suites list 25, 6, 5, 5 and 6 checks and three flows", () => {
  for (const [suite, count] of Object.entries({
    '@p1': 25,
    '@critical-path': 6,
    '@websocket-events': 5,
    '@message-flow': 5,
    '@agent-pipeline': 6,
    '@golden-path': 3,
  })) {
    expect(
      teamChecks.filter((check) => check.suite === suite),
      suite,
    ).toHaveLength(count);
  }
  expect(new Set(teamChecks.map(({ id }) => id)).size, 'ids are unique').toBe(teamChecks.length);
});

test.describe('map from team check to spec', () => {
  const check: TeamCheck = { id: 'P1-001', suite: '@p1', name: 'websocket_connection', proves: 'The page connects.' };
  const spec: Listed = {
    place: 'websocket/handshake.spec.ts:3',
    groups: [],
    title: 'connects',
    tags: ['@p1', '@P1-001', '@embedded'],
    sources: ['team check P1-001'],
  };

  test('a team check is listed with its spec and where it cannot run', () => {
    expect(problemsIn([check], [spec])).toEqual([]);
    expect(linesOf([check], [spec]).at(-1)).toBe('  -> websocket/handshake.spec.ts:3 connects [embedded stack only]');
  });

  for (const [what, tags, problem] of [
    ['a team check without a spec', ['@p1'], 'Team check P1-001 websocket_connection has no spec.'],
    [
      'a team check with nothing but advice',
      ['@p1', '@P1-001', '@advice'],
      'Team check P1-001 websocket_connection has no spec.',
    ],
    [
      'a tag of no team check',
      ['@p1', '@P1-001', '@P1-999'],
      'websocket/handshake.spec.ts:3 is tagged @P1-999, which is not a team check.',
    ],
    [
      "a team check's tag without its suite",
      ['@P1-001'],
      'websocket/handshake.spec.ts:3 is tagged @P1-001 but not with its suite, @p1.',
    ],
  ] as const) {
    test(`${what} is an error in the map of team checks`, () => {
      expect(problemsIn([check], [{ ...spec, tags: [...tags] }])).toEqual([problem]);
    });
  }
});
