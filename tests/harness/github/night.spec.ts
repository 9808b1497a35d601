import { createHash } from 'node:crypto';
import { once } from 'node:events';
import { existsSync, readFileSync, readdirSync } from 'node:fs';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { join } from 'node:path';
import { text } from 'node:stream/consumers';
import { unzipSync } from 'fflate';
import { ROOT } from '../../../bin/child.mjs';
import type { RunRecord } from '../../../reporters/record/schema.ts';
import { expect, test as base } from '../support/embedded.ts';
import { CacheStore } from './support/artefacts.ts';
import { StrictGitHub } from './support/strict-github.ts';
import { type Given, WorkflowRun } from './support/workflow-run.ts';

/** Tests without a browser: what a night is about here is what becomes of them. One of no length counts as empty. */
const tests = {
  'golden-path/golden-path.spec.ts': `
    import { expect, test } from '@playwright/test';
    test('the golden path', { tag: ['@golden', '@golden-path'] }, async () => {
      const begin = Date.now();
      await expect.poll(() => Date.now() - begin).toBeGreaterThan(50);
    });`,
  'threads/scenes.spec.ts': `
    import { expect, test } from '@playwright/test';
    const scene = process.env['NIGHT_SCENE'];
    for (const name of ['one', 'two', 'three', 'four', 'five'])
      test('thread ' + name, async () => {
        if (scene === 'killed') process.kill(process.ppid, 'SIGKILL');
        if (scene === 'hangs') await new Promise(() => undefined);
        const begin = Date.now();
        const seen = () => (Date.now() - begin > 50 ? scene ?? 'green' : 'waiting');
        await expect.poll(seen, { timeout: 2_000 }).toBe('green');
      });`,
};

interface Night {
  gitHub: StrictGitHub;
  /** What the chat and the monitor heard. */
  heard: string[];
  /** A night of so many machines. */
  night: (machines: number, given?: Partial<Given>) => WorkflowRun;
}

const test = base.extend<Night & { ears: string }>({
  gitHub: async ({}, use) => {
    const gitHub = await new StrictGitHub().start();
    await use(gitHub);
    gitHub.close();
  },
  heard: async ({}, use) => use([]),
  ears: async ({ heard }, use) => {
    const server = createServer((request, response) => {
      void text(request).then((body) => {
        heard.push(request.method === 'POST' ? (JSON.parse(body) as { text: string }).text : 'heartbeat');
        response.end('ok');
      });
    });
    await once(server.listen(0, '127.0.0.1'), 'listening');
    await use(`http://127.0.0.1:${(server.address() as AddressInfo).port}`);
    server.close();
  },
  night: async ({ stack, gitHub, ears }, use, testInfo) => {
    const folder = testInfo.outputPath('github');
    const caches = new CacheStore(join(folder, 'caches'));
    await use((machines, given = {}) => {
      const accounts = Array.from({ length: machines }, (_, index) => `person-${index}@example.com`);
      return new WorkflowRun(join(ROOT, '.github', 'workflows', 'nightly.yml'), {
        folder,
        caches,
        tests,
        event: 'schedule',
        vars: {
          STAGING_BASE_URL: stack.webUrl,
          STAGING_API_URL: stack.apiUrl,
          STAGING_AUTH_URL: stack.authUrl,
          STAGING_ACCOUNTS: accounts.join(','),
        },
        secrets: {
          STAGING_SIMULATION_KEY: stack.bypassKey,
          CHAT_WEBHOOK_URL: `${ears}/secret-of-the-chat`,
          HEARTBEAT_URL: `${ears}/secret-of-the-monitor`,
          GITHUB_TOKEN: gitHub.environment['GITHUB_TOKEN']!,
        },
        environment: { GITHUB_API_URL: gitHub.address, GITHUB_REPOSITORY: gitHub.environment['GITHUB_REPOSITORY']! },
        leftOut: /npm run (browser|report)/,
        ...given,
      });
    });
  },
});

test.describe.configure({ timeout: 480_000 });

