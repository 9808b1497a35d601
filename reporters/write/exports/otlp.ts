import { createHash } from 'node:crypto';
import { worstFirst } from '../../assess/failures.ts';
import type { Assessment } from '../../assess/assess.ts';
import { gateText } from '../../assess/gate.ts';
import { isRed } from '../../assess/verdict.ts';
import { targetOf } from '../../record/kind.ts';
import type { Attempt } from '../../record/schema-attempt.ts';
import type { RunRecord, TestRecord } from '../../record/schema.ts';
import { fullTitle } from '../../record/test-title.ts';
import { type AllureStep, runSteps } from '../allure/steps.ts';
import { measuresOf } from './measures.ts';

type Value = string | number | boolean;
interface Attribute {
  key: string;
  value: { stringValue: string } | { intValue: string } | { doubleValue: number } | { boolValue: boolean };
}

/** A span as OTLP's JSON encoding has it (opentelemetry.io, "OTLP specification"): ids in hex, times as strings. */
interface Span {
  traceId: string;
  spanId: string;
  parentSpanId?: string;
  name: string;
  /** 1: internal. */
  kind: 1;
  startTimeUnixNano: string;
  endTimeUnixNano: string;
  attributes: Attribute[];
  links: { traceId: string; spanId: string; attributes: Attribute[] }[];
  /** 1: ok, 2: error. */
  status: { code: 1 | 2; message?: string };
}

const SCOPE = { name: 'netra-golden-path' };

/**
 * A run as the body of OTLP's `/v1/traces`: the run, its tests, their steps, the agent runs in them, and agents and
 * tools in those. Its ids follow from the run's, so that a run that is sent twice is one trace.
 */
export function otlpTraces({ record, gate }: Assessment): object {
  const trace = hex(`trace ${record.id}`, 32);
  const root = spanOf(trace, [record.id], null, `golden path on ${targetOf(record)}`, {
    from: Date.parse(record.startedAt),
    to: endOf(record),
    failed: gate.open ? null : gateText(gate),
    attributes: { 'run.id': record.id, 'run.state': record.state, 'ci.url': record.ci?.runUrl ?? '' },
  });
  const spans = [root, ...record.tests.flatMap((test) => testSpans(trace, root.spanId, record.id, test))];
  return { resourceSpans: [{ resource: resourceOf(record), scopeSpans: [{ scope: SCOPE, spans }] }] };
}

/** A run as the body of OTLP's `/v1/metrics`. */
export function otlpMetrics(assessment: Assessment): object {
  const { record } = assessment;
  const all = measuresOf(assessment);
  const timeUnixNano = nano(endOf(record));
  const metrics = [...new Set(all.map(({ name }) => name))].map((name) => {
    const own = all.filter((one) => one.name === name);
    const dataPoints = own.map(({ value, labels }) => ({
      attributes: attributes(labels),
      timeUnixNano,
      asDouble: value,
    }));
    return { name, description: own[0]!.says, gauge: { dataPoints } };
  });
  return { resourceMetrics: [{ resource: resourceOf(record), scopeMetrics: [{ scope: SCOPE, metrics }] }] };
}

function testSpans(trace: string, parent: string, run: string, test: TestRecord): Span[] {
  return test.attempts.flatMap((attempt) => {
    const path = [run, test.id, String(attempt.index)];
    const from = Date.parse(attempt.startedAt);
    const [worst] = worstFirst(attempt.diagnosis?.causes ?? []);
    const span = spanOf(trace, path, parent, fullTitle(test), {
      from,
      to: from + attempt.took,
      failed:
        attempt.status === attempt.expected && !isRed(test) ? null : (attempt.errors[0]?.message ?? attempt.status),
      attributes: {
        'test.case.name': fullTitle(test),
        'test.case.result.status': attempt.status,
        'code.file.path': `tests/${test.file}`,
        'code.line.number': test.line,
        'test.attempt': attempt.index + 1,
        'test.outcome': test.outcome,
        cause: worst?.id ?? '',
        owner: worst?.owner ?? '',
      },
    });
    return [span, ...innerSpans(trace, span, path, attempt)];
  });
}

