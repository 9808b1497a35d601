import { createHash } from 'node:crypto';
import { relative } from 'node:path';
import type { FullConfig, FullProject, Suite, TestCase } from '@playwright/test/reporter';
import { budgets } from '../../config/budgets.ts';
import { faultsOnPurpose, replay, replayedBudgets } from '../../config/recording.ts';
import { selection } from '../../config/selection.ts';
import { ADVICE } from '../../config/decisions/sources.ts';
import { nameOfTest } from '../../config/decisions/known-defect.ts';
import { knownFlakeOf, knownFlakes } from '../../config/decisions/known-flakes.ts';
import { fileTest } from '../../config/decisions/suites.ts';
import type { ProductName, TargetName } from '../../config/target-names.ts';
import { SettingsError, type Target, productTarget } from '../../config/targets.ts';
import type { Entry } from './journal.ts';
import { grepIn, narrowingIn } from './narrowing.ts';
import type { PlannedTest, RunRecord } from './schema.ts';
import { titlesOf } from './test-title.ts';

type Plan = Extract<Entry, { kind: 'plan' }>;

/**
 * What a run is about to do: which tests, why these, against what, with which settings. Nothing in it is secret.
 * @param sharedOut of a shard: all tests, of which these are a part
 */
export function planOf(config: FullConfig, suite: Suite, sharedOut: Plan['sharedOut'] = null): Plan {
  const tests = suite.allTests().map((test) => plannedTest(test, config.rootDir));
  const projects = config.filteredProjects.map(({ name }) => name);
  const targets = [
    ...new Set(config.filteredProjects.map(({ use }) => targetNameIn(use)).filter((name) => name !== undefined)),
  ];
  return {
    kind: 'plan',
    shard: config.shard ? { current: config.shard.current, total: config.shard.total } : null,
    sharedOut,
    workers: config.workers,
    selection: selectionOf(projects),
    settings: settingsOf(config),
    targets: targets.map((name) => targetRecord(name, budgetsOf(name, config))),
    // Without a project in it, the suite was never loaded: the set-up failed, or somebody ended it. That of a shard
    // may just be empty.
    tests: suite.suites.length === 0 ? null : tests,
  };
}

/** The tests of a run before they are shared out among its shards, so that these can be counted together again. */
export function sharedOutOf(suite: Suite): NonNullable<Plan['sharedOut']> {
  const ids = suite.allTests().map(({ id }) => id);
  return { tests: ids.length, digest: createHash('sha256').update(ids.sort().join('\n')).digest('hex').slice(0, 16) };
}

/** What is known of a test before it runs. @param testDir to which its file is relative */
export function plannedTest(test: TestCase, testDir: string): PlannedTest {
  const project = test.parent.project()?.name ?? '';
  const file = relative(testDir, test.location.file).replaceAll('\\', '/');
  return {
    id: test.id,
    project,
    file,
    line: test.location.line,
    titles: titlesOf(test),
    tags: test.tags,
    advice: test.tags.includes(ADVICE) && targetNameIn(test.parent.project()?.use ?? {}) !== 'local',
    ...fileTest({ project, file, tags: test.tags }),
    flake: flakeOf(test, file),
  };
}

function flakeOf(test: TestCase, file: string): PlannedTest['flake'] {
  const target = targetNameIn(test.parent.project()?.use ?? {});
  const known = knownFlakeOf(knownFlakes, target, nameOfTest(file, test.titlePath().slice(3)), new Date());
  return known && { why: known.why, owner: known.owner, expires: known.expires };
}

function targetNameIn(use: object): TargetName | undefined {
  return (use as { targetName?: TargetName }).targetName;
}

function selectionOf(projects: string[]): RunRecord['selection'] {
  const grep = grepIn(process.argv);
  const narrowed = narrowingIn(process.argv.slice(2));
  return {
    focus:
      selection.focus ??
      (grep ? `tests that match ${grep}` : narrowed.length > 0 ? `only ${narrowed.join(' ')}` : 'all tests'),
    why:
      selection.why ??
      (narrowed.length > 0
        ? `only what "${narrowed.join(' ')}" leaves was asked for`
        : grep
          ? `the tests that match "${grep}" were asked for`
          : 'all tests of the chosen projects'),
    projects,
    grep,
    faults: faultsOnPurpose(),
    ...(replay ? { isReplay: true } : {}),
  };
}

function settingsOf({ workers, filteredProjects }: FullConfig): RunRecord['settings'] {
  const each = (setting: (project: FullProject) => string) => [...new Set(filteredProjects.map(setting))].join(' or ');
  return {
    workers: String(workers),
    retries: each(({ retries }) => String(retries)),
    'test timeout': each(({ timeout }) => `${timeout} ms`),
    trace: each(({ use: { trace } }) => (typeof trace === 'object' ? trace.mode : String(trace ?? 'off'))),
  };
}

type Limits = RunRecord['targets'][number]['budgets'];

/** The time limits by which a target is judged: those of a stack that is broken on purpose are shorter. */
function budgetsOf(name: TargetName, { filteredProjects }: FullConfig): Limits {
  const uses = filteredProjects.map(
    ({ use }) => use as { targetName?: TargetName; budgetsName?: keyof typeof budgets },
  );
  const own = uses.find(({ targetName }) => targetName === name)?.budgetsName;
  return { ...(replayedBudgets() ?? budgets[name === 'local' && own ? own : name]) };
}

function targetRecord(name: TargetName, limits: Limits): RunRecord['targets'][number] {
  if (name === 'local')
    return { name, release: null, logQuery: null, hosts: ['localhost'], signIn: 'simulation', budgets: limits };
  const settings = settingsOfTarget(name);
  if (!settings) return { name, release: null, logQuery: null, hosts: [], signIn: null, budgets: limits };
  const { site, signIn, release, logQuery } = settings;
  return {
    name,
    release,
    logQuery,
    hosts: [...new Set(Object.values(site).map((url) => new URL(url).host))],
    signIn: signIn.by,
    budgets: limits,
  };
}

/** The settings of a product target; null when it is not configured, which the set-up has told by then. */
function settingsOfTarget(name: ProductName): Target | null {
  try {
    return productTarget(name);
  } catch (error) {
    if (error instanceof SettingsError) return null;
    throw error;
  }
}