/** Every file that was kept of a run, those inside of archives, too. */
function keptBy(run: WorkflowRun): { name: string; content: Buffer }[] {
  const inside = (name: string, content: Buffer) =>
    name.endsWith('.zip')
      ? Object.entries(unzipSync(content)).map(([entry, bytes]) => ({
          name: `${name}/${entry}`,
          content: Buffer.from(bytes),
        }))
      : [];
  return run.artefacts.names.flatMap((artefact) =>
    readdirSync(run.artefacts.place(artefact), { withFileTypes: true, recursive: true })
      .filter((entry) => entry.isFile())
      .flatMap((entry) => {
        const path = join(entry.parentPath, entry.name);
        const file = { name: path.slice(run.artefacts.place('').length), content: readFileSync(path) };
        return [file, ...inside(file.name, file.content)];
      }),
  );
}

/** Contents that were kept more than once. */
function twice(files: readonly { name: string; content: Buffer }[]): string[] {
  const places = new Map<string, string[]>();
  for (const { name, content } of files.filter((one) => one.content.length > 0)) {
    const digest = createHash('sha256').update(content).digest('hex');
    places.set(digest, [...(places.get(digest) ?? []), name]);
  }
  return [...places.values()].filter((names) => names.length > 1).map((names) => names.join(' = '));
}

function recordOf(run: WorkflowRun): RunRecord {
  const path = join(run.artefacts.place(`nightly-attempt-${run.attempt}`), 'record.json');
  return JSON.parse(readFileSync(path, 'utf8')) as RunRecord;
}

/** The lines of the history that the newest attempt left. */
function historyOf(run: WorkflowRun): string[] {
  const file = join(run.artefacts.place(`nightly-attempt-${run.attempt}`), 'history.jsonl');
  return readFileSync(file, 'utf8').trim().split('\n');
}

