import { createHash } from 'node:crypto';
import { existsSync, writeFileSync } from 'node:fs';
import { dirname } from 'node:path';
import { expect, test } from '@playwright/test';
import { linked } from '../../../reporters/write/allure/linked.ts';
import type { AllureStep } from '../../../reporters/write/allure/steps.ts';

const step = (name: string, ...sources: string[]): AllureStep => ({
  name,
  status: 'passed',
  stage: 'finished',
  statusDetails: {},
  start: 0,
  stop: 0,
  parameters: [],
  attachments: sources.map((source) => ({ name, source })),
  steps: [],
});

test("an Allure result links to what Playwright's report holds, and keeps neither the file nor an empty step", ({}, testInfo) => {
  const [trace, timeline] = ['trace.zip', 'timeline.txt'].map((name) => testInfo.outputPath(name)) as [string, string];
  writeFileSync(trace, 'a trace');
  writeFileSync(timeline, 'a timeline');
  const steps = [step('Navigate'), step('trace', 'trace.zip'), step('timeline.txt', 'timeline.txt')];
  const result = {
    uuid: 'u',
    name: 'x',
    fullName: 'x',
    start: 0,
    labels: [],
    links: [],
    parameters: [],
    attachments: [],
  };
  const reported = new Set([createHash('sha1').update('a trace').digest('hex')]);
  const kept = linked({ ...result, steps }, dirname(trace), reported, 'one-two');
  expect(kept.steps.map(({ name }) => name)).toEqual(['Navigate', 'timeline.txt']);
  expect(kept.links).toEqual([
    { type: 'link', name: 'Trace, screenshots and evidence', url: '../html/index.html#?testId=one-two' },
  ]);
  expect([trace, timeline].map(existsSync)).toEqual([false, true]);
});
