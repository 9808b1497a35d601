import { once } from 'node:events';
import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { join } from 'node:path';
import { text } from 'node:stream/consumers';
import { type TestInfo, expect, test as base } from '@playwright/test';
import { ROOT, run } from '../../../bin/child.mjs';
import { childEnvironment } from '../../../config/child-environment.mjs';
import { assess } from '../../../reporters/assess/assess.ts';
import { merge } from '../../../reporters/record/merge.ts';
import type { RunRecord } from '../../../reporters/record/schema.ts';
import { otlpTraces } from '../../../reporters/write/exports/otlp.ts';
import { prometheus } from '../../../reporters/write/exports/prometheus.ts';
import { type ReceivedSpan, metricsRequest, tracesRequest } from './support/otlp-receiver.ts';
import { attempted, planned, seenIn } from './support/record-samples.ts';
import { minor, red, runOf, stuck } from './support/runs.ts';

interface Receiver {
  address: string;
  /** What came, by path, checked against its schema; what was refused is not in it. */
  received: { path: string; headers: Record<string, string | string[] | undefined>; body: string }[];
  refused: string[];
}

const test = base.extend<{ receiver: Receiver }>({
  receiver: async ({}, use) => {
    const received: Receiver['received'] = [];
    const refused: string[] = [];
    const server = createServer((request, response) => {
      void text(request).then((body) => {
        const { url: path = '', headers } = request;
        const schema = { '/v1/traces': tracesRequest, '/v1/metrics': metricsRequest }[path];
        const found = schema?.safeParse(JSON.parse(body));
        if (found && !found.success) {
          refused.push(found.error.message);
          response.writeHead(400).end();
          return;
        }
        received.push({ path, headers, body });
        response.writeHead(200, { 'content-type': 'application/json' }).end('{}');
      });
    });
    await once(server.listen(0, '127.0.0.1'), 'listening');
    await use({ address: `http://127.0.0.1:${(server.address() as AddressInfo).port}`, received, refused });
    server.close();
  },
});

const at = Date.parse('2026-11-22T03:17:00.000Z');
const frames = seenIn({ sent: true, types: ['agent_started', 'tool_executing', 'tool_completed', 'agent_completed'] });
const steps = ['start', 'call', 'return', 'complete'];
const seen = {
  ...frames,
  frames: frames.frames.map((frame, index) => ({
    ...frame,
    time: at + 1_000 + index * 100,
    step: index === 0 ? null : steps[index - 1]!,
    tool: index === 2 || index === 3 ? 'usage_query' : null,
  })),
  runs: frames.runs.map((one) => ({ ...one, sentAt: at + 1_050, violations: [] })),
};
const step = { title: 'send a message', took: 900, failed: false, startedAt: new Date(at + 1_000).toISOString() };
const night = runOf(
  [planned('golden'), attempted('passed', { seen, steps: [step], took: 3_000 })],
  [minor('one'), red({ diagnosis: stuck })],
);

function metrics(testInfo: TestInfo, record: RunRecord, environment: Record<string, string>) {
  const folder = testInfo.outputPath('night');
  mkdirSync(folder, { recursive: true });
  writeFileSync(join(folder, 'record.json'), JSON.stringify(record));
  return run(process.execPath, [join(ROOT, 'bin', 'run.mjs'), 'metrics', folder], {
    env: childEnvironment({ NETRA_RUN: undefined, TEST_WORKER_INDEX: undefined, ...environment }),
  });
}

const spansOf = (traces: object): ReceivedSpan[] => tracesRequest.parse(traces).resourceSpans[0]!.scopeSpans[0]!.spans;

test('a strict OTLP receiver and a Pushgateway take what a run sends, with the headers that they want', async ({
  receiver,
}, testInfo) => {
  const { code, output } = await metrics(testInfo, night, {
    OTEL_EXPORTER_OTLP_ENDPOINT: `${receiver.address}/`,
    OTEL_EXPORTER_OTLP_HEADERS: 'x-api-key=a%20key,tenant=qa',
    PUSHGATEWAY_URL: receiver.address,
  });
  expect({ code, refused: receiver.refused }, output).toEqual({ code: 0, refused: [] });
  expect(receiver.received.map(({ path }) => path)).toEqual([
    '/metrics/job/golden_path/target/local',
    '/v1/traces',
    '/v1/metrics',
  ]);
  expect(receiver.received[1]!.headers).toMatchObject({ 'x-api-key': 'a key', tenant: 'qa' });
  expect(readFileSync(testInfo.outputPath('night', 'metrics.prom'), 'utf8')).toBe(receiver.received[0]!.body);
});