/** What every night must leave, however it ended. */
function expectCleanEvidence(run: WorkflowRun, secrets: readonly string[]): void {
  const files = keptBy(run);
  const ofTheWhole = files.filter(({ name }) => /^(nightly|worklog)-attempt-/.test(name) && !/\.zip\//.test(name));
  expect(twice(ofTheWhole), 'kept twice').toEqual([]);
  const leaks = files
    .filter(({ content }) => secrets.some((secret) => content.includes(secret)))
    .map(({ name }) => name);
  expect(leaks, 'files with a secret').toEqual([]);
}

const results = (run: WorkflowRun) => Object.fromEntries([...run.jobs].map(([name, { result }]) => [name, result]));
const secretsOf = (key: string) => [key, 'secret-of-the-chat', 'secret-of-the-monitor'];
const failsOn = (part: number, scene: string, until = Infinity): Pick<Given, 'ofPart'> => ({
  ofPart: (one, attempt) => (one === part && attempt < until ? { NIGHT_SCENE: scene } : {}) as Record<string, string>,
});

test('a green night on three machines ends green, with one worklog and one chat line', async ({
  night,
  gitHub,
  heard,
  stack,
}) => {
  const machines = 3;
  const run = night(machines, { inputs: { shards: String(machines) }, leftOut: /npm run browser/ });
  await run.play();
  const parts = Array.from({ length: machines }, (_, index) => [`part ${index + 1}`, 'success']);
  expect(results(run), run.story()).toEqual({ plan: 'success', ...Object.fromEntries(parts), whole: 'success' });
  expect(run.artefacts.names.filter((name) => name.startsWith('worklog'))).toEqual(['worklog-attempt-1.html']);
  expect(heard).toEqual([expect.stringMatching(/^🟢 staging: .*6 of 6 passed/), 'heartbeat']);
  expect(gitHub.issues).toEqual([]);
  const { counts, parts: merged } = recordOf(run);
  expect(counts).toMatchObject({ planned: 6, passed: 6 });
  expect(merged.map(({ shard }) => shard?.current).sort()).toEqual(parts.map((_, index) => index + 1));
  expectCleanEvidence(run, secretsOf(stack.bypassKey));
});

test('a red part makes the night red; run again, only it runs, and the night counts once', async ({
  night,
  gitHub,
  heard,
  stack,
}) => {
  const run = night(2, failsOn(2, 'red', 3));
  const red = { plan: 'success', 'part 1': 'success', 'part 2': 'failure', whole: 'failure' };
  await run.play();
  expect(results(run), run.story()).toEqual(red);
  expect(gitHub.open.map(({ title }) => title)).toEqual([
    expect.stringMatching(/^E2E-DEPLOY-not-diagnosed-/),
    'E2E-NIGHT-staging: the nightly run is not green',
  ]);
  expect(heard).toEqual([expect.stringMatching(/^🔴 staging: /), 'heartbeat']);
  expectCleanEvidence(run, secretsOf(stack.bypassKey));
  const green = recordOf(run).parts.find(({ shard }) => shard?.current === 1);

  await test.step('red again: merged twice, told twice, counted once', async () => {
    await run.play();
    expect(results(run), run.story()).toEqual(red);
    expect(gitHub.open.map(({ comments }) => comments.length)).toEqual([1, 1]);
    expect(historyOf(run)).toHaveLength(1);
  });

  await test.step('mended', async () => {
    await run.play();
    expect(results(run), run.story()).toEqual({ ...red, 'part 2': 'success', whole: 'success' });
    const { parts, counts } = recordOf(run);
    expect(
      parts.find(({ shard }) => shard?.current === 1),
      'the green part was not run again',
    ).toEqual(green);
    expect(parts.map(({ attempt }) => attempt).sort()).toEqual([1, 3]);
    expect(counts).toMatchObject({ planned: 6, passed: 6 });
    expect(gitHub.open).toEqual([]);
    expect(historyOf(run)).toHaveLength(1);
    expect(heard.filter((line) => line !== 'heartbeat')).toHaveLength(3);
  });
});

for (const [what, scene] of [
  ['whose runner is killed', 'killed'],
  ['that runs out of time', 'hangs'],
] as const) {
  test(`a part ${what} loses neither its evidence nor the night's`, async ({ night, gitHub, heard, stack }) => {
    const limit = (part: number) => (part === 1 && scene === 'hangs' ? 45_000 : undefined);
    const run = night(2, { ...failsOn(1, scene), limit });
    await run.play();
    expect(results(run), run.story()).toEqual({
      plan: 'success',
      'part 1': 'failure',
      'part 2': 'success',
      whole: 'failure',
    });
    const { state, counts, notes } = recordOf(run);
    expect({ state, planned: counts.planned }).toEqual({ state: 'crashed', planned: 6 });
    expect(counts.notRun).toBeGreaterThan(0);
    expect(notes.join()).toContain("are not in Playwright's report: it ended before it could write its own.");
    expect(run.artefacts.names).toContain('worklog-attempt-1.html');
    expect(gitHub.open.map(({ title }) => title)).toEqual(['E2E-NIGHT-staging: the nightly run is not green']);
    expect(heard).toEqual([expect.stringMatching(/^🔴 staging: .*not run/)]);
    expectCleanEvidence(run, secretsOf(stack.bypassKey));
  });
}

test('a night that lost every machine says so in one issue and one chat line, and is no heartbeat', async ({
  night,
  gitHub,
  heard,
}) => {
  const run = night(2, { isLost: () => true });
  await run.play();
  expect(results(run), run.story()).toEqual({
    plan: 'success',
    'part 1': 'failure',
    'part 2': 'failure',
    whole: 'failure',
  });
  expect(gitHub.open).toMatchObject([
    {
      title: 'E2E-NIGHT-staging: the nightly run is not green',
      body: expect.stringContaining('The night left no record, so nobody knows what works.'),
    },
  ]);
  expect(heard).toEqual([expect.stringContaining('🔴 staging: The night left no record')]);
  expect(run.artefacts.names.filter((name) => /^(nightly|worklog)/.test(name))).toEqual([]);
});

test('two nights at once do not disturb each other', async ({ night, gitHub, heard }) => {
  const runs = [night(2), night(2)];
  await Promise.all(runs.map((run) => run.play()));
  for (const run of runs) {
    expect(results(run), run.story()).toMatchObject({ whole: 'success' });
    expect(recordOf(run).counts).toMatchObject({ planned: 6, passed: 6 });
    expect(existsSync(run.artefacts.place('worklog-attempt-1.html'))).toBe(true);
  }
  expect(gitHub.issues).toEqual([]);
  expect(heard.filter((line) => line.startsWith('🟢'))).toHaveLength(2);
});
