import { readFileSync, readdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from '@playwright/test';
import { parse } from 'yaml';
import { ROOT, run } from '../../../bin/child.mjs';

interface Step {
  uses?: string;
  run?: string;
  if?: string;
  with?: { [name: string]: unknown };
}
interface Workflow {
  on: { [event: string]: unknown; schedule?: { cron: string }[] };
  permissions: { [scope: string]: string };
  concurrency?: { group: string };
  jobs: { [name: string]: { 'timeout-minutes'?: number; permissions?: { [scope: string]: string }; steps: Step[] } };
}

const folder = join(ROOT, '.github', 'workflows');
const files = readdirSync(folder);
const read = (name: string) => readFileSync(join(folder, name), 'utf8');
const workflow = (name: string) => parse(read(name)) as Workflow;
const { scripts } = JSON.parse(readFileSync(join(ROOT, 'package.json'), 'utf8')) as {
  scripts: { [name: string]: string };
};

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

test('the workflows are valid for GitHub', async () => {
  expect(await faults(...files.map((name) => join(folder, name)))).toEqual(files.map(() => []));
});

test('an invalid workflow is detected', async ({}, testInfo) => {
  const wrong = [
    ['runs-on:', 'run-on:'],
    ['${{ matrix.part }}/2', '${{ matrix.part }/2'],
    ['needs: part', 'needs: nobody'],
    ['permissions:', 'permits:'],
  ] as const;
  const paths = wrong.map(([right, instead], index) => {
    const path = testInfo.outputPath(`${index}.yml`);
    writeFileSync(path, read('nightly.yml').replace(right, instead));
    return path;
  });
  for (const [index, found] of (await faults(...paths)).entries()) expect(found, wrong[index]![1]).not.toEqual([]);
});

for (const name of files) {
  test.describe(name, () => {
    const { jobs, permissions, on } = workflow(name);
    const steps = Object.values(jobs).flatMap((job) => job.steps);

    test(`${name} pins every action to a commit and names its version`, () => {
      for (const line of read(name)
        .split('\n')
        .filter((one) => one.includes('uses:'))) {
        expect(line).toMatch(/uses: [\w-]+\/[\w/-]+@[0-9a-f]{40} # v\d+\.\d+\.\d+$/);
      }
    });

    test(`${name} runs only commands of the project`, () => {
      for (const { run } of steps.filter((step) => step.run)) {
        expect(run).toMatch(/^npm (test|run [a-z]+)( -- [^;&|]*)?$/);
        const script = /^npm (?:run )?([a-z]+)/.exec(run!)![1]!;
        expect(Object.keys(scripts), `${name}: ${run}`).toContain(script);
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

    test(`${name} does not keep its token and keeps its files for a limited time`, () => {
      for (const step of steps.filter(({ uses }) => uses?.includes('checkout')))
        expect(step.with).toMatchObject({ 'persist-credentials': false });
      for (const step of steps.filter(({ uses }) => uses?.includes('upload-artifact'))) {
        expect(step.with?.['retention-days']).toBeLessThanOrEqual(30);
        expect(step.if).toBe('${{ !cancelled() }}');
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

test('the nightly never runs twice at the same time on one target, and can be started by hand', () => {
  const { concurrency, on } = workflow('nightly.yml');
  expect(concurrency?.group).toContain('inputs.target');
  expect(Object.keys(on)).toEqual(expect.arrayContaining(['schedule', 'workflow_dispatch']));
});
