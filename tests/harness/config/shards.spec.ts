import { join } from 'node:path';
import { expect, test } from '@playwright/test';
import fc from 'fast-check';
import { ROOT, run } from '../../../bin/child.mjs';
import { childEnvironment } from '../../../config/child-environment.mjs';
import { shardOfThisRun } from '../../../config/shard.ts';
import { SettingsError, mostShards, productTarget } from '../../../config/targets.ts';
import { workersOf } from '../../../config/workers.ts';
import { shareOut } from '../../../reporters/history/share-out.ts';

const site = {
  STAGING_BASE_URL: 'https://app.example',
  STAGING_API_URL: 'https://api.example',
  STAGING_AUTH_URL: 'https://auth.example',
  STAGING_SIMULATION_KEY: 'a-simulation-key',
};
const people = (count: number) => ({
  ...site,
  STAGING_ACCOUNTS: Array.from({ length: count }, (_, index) => `person-${index}@example.com`).join(','),
});

test.describe('accounts of shards', () => {
  for (const [accounts, total] of [
    [2, 2],
    [3, 2],
    [7, 3],
  ] as const) {
    test(`${accounts} accounts are shared out among ${total} shards: no person is in two, and every one is used`, () => {
      const settings = people(accounts);
      const slices = Array.from({ length: total }, (_, index) => ({ current: index + 1, total })).map((shard) => ({
        accounts: productTarget('staging', settings, shard).accounts,
        workers: workersOf('staging', settings, shard),
      }));
      const all = slices.flatMap((slice) => slice.accounts);
      expect(all.sort()).toEqual(productTarget('staging', settings, null).accounts.sort());
      expect(new Set(all).size).toBe(all.length);
      expect(slices.map(({ workers }) => workers)).toEqual(slices.map((slice) => slice.accounts.length));
    });
  }

  test('an account that is named twice is one person', () => {
    const twice = { ...site, STAGING_ACCOUNTS: 'ada@example.com, Ada@Example.com' };
    expect(mostShards('staging', twice)).toBe(1);
    expect(() => productTarget('staging', twice, { current: 1, total: 2 })).toThrow(SettingsError);
  });

  test('fewer accounts than shards are refused in one sentence', () => {
    expect(() => productTarget('staging', people(1), { current: 1, total: 2 })).toThrow(
      new SettingsError(
        'The target "staging" has 1 account for 2 shards, and two shards must not share one: name at least 2 in STAGING_ACCOUNTS, or run fewer shards.',
      ),
    );
  });

  test('a ready-made token is one person, however many accounts are named', () => {
    const token = { ...people(2), STAGING_SIGN_IN: 'token', STAGING_TOKEN: 'a-token-of-somebody' };
    expect(mostShards('staging', token)).toBe(1);
    expect(() => productTarget('staging', token, { current: 1, total: 2 })).toThrow(
      /^The target "staging" signs in with STAGING_SIGN_IN=token, by which every test is the same person, [^.]*\.$/,
    );
  });

  test('a nightly of more shards than accounts is refused before anything runs', async () => {
    const night = (...args: string[]) =>
      run(process.execPath, [join(ROOT, 'bin', 'run.mjs'), 'nightly', ...args], {
        env: childEnvironment({ NETRA_RUN: undefined, TEST_WORKER_INDEX: undefined, ...people(1) }),
      });
    const sentence = /^The target "staging" has 1 account for 2 shards/;
    for (const args of [
      ['--shards', '2'],
      ['--shard', '2/2'],
      ['--plan', '--shards', '2'],
    ]) {
      const { code, output } = await night(...args);
      expect(code, args.join(' ')).toBe(1);
      expect(output).toMatch(sentence);
      expect(output.trim().split('\n').length, 'lines of one sentence').toBeLessThanOrEqual(3);
    }
  });
});

test.describe('shard of a run', () => {
  const runner = { TEST_WORKER_INDEX: undefined };
  for (const args of [['--shard=2/3'], ['--shard', '2/3']]) {
    test(`the runner reads ${args.join(' ')}, and its workers learn it`, () => {
      const env = { ...runner } as Record<string, string | undefined>;
      expect(shardOfThisRun(['node', 'playwright', 'test', ...args], env)).toEqual({ current: 2, total: 3 });
      expect(shardOfThisRun(['node', 'worker'], { ...env, TEST_WORKER_INDEX: '0' })).toEqual({ current: 2, total: 3 });
    });
  }

  test('a run that a test of a shard starts is no shard itself', () => {
    const env = { ...runner, NETRA_SHARD: '1/2' } as Record<string, string | undefined>;
    expect(shardOfThisRun(['node', 'playwright', 'test'], env)).toBeNull();
    expect(env).not.toHaveProperty('NETRA_SHARD');
  });
});

test.describe('sharing tests out by their times', () => {
  const groupsOfTests = fc.array(fc.array(fc.nat(), { minLength: 1, maxLength: 3 }), { maxLength: 40 });
  const distinct = (groups: number[][]) => groups.map((group, at) => group.map((_, index) => `${at}.${index}`));

  test('every test falls to exactly one shard, groups stay together, and all shards agree', () => {
    fc.assert(
      fc.property(groupsOfTests, fc.integer({ min: 1, max: 6 }), (times, parts) => {
        const groups = distinct(times);
        const took = (name: string) => times[Number(name.split('.')[0])]![Number(name.split('.')[1])];
        const shared = shareOut(groups, took, parts);
        expect(shared).toHaveLength(parts);
        expect(shared.flat().sort()).toEqual(groups.flat().sort());
        for (const group of groups)
          expect(shared.filter((one) => one.some((name) => group.includes(name)))).toHaveLength(1);
        expect(shareOut(groups, took, parts)).toEqual(shared);
      }),
    );
  });

  test('no shard takes longer than a third more than a fair share and the longest group', () => {
    fc.assert(
      fc.property(groupsOfTests, fc.integer({ min: 1, max: 6 }), (times, parts) => {
        const groups = distinct(times);
        const took = (name: string) => times[Number(name.split('.')[0])]![Number(name.split('.')[1])]!;
        const sum = (names: readonly string[]) => names.reduce((all, name) => all + took(name), 0);
        const longest = Math.max(0, ...groups.map(sum));
        const fair = Math.max(longest, sum(groups.flat()) / parts);
        for (const part of shareOut(groups, took, parts))
          expect(sum(part)).toBeLessThanOrEqual((4 / 3) * fair + longest);
      }),
    );
  });

  test('the longest tests are shared out first, wherever they stand in the suite', () => {
    const times = [1, 1, 1, 1, 1, 1, 6];
    const shared = shareOut(
      times.map((_, index) => [index]),
      (test) => times[test],
      2,
    );
    expect(shared.map((part) => part.reduce((sum, test) => sum + times[test]!, 0))).toEqual([6, 6]);
  });

  test('a test that never ran counts as a usual one', () => {
    const took = (name: string) => (name === 'new' ? undefined : 10);
    const groups = [['a'], ['b'], ['new'], ['c']];
    expect(shareOut(groups, took, 2).map((part) => part.length)).toEqual([2, 2]);
  });
});
