import { once } from 'node:events';
import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { type ServerResponse, createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { join } from 'node:path';
import { text } from 'node:stream/consumers';
import { type TestInfo, expect, test as base } from '@playwright/test';
import { ROOT, run } from '../../../bin/child.mjs';
import { childEnvironment } from '../../../config/child-environment.mjs';
import type { RunRecord } from '../../../reporters/record/schema.ts';
import { chatMessage } from '../../../reporters/write/exports/chat.ts';
import { attempted, planned } from '../reporters/support/record-samples.ts';
import { red, runOf } from '../reporters/support/runs.ts';

interface Chat {
  url: string;
  /** What was posted, or the path that was asked for. */
  heard: string[];
  /** Statuses of the next answers; 200 when there is none. */
  answers: number[];
}

const SECRET = 'T000/B000/very-secret-part';

const test = base.extend<{ chat: Chat }>({
  chat: async ({}, use) => {
    const heard: string[] = [];
    const answers: number[] = [];
    const server = createServer((request, response: ServerResponse) => {
      void text(request).then((body) => {
        const status = answers.shift() ?? 200;
        if (status === 200) heard.push(request.method === 'POST' ? body : `GET ${request.url}`);
        response.writeHead(status, { 'retry-after': '0' }).end('ok');
      });
    });
    await once(server.listen(0, '127.0.0.1'), 'listening');
    await use({ url: `http://127.0.0.1:${(server.address() as AddressInfo).port}/${SECRET}`, heard, answers });
    server.close();
  },
});

/** A folder with the record of a night; without one, a folder that has none. */
function night(testInfo: TestInfo, record?: RunRecord, name = 'night'): string {
  const folder = testInfo.outputPath(name);
  mkdirSync(folder, { recursive: true });
  if (record) writeFileSync(join(folder, 'record.json'), JSON.stringify(record));
  return folder;
}

function command(name: string, args: string[], environment: Record<string, string>) {
  return run(process.execPath, [join(ROOT, 'bin', 'run.mjs'), name, ...args], {
    env: childEnvironment({ NETRA_RUN: undefined, TEST_WORKER_INDEX: undefined, ...environment }),
  });
}

const green = runOf([planned('golden'), attempted('passed')]);
const broken = runOf([planned('golden'), red()]);

test('a night is reported to the chat in one line, and the monitor learns that it ran, whether red or green', async ({
  chat,
}, testInfo) => {
  const { code, output } = await command('tell', [night(testInfo, broken)], {
    CHAT_WEBHOOK_URL: chat.url,
    HEARTBEAT_URL: chat.url,
    WORKLOG_URL: 'https://github.example/worklog',
  });
  expect({ code, output }).toMatchObject({ code: 0, output: expect.stringMatching(/^🔴 local: [^\n]+\n$/) });
  const [line, beat, ...more] = chat.heard;
  expect(more).toEqual([]);
  expect(JSON.parse(line!)).toEqual({ text: expect.stringContaining('· https://github.example/worklog') });
  expect(beat).toBe(`GET /${SECRET}`);
});

test('nothing is sent unless an address is set, and that is said', async ({ chat }, testInfo) => {
  expect(await command('tell', [night(testInfo, green)], {})).toMatchObject({
    code: 0,
    output: expect.stringMatching(/^🟢 .*\nNothing was sent: CHAT_WEBHOOK_URL and HEARTBEAT_URL are not set\.\n$/),
  });
  expect(await command('metrics', [night(testInfo, green)], {})).toMatchObject({
    code: 0,
    output: expect.stringMatching(
      /metrics\.prom\nNothing was sent: PUSHGATEWAY_URL and OTEL_EXPORTER_OTLP_ENDPOINT are not set\.\n$/,
    ),
  });
  expect(chat.heard).toEqual([]);
});

test('a night that did not run to its end is reported to the chat, and not to the monitor', async ({
  chat,
}, testInfo) => {
  const cutOff = { ...green, state: 'crashed' as const };
  const told = { CHAT_WEBHOOK_URL: chat.url, HEARTBEAT_URL: chat.url };
  expect(await command('tell', [night(testInfo, cutOff)], told)).toMatchObject({ code: 0 });
  expect(chat.heard).toEqual([expect.stringContaining('🔴')]);
});

test('a run is told of once, however often it is asked for', async ({ chat }, testInfo) => {
  const told = { CHAT_WEBHOOK_URL: chat.url, HEARTBEAT_URL: chat.url };
  expect(await command('tell', [night(testInfo, green)], told)).toMatchObject({ code: 0 });
  expect(await command('tell', [night(testInfo)], told)).toEqual({
    code: 0,
    output: 'This run was told of before, so nothing is posted.\n',
    interrupted: false,
  });
  expect(chat.heard).toEqual([expect.stringContaining('🟢'), `GET /${SECRET}`]);
});

test('a schedule whose rounds no longer start is told of once, and the monitor hears nothing', async ({
  chat,
}, testInfo) => {
  const told = { CHAT_WEBHOOK_URL: chat.url, HEARTBEAT_URL: chat.url };
  const round = [night(testInfo, green), '--target', 'local'];
  for (const _ of ['one that ran', 'one that did not start', 'another'])
    expect(await command('tell', round, told)).toMatchObject({ code: 0 });
  expect(chat.heard).toEqual([
    expect.stringContaining('🟢'),
    `GET /${SECRET}`,
    expect.stringContaining('🔴 local: No run has begun since the last one that was told of'),
  ]);
});

test('a run to tell of that is not there is named in one sentence', async ({ chat }, testInfo) => {
  expect(await command('tell', [testInfo.outputPath('nowhere')], { CHAT_WEBHOOK_URL: chat.url })).toMatchObject({
    code: 2,
    output: expect.stringMatching(/^There is no run "[^"]+": neither a folder nor an id under reports\/runs\.\n$/),
  });
  expect(chat.heard).toEqual([]);
});

test('a run that a person started on GitHub is not announced, and its worklog is in the summary', async ({
  chat,
}, testInfo) => {
  const summary = testInfo.outputPath('summary.md');
  const job = {
    GITHUB_ACTIONS: 'true',
    GITHUB_EVENT_NAME: 'workflow_dispatch',
    GITHUB_STEP_SUMMARY: summary,
    WORKLOG_URL: 'https://github.example/worklog',
  };
  const told = { ...job, CHAT_WEBHOOK_URL: chat.url, HEARTBEAT_URL: chat.url };
  expect(await command('tell', [night(testInfo, green)], told)).toMatchObject({ code: 0 });
  expect(chat.heard).toEqual([]);
  expect(readFileSync(summary, 'utf8')).toContain('(https://github.example/worklog)');
});

test('a chat that is busy or fails is asked again; one that refuses is named without its secret', async ({
  chat,
}, testInfo) => {
  chat.answers.push(429, 503);
  const told = { CHAT_WEBHOOK_URL: chat.url };
  expect(await command('tell', [night(testInfo, green)], told)).toMatchObject({ code: 0 });
  expect(chat.heard).toHaveLength(1);
  chat.answers.push(404);
  const { code, output } = await command('tell', [night(testInfo, green, 'next night')], told);
  expect(code).toBe(2);
  expect(output).toMatch(/CHAT_WEBHOOK_URL \(127\.0\.0\.1:\d+\): it answered 404\. Check the address\.\n$/);
  expect(output).not.toContain('secret');
});

test('an address that is none is refused by its name, without its value', async ({}, testInfo) => {
  const { code, output } = await command('tell', [night(testInfo, green)], { CHAT_WEBHOOK_URL: 'hooks/very-secret' });
  expect(code).not.toBe(0);
  expect(output).toContain('CHAT_WEBHOOK_URL must be an address');
  expect(output).not.toContain('very-secret');
});

test('a token that cannot be a header is refused without being quoted, and an address that is none at once', async () => {
  for (const variables of [
    { GITHUB_TOKEN: 'not-to-be\ntold', GITHUB_API_URL: 'http://127.0.0.1:1' },
    { GITHUB_TOKEN: 'not-to-be-told', GITHUB_API_URL: 'nonsense' },
  ]) {
    const { code, output } = await run(process.execPath, ['bin/run.mjs', 'watchdog'], {
      cwd: ROOT,
      env: childEnvironment({ GITHUB_REPOSITORY: 'acme/golden', ...variables }),
    });
    expect({ code, output }).toEqual({ code: 2, output: expect.stringContaining('Correct the setting') });
    expect(output).not.toContain('not-to-be');
  }
});

test('Teams gets a card, every other chat a text', () => {
  expect(chatMessage('a line', 'hooks.slack.com')).toEqual({ text: 'a line' });
  expect(chatMessage('a line', 'chat.example.com')).toEqual({ text: 'a line' });
  for (const host of ['acme.webhook.office.com', 'prod-1.westeurope.logic.azure.com', 'x.api.powerplatform.com'])
    expect(chatMessage('a line', host)).toMatchObject({
      type: 'message',
      attachments: [{ content: { type: 'AdaptiveCard', body: [{ text: 'a line' }] } }],
    });
});
