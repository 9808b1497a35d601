import { readFileSync, readdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from '@playwright/test';
import { parse } from 'yaml';
import { actionFacts, factOf, pinsIn } from '../../../bin/actions.ts';
import { ROOT, run } from '../../../bin/child.mjs';
import { COMMANDS } from '../../../bin/commands.mjs';
import { partLimit } from '../../../config/budgets.ts';
import { runSettings, settings } from '../../../config/settings.ts';
import { settingsOf } from '../../../config/targets.ts';

interface Step {
  name?: string;
  uses?: string;
  run?: string;
  if?: string;
  'timeout-minutes'?: number;
  env?: { [name: string]: string };
  with?: { [name: string]: unknown };
}
interface Job {
  if?: string;
  'timeout-minutes'?: number;
  permissions?: { [scope: string]: string };
  strategy?: { 'fail-fast'?: boolean };
  steps: Step[];
}
interface Workflow {
  on: { [event: string]: unknown; schedule?: { cron: string }[] };
  permissions: { [scope: string]: string };
  concurrency?: { group: string; 'cancel-in-progress': boolean };
  jobs: { [name: string]: Job };
}

const folder = join(ROOT, '.github', 'workflows');
const files = readdirSync(folder);
const read = (name: string) => readFileSync(join(folder, name), 'utf8');
const workflow = (name: string) => parse(read(name)) as Workflow;
const { scripts } = JSON.parse(readFileSync(join(ROOT, 'package.json'), 'utf8')) as {
  scripts: { [name: string]: string };
};
const ALWAYS = '${{ always() }}';

/** What GitHub's own parser finds wrong with each of these files. */
async function faults(...paths: string[]): Promise<string[][]> {
  const { code, output } = await run(process.execPath, [
    '--import',
    'tsx',
    join(import.meta.dirname, 'support', 'faults.mjs'),
    ...paths,
  ]);
  expect(code, output).toBe(0);
  return JSON.parse(output) as string[][];
}

/** Runtimes of actions that GitHub's runners have no more, or are about to lose. */
const GONE = ['node12', 'node16', 'node20'];

/** What is wrong with the actions that a workflow uses, by what they say of themselves. */
function faultsOfActions(text: string): string[] {
  const facts = actionFacts();
  const pins = pinsIn(text);
  const steps = Object.values((parse(text) as Workflow).jobs).flatMap((job) => job.steps ?? []);
  const uses = steps.filter((step) => step.uses && !step.uses.startsWith('./'));
  return [
    ...(pins.length === uses.length ? [] : ['an action is not pinned to a commit with its version']),
    ...pins.flatMap(({ action, commit, version }) => {
      const fact = facts[action];
      if (!fact || fact.commit !== commit || fact.version !== version)
        return [`${action} ${version}: run "npm run actions", nothing is known of this commit`];
      return GONE.includes(fact.runtime)
        ? [`${action} ${version} needs ${fact.runtime}, which runners have no more`]
        : [];
    }),
    ...uses.flatMap(({ uses: name = '', with: given = {} }) => {
      const fact = facts[name.split('@')[0]!];
      if (!fact) return [];
      const unknown = Object.keys(given).filter((input) => !fact.inputs.includes(input));
      const missing = fact.required.filter((input) => given[input] === undefined);
      return [
        ...unknown.map((input) => `${name} has no input ${input}`),
        ...missing.map((input) => `${name} needs ${input}`),
      ];
    }),
  ];
}

test('the workflows are valid for GitHub', async () => {
  expect(await faults(...files.map((name) => join(folder, name)))).toEqual(files.map(() => []));
});

test('an invalid workflow is detected', async ({}, testInfo) => {
  const wrong = [
    ['runs-on:', 'run-on:'],
    ['${{ matrix.shard }} of', '${{ matrix.shard } of'],
    ['needs: plan', 'needs: nobody'],
    ['permissions:', 'permits:'],
  ] as const;
  const paths = wrong.map(([right, instead], index) => {
    const path = testInfo.outputPath(`${index}.yml`);
    writeFileSync(path, read('nightly.yml').replace(right, instead));
    return path;
  });
  for (const [index, found] of (await faults(...paths)).entries()) expect(found, wrong[index]![1]).not.toEqual([]);
});

for (const [what, right, instead] of [
  [
    'an action of another commit',
    '3d3c42e5aac5ba805825da76410c181273ba90b1',
    '08c6903cd8c0fde910a37f88322edcfb5dd907a8',
  ],
  ['a version that is not that of the commit', '# v7.0.1', '# v6.0.1'],
  ['a tag in place of a commit', '@3d3c42e5aac5ba805825da76410c181273ba90b1 # v7.0.1', '@v7'],
  ['an input that the action does not have', 'persist-credentials:', 'persist-credential:'],
  ['a required input that is missing', 'path: reports/test-times.json', 'compression-level: 9'],
] as const) {
  test(`a workflow with ${what} is refused`, () => {
    expect(faultsOfActions(read('nightly.yml'))).toEqual([]);
    expect(faultsOfActions(read('nightly.yml').replace(right, instead))).not.toEqual([]);
  });
}

test('actions and packages are raised every week', () => {
  const { updates } = parse(readFileSync(join(folder, '..', 'dependabot.yml'), 'utf8')) as {
    updates: { 'package-ecosystem': string; directory: string; schedule: { interval: string } }[];
  };
  expect(updates).toMatchObject(
    ['github-actions', 'npm'].map((ecosystem) => ({
      'package-ecosystem': ecosystem,
      directory: '/',
      schedule: { interval: 'weekly' },
    })),
  );
});

test('what an action says of itself names its runtime, and an old one is refused', () => {
  const pin = { action: 'ada/old', commit: 'a'.repeat(40), version: 'v1.0.0' };
  const fact = factOf(pin, "inputs:\n  path:\n    required: true\n  name:\n    default: x\nruns:\n  using: 'node20'\n");
  expect(fact).toEqual({
    version: 'v1.0.0',
    commit: pin.commit,
    runtime: 'node20',
    required: ['path'],
    inputs: ['path', 'name'],
  });
  expect(GONE).toContain(fact.runtime);
});

for (const name of files) {
  test.describe(name, () => {
    const { jobs, permissions, on } = workflow(name);
    const steps = Object.values(jobs).flatMap((job) => job.steps);

    test(`${name} uses actions that run on today's runners, pinned to a commit, with inputs that they have`, () => {
      expect(faultsOfActions(read(name))).toEqual([]);
    });

    test(`${name} runs only commands of the project`, () => {
      for (const { run } of steps.filter((step) => step.run)) {
        const form = /^(?:npm run ([a-z]+)( -- [^;&|]*)?|exec node bin\/run\.mjs ([a-z]+)( [^;&|]*)?)$/;
        expect(run).toMatch(form);
        const [, byNpm, , byNode] = form.exec(run!)!;
        const script = (byNpm ?? byNode)!;
        expect(Object.keys(scripts), `${name}: ${run}`).toContain(script);
        expect(Object.keys(COMMANDS), `${name}: ${run}`).toContain(script);
      }
    });

    test(`${name} has only the read permissions that it needs and ends in bounded time`, () => {
      expect(permissions).toMatchObject({ contents: 'read' });
      expect(Object.values(permissions)).not.toContain('write');
      for (const [job, { permissions: own, 'timeout-minutes': limit }] of Object.entries(jobs)) {
        expect(limit, job).toBeLessThanOrEqual(60);
        expect(
          Object.keys(own ?? {}).filter((scope) => own?.[scope] === 'write'),
          job,
        ).toEqual(own ? ['issues'] : []);
      }
    });

    test(`${name} limits every command, so that the job still has time to keep its evidence`, () => {
      for (const [job, { steps: own, 'timeout-minutes': limit = 0 }] of Object.entries(jobs)) {
        const commands = own.filter((step) => step.run);
        expect(
          commands.filter((step) => step['timeout-minutes'] === undefined),
          job,
        ).toEqual([]);
        const all = commands.reduce((sum, step) => sum + step['timeout-minutes']!, 0);
        expect(all + (own.some(({ uses }) => uses?.includes('upload')) ? 5 : 0), job).toBeLessThanOrEqual(limit);
      }
    });

    test(`${name} keeps what a red, cut off or cancelled job left`, () => {
      for (const { steps: own } of Object.values(jobs)) {
        const runsTests = /^(exec node|npm run) .*(frontend|test|nightly -- --merge|nightly .*--shard ")/;
        const tested = own.findIndex((step) => runsTests.test(step.run ?? ''));
        expect(own[tested]?.run ?? 'exec', 'a cancelled job can close its run').toMatch(/^exec|--merge/);
        const after = tested === -1 ? [] : own.slice(tested + 1);
        for (const step of after) expect(step.if, step.name).toMatch(/^\$\{\{ always\(\)/);
      }
    });

    test(`${name} does not keep its token and keeps its files for a limited time, once for each attempt`, () => {
      for (const step of steps.filter(({ uses }) => uses?.includes('checkout')))
        expect(step.with).toMatchObject({ 'persist-credentials': false });
      for (const step of steps.filter(({ uses }) => uses?.includes('upload-artifact'))) {
        expect(step.with?.['retention-days']).toBeLessThanOrEqual(30);
        // Without an archive, an artefact is called like its file.
        expect(step.with?.['name'] ?? step.with?.['path']).toContain('${{ github.run_attempt }}');
        expect(step.with?.['path'], 'the link "latest" would bring every file twice').not.toMatch(
          /reports\/(runs\/)?$/m,
        );
      }
    });

    test(`${name} is not scheduled at a round minute`, () => {
      for (const { cron } of on.schedule ?? []) {
        const minute = Number(cron.split(' ')[0]);
        expect(minute % 2).toBe(1);
        expect(minute % 5).not.toBe(0);
      }
    });
  });
}

test.describe('nightly', () => {
  const { concurrency, on, jobs } = workflow('nightly.yml');
  const step = (job: string, command: string) => jobs[job]!.steps.find(({ run }) => run?.includes(command))!;

  test('the nightly never runs twice at the same time on one target, and can be started by hand', () => {
    expect(concurrency?.group).toContain('inputs.target');
    expect(concurrency?.['cancel-in-progress'], 'the one that runs goes on').toBe(false);
    expect(Object.keys(on)).toEqual(expect.arrayContaining(['schedule', 'workflow_dispatch']));
  });

  test("a part runs in Playwright's own browser, which is kept for the next night", () => {
    for (const own of [jobs['part']!.steps, workflow('pull-request.yml').jobs['test']!.steps]) {
      const at = (what: RegExp) => own.findIndex(({ run = '', uses = '' }) => what.test(`${uses}${run}`));
      const tested = own.findIndex(({ run = '' }) => /--shard|run\.mjs test$/.test(run));
      const order = [at(/cache\/restore/), at(/^npm run browser$/), at(/cache\/save/), tested];
      expect(order).not.toContain(-1);
      expect([...order].sort((a, b) => a - b)).toEqual(order);
      const [restored, kept] = [own[order[0]!]!.with, own[order[2]!]!.with];
      expect(restored).toMatchObject({ path: '~/.cache/ms-playwright', key: kept?.['key'] });
      expect(kept).toMatchObject({ path: '~/.cache/ms-playwright', key: expect.stringContaining('package-lock.json') });
    }
    expect(jobs['whole']!.steps.filter(({ run }) => run?.includes('browser'))).toEqual([]);
  });

  test('the tests of a part end by themselves before their step does', () => {
    expect(step('part', '--shard')['timeout-minutes']! * 60_000).toBeGreaterThan(partLimit);
  });

  test('a red part does not cancel the others', () => {
    expect(jobs['part']!.strategy?.['fail-fast']).toBe(false);
  });

  test('the whole night is announced whatever became of its parts', () => {
    expect(jobs['whole']!.if).toBe(ALWAYS);
    expect(step('whole', 'npm run issues').if).toContain('always()');
    expect(step('whole', 'npm run tell').if).toContain('always()');
  });

  test('a night gets every setting of its targets, secrets as secrets', () => {
    const targets = ['staging', 'production'] as const;
    const expected = targets.flatMap((target) =>
      settingsOf(target).map((setting) => {
        const name = `${target.toUpperCase()}_${setting}`;
        const secret = settings.find((one) => one.name === setting)!.secret;
        return [name, `\${{ ${secret ? 'secrets' : 'vars'}.${name} }}`];
      }),
    );
    for (const [job, command] of [
      ['plan', '--plan'],
      ['part', '--shard'],
    ] as const)
      expect(step(job, command).env, job).toEqual(Object.fromEntries(expected));
    const secrets = settings.filter(({ secret }) => secret).map((one) => one.name);
    expect(secrets.sort()).toEqual(['JWT_SECRET', 'PASSWORD', 'SIMULATION_KEY', 'TOKEN']);
  });

  test('the step that announces a night has the addresses of the chat and the monitor', () => {
    for (const [to, command] of [
      ['chat', 'npm run tell'],
      ['dashboards', 'npm run metrics'],
    ] as const) {
      const names = runSettings.filter((one) => one.to === to).map((one) => one.name);
      expect(Object.keys(step('whole', command).env ?? {})).toEqual(expect.arrayContaining(names));
    }
  });
});