test('nothing is sent unless an address is set, and a refusal is reported without any secret', async ({
  receiver,
}, testInfo) => {
  expect(await metrics(testInfo, night, {})).toMatchObject({ code: 0 });
  expect(receiver.received).toEqual([]);
  const { code, output } = await metrics(testInfo, night, {
    OTEL_EXPORTER_OTLP_ENDPOINT: 'http://127.0.0.1:1',
    OTEL_EXPORTER_OTLP_HEADERS: 'api-key=very-secret',
  });
  expect(code).toBe(2);
  expect(output).toContain('OTEL_EXPORTER_OTLP_ENDPOINT (127.0.0.1:1): no answer');
  expect(output).not.toContain('very-secret');
});

test('the spans are nested: run, test, step, agent run, agent, tool', () => {
  const spans = spansOf(otlpTraces(assess(night)));
  const path = (span: ReceivedSpan): string[] => {
    const parent = spans.find((one) => one.spanId === span.parentSpanId);
    return [...(parent ? path(parent) : []), span.name];
  };
  expect(path(spans.find(({ name }) => name === 'usage_query')!)).toEqual([
    'golden path on local',
    'golden',
    'send a message',
    'agent run',
    'supervisor_agent',
    'usage_query',
  ]);
  expect(spans.find(({ name }) => name === 'one')).toMatchObject({ status: { code: 2, message: 'Error: it broke' } });
});

test('a run that is sent twice is one trace', () => {
  expect(otlpTraces(assess(night))).toEqual(otlpTraces(assess(night)));
});

test('parts that were merged count once', () => {
  const part = (current: number, title: string): RunRecord => {
    const record = runOf([minor(title), attempted('passed')]);
    const parts = record.parts.map((one) => ({ ...one, id: `night-${current}of2`, shard: { current, total: 2 } }));
    return { ...record, id: `night-${current}of2`, parts };
  };
  const shards = [part(1, 'one'), part(2, 'two')].map((record, index) => ({ record, folder: `shards/${index + 1}` }));
  const whole = assess(merge('night', shards));
  expect(prometheus(whole)).toContain('golden_path_tests{target="local",outcome="passed"} 2\n');
  expect(spansOf(otlpTraces(whole)).filter(({ parentSpanId }) => parentSpanId === undefined)).toHaveLength(1);
});

test('the Prometheus text has one head for each metric, and every line is well formed', () => {
  const lines = prometheus(assess(night)).trimEnd().split('\n');
  const heads = lines.filter((line) => line.startsWith('# TYPE')).map((line) => line.split(' ')[2]);
  expect(new Set(heads).size).toBe(heads.length);
  for (const line of lines.filter((one) => !one.startsWith('#')))
    expect(line).toMatch(
      /^[a-z_]+\{[a-z_]+="(?:[^"\\\n]|\\["\\n])*"(?:,[a-z_]+="(?:[^"\\\n]|\\["\\n])*")*\} -?[\d.]+$/,
    );
});

test('a run that was not to run the golden path, as on production, does not call it dead', () => {
  const round = assess(runOf([minor('one'), attempted('passed')]));
  expect(prometheus(round)).toMatch(/^golden_path_gate_open\{/m);
  expect(prometheus(round)).not.toContain('golden_path_alive');
  expect(prometheus(assess(runOf([planned('golden'), red()])))).toMatch(/^golden_path_alive\{[^}]+\} 0$/m);
});

test('the dashboard asks for metrics that a run sends', () => {
  const dashboard = readFileSync(join(ROOT, 'docs', 'grafana-dashboard.json'), 'utf8');
  const asked = new Set(dashboard.match(/golden_path_[a-z_]+/g));
  const sent = new Set(prometheus(assess(night)).match(/^golden_path_[a-z_]+/gm));
  expect(asked.size).toBeGreaterThan(5);
  expect([...asked].filter((name) => !sent.has(name))).toEqual([]);
});
