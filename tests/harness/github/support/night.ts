import { createHash } from 'node:crypto';
import { once } from 'node:events';
import { readFileSync, readdirSync } from 'node:fs';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { join, relative } from 'node:path';
import { text } from 'node:stream/consumers';
import { unzipSync } from 'fflate';
import { ROOT } from '../../../../bin/child.mjs';
import type { RunRecord } from '../../../../reporters/record/schema.ts';
import { expect, test as base } from '../../support/embedded.ts';
import { CacheStore } from './artefacts.ts';
import { deadLinksKept, linksToOtherFiles } from './kept-links.ts';
import { machinesFolder } from './machines.ts';
import { StrictGitHub } from './strict-github.ts';
import { type Given, WorkflowRun } from './workflow-run.ts';

/** Every test leaves a file, as one in a browser leaves its trace, and tells a secret. */
const leavesAFile = `
    import { writeFileSync } from 'node:fs';
    import { expect, test } from '@playwright/test';
    test.beforeEach(({}, info) => {
      const path = info.outputPath('screen.png');
      writeFileSync(path, info.testId + info.retry);
      info.attachments.push({ name: 'screenshot', path, contentType: 'image/png' });
      console.log(info.testId + info.retry, process.env['STAGING_SIMULATION_KEY']);
    });`;

/** Tests without a browser: what a night is about here is what becomes of them. One of no length counts as empty. */
const tests = {
  'golden-path/golden-path.spec.ts': `
    ${leavesAFile}
    test('the golden path', { tag: ['@golden', '@golden-path'] }, async () => {
      const begin = Date.now();
      await expect.poll(() => Date.now() - begin).toBeGreaterThan(50);
    });`,
  'threads/scenes.spec.ts': `
    ${leavesAFile}
    const scene = process.env['NIGHT_SCENE'];
    for (const name of ['one', 'two', 'three', 'four', 'five'])
      test('thread ' + name, async ({}, { retry }) => {
        if (scene === 'killed') process.kill(process.ppid, 'SIGKILL');
        if (scene === 'hangs') {
          writeFileSync('hanging', '');
          await new Promise(() => undefined);
        }
        const begin = Date.now();
        const now = scene === 'flaky' && retry > 0 ? 'green' : scene ?? 'green';
        const seen = () => (Date.now() - begin > 50 ? now : 'waiting');
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

export const test = base.extend<Night & { ears: string }>({
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
    const place = machinesFolder();
    let nights = 0;
    await use((machines, given = {}) => {
      nights += 1;
      const accounts = Array.from({ length: machines }, (_, index) => `person-${index}@example.com`);
      return new WorkflowRun(join(ROOT, '.github', 'workflows', 'nightly.yml'), {
        folder,
        machines: join(place.folder, `night ${nights}`),
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
    place.release();
  },
});

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
        const file = { name: relative(run.artefacts.place(''), path), content: readFileSync(path) };
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

/** The record of the whole, as it was kept. */
export function recordOf(run: WorkflowRun): RunRecord {
  const path = join(run.artefacts.place(`nightly-attempt-${run.attempt}`), 'record.json');
  return JSON.parse(readFileSync(path, 'utf8')) as RunRecord;
}

/** The lines of the history that the newest attempt left. */
export function historyOf(run: WorkflowRun): string[] {
  const file = join(run.artefacts.place(`nightly-attempt-${run.attempt}`), 'history.jsonl');
  return readFileSync(file, 'utf8').trim().split('\n');
}

/** What every night must leave, however it ended. @param left what is among it */
export function expectCleanEvidence(run: WorkflowRun, secrets: readonly string[], left = /\/record\.json$/): void {
  const files = keptBy(run);
  const ofTheWhole = files.filter(({ name }) => /^(nightly|worklog)-attempt-/.test(name) && !/\.zip\//.test(name));
  // Allure writes small files of its own twice.
  const ofOurs = ofTheWhole.filter(({ name }) => !name.includes('/allure-report/widgets/'));
  expect(
    ofTheWhole.map(({ name }) => name),
    'kept',
  ).toContainEqual(expect.stringMatching(left));
  expect(twice(ofOurs), 'kept twice').toEqual([]);
  expect(deadLinksKept(run.artefacts.place(`nightly-attempt-${run.attempt}`)), 'dead links').toEqual([]);
  const [page] = ofTheWhole.filter(({ name }) => name.startsWith(`worklog-attempt-${run.attempt}.html`));
  expect(linksToOtherFiles(page!.content.toString()), 'links of what is kept alone').toEqual([]);
  const leaks = files
    .filter(({ content }) => secrets.some((secret) => content.includes(secret)))
    .map(({ name }) => name);
  expect(leaks, 'files with a secret').toEqual([]);
}

/** How each job ended. */
export const results = (run: WorkflowRun) =>
  Object.fromEntries([...run.jobs].map(([name, { result }]) => [name, result]));
/** What must be in nothing that is kept. @param key of the simulated sign-in */
export const secretsOf = (key: string) => [key, 'secret-of-the-chat', 'secret-of-the-monitor'];
/** Breaks a part. @param until the attempt from which on it is whole */
export const failsOn = (part: number, scene: string, until = Infinity): Pick<Given, 'ofPart'> => ({
  ofPart: (one, attempt) => (one === part && attempt < until ? { NIGHT_SCENE: scene } : {}) as Record<string, string>,
});