/** The steps of an attempt, and its agent runs, each in the step in which its message was sent. */
function innerSpans(trace: string, test: Span, path: string[], attempt: Attempt): Span[] {
  const steps = attempt.steps.flatMap(({ title, took, failed, startedAt }, index) => {
    if (startedAt === null) return [];
    const from = Date.parse(startedAt);
    const span = spanOf(trace, [...path, 'step', String(index)], test.spanId, title, {
      from,
      to: from + took,
      failed: failed ? 'the step failed' : null,
    });
    return [{ span, from, to: from + took }];
  });
  const runs = (attempt.seen?.runs ?? []).flatMap((run, index) => {
    const home = steps.find(({ from, to }) => from <= run.sentAt && run.sentAt <= to)?.span ?? test;
    const ids = { 'agent.run.id': run.id, 'agent.run.end': run.end ?? 'never', 'agent.run.events': run.events };
    const tree = { ...runSteps(attempt.seen!, run), name: 'agent run' };
    return treeSpans(trace, home.spanId, [...path, 'run', String(index)], tree, ids);
  });
  return [...steps.map(({ span }) => span), ...runs];
}

/** What happened at a moment only is no span. */
function treeSpans(
  trace: string,
  parent: string,
  path: string[],
  { name, start, stop, status, statusDetails, steps }: AllureStep,
  more: Record<string, Value> = {},
): Span[] {
  if (stop === start && steps.length === 0) return [];
  const span = spanOf(trace, path, parent, name.replace(/ \(\d+ ms\)$| × \d+$/, ''), {
    from: start,
    to: stop,
    failed: status === 'failed' ? (statusDetails.message ?? 'failed') : null,
    attributes: more,
  });
  return [span, ...steps.flatMap((step, index) => treeSpans(trace, span.spanId, [...path, String(index)], step))];
}

function spanOf(
  traceId: string,
  path: readonly string[],
  parent: string | null,
  name: string,
  told: { from: number; to: number; failed: string | null; attributes?: Record<string, Value> },
): Span {
  return {
    traceId,
    spanId: hex(path.join(' '), 16),
    ...(parent ? { parentSpanId: parent } : {}),
    name,
    kind: 1,
    startTimeUnixNano: nano(told.from),
    endTimeUnixNano: nano(Math.max(told.from, told.to)),
    attributes: attributes(told.attributes ?? {}),
    links: [],
    status: told.failed === null ? { code: 1 } : { code: 2, message: told.failed },
  };
}

function resourceOf(record: RunRecord): { attributes: Attribute[] } {
  return {
    attributes: attributes({
      'service.name': SCOPE.name,
      'service.version': record.machine.suite.version,
      'vcs.ref.head.revision': record.machine.suite.revision ?? '',
      'deployment.environment.name': targetOf(record),
      'browser.name': record.machine.browser ?? '',
    }),
  };
}

function attributes(values: Readonly<Record<string, Value>>): Attribute[] {
  return Object.entries(values)
    .filter(([, value]) => value !== '')
    .map(([key, value]) => ({
      key,
      value:
        typeof value === 'string'
          ? { stringValue: value }
          : typeof value === 'boolean'
            ? { boolValue: value }
            : Number.isInteger(value)
              ? { intValue: String(value) }
              : { doubleValue: value },
    }));
}

function endOf({ startedAt, endedAt, tests }: RunRecord): number {
  const attempts = tests.flatMap((test) => test.attempts).map((one) => Date.parse(one.startedAt) + one.took);
  return endedAt ? Date.parse(endedAt) : Math.max(Date.parse(startedAt), ...attempts);
}

/** Nanoseconds since 1970 of epoch milliseconds; as a number they would lose digits. */
function nano(ms: number): string {
  return String(BigInt(Math.round(ms * 1000)) * 1000n);
}

function hex(text: string, digits: 16 | 32): string {
  return createHash('sha256').update(text).digest('hex').slice(0, digits);
}
