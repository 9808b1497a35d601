import { readFileSync } from 'node:fs';
import type { FullConfig, Reporter, Suite, TestCase, TestRun } from '@playwright/test/reporter';
import { z } from 'zod';
import { shardTimesFile } from '../../config/shard.ts';
import { signsInByForm } from '../../config/workers.ts';
import { parseJson } from '../../lib/basics/json.ts';
import { keyOf } from '../history/entry.ts';
import { shareOut } from '../history/share-out.ts';
import { plannedTest } from '../record/plan.ts';

/** Milliseconds by the name of a test in the history. */
const times = z.record(z.string(), z.number());

/**
 * Shares the tests out among the shards of a run (`--shard`) so that each takes about as long, by the times that
 * `npm run nightly` took from the history. Every shard shares out alike, from the same tests and times. Tests that
 * belong together stay together: a serial group, and those that use the one person of the development sign-in.
 */
export default class Shards implements Reporter {
  async preprocess({ config, suite, testRun }: { config: FullConfig; suite: Suite; testRun: TestRun }): Promise<void> {
    const { shard } = config;
    if (!shard) return;
    testRun.skipSharding();
    const known = knownTimes();
    const took = (test: TestCase) => known[keyOf(plannedTest(test, config.rootDir))];
    const bundles = shareOut(groupsIn(suite, testRun), took, shard.total);
    const mine = new Set(bundles[shard.current - 1]);
    for (const test of suite.allTests()) if (!mine.has(test)) testRun.exclude(test);
  }

  printsToStdio(): boolean {
    return false;
  }
}

function knownTimes(): z.infer<typeof times> {
  return shardTimesFile ? times.parse(parseJson(readFileSync(shardTimesFile, 'utf8'))) : {};
}

/** Tests that must run on one machine, as groups; most tests are one of their own. */
function groupsIn(suite: Suite, testRun: TestRun): TestCase[][] {
  const groups = new Map<Suite | TestCase | string, TestCase[]>();
  for (const test of suite.allTests()) {
    const key = isFormPerson(test) ? FORM_PERSON : (outermostOrdered(test, testRun) ?? test);
    groups.set(key, [...(groups.get(key) ?? []), test]);
  }
  return [...groups.values()];
}

const FORM_PERSON = 'the person of the development sign-in';

/** How a spec says that its person is not signed in from the start (`arrives` of `fixtures/packs/account.ts`). */
const SIGNED_OUT = /\barrives: '(?!signed in')/;

/** Whether a test may be the one person whom the sign-in form of its target signs in. */
function isFormPerson(test: TestCase): boolean {
  const { targetName = '' } = (test.parent.project()?.use ?? {}) as { targetName?: string };
  return signsInByForm(targetName) && SIGNED_OUT.test(readFileSync(test.location.file, 'utf8'));
}

/** The outermost group around a test whose tests run in order; none where all run in parallel. */
function outermostOrdered(test: TestCase, testRun: TestRun): Suite | undefined {
  let found: Suite | undefined;
  for (let suite: Suite | undefined = test.parent; suite && suite.type !== 'project'; suite = suite.parent)
    if (testRun.mode(suite) !== 'parallel') found = suite;
  return found;
}
