import { tenths } from '../../lib/basics/numbers.ts';
import type { ProductName } from '../../config/target-names.ts';
import { productTarget } from '../../config/targets.ts';
import { bodyOf } from '../../lib/basics/answer-body.ts';
import { parseJson } from '../../lib/basics/json.ts';
import type { HealthProbe } from './schema.ts';

const PATIENCE = 5_000;
const PATHS = ['/health', '/api/health'];
const HEADERS = ['server', 'x-netra-revision', 'x-cloud-trace-context', 'retry-after'];

/** Asks a product target's services how they are (docs/contract/backend.md 6). It reads only, and never throws. */
export async function probeHealth(name: string, when: HealthProbe['when']): Promise<HealthProbe[]> {
  const { site } = productTarget(name as ProductName);
  const urls = [...PATHS.map((path) => `${site.api}${path}`), `${site.auth}/health`];
  return Promise.all(urls.map((url) => probe(url, name, when)));
}

async function probe(url: string, target: string, when: HealthProbe['when']): Promise<HealthProbe> {
  const begin = performance.now();
  const asked = { when, target, url, at: new Date().toISOString() };
  try {
    const answer = await fetch(url, { signal: AbortSignal.timeout(PATIENCE) });
    const body = await bodyOf(answer);
    const took = tenths(performance.now() - begin);
    const headers = Object.fromEntries(
      HEADERS.flatMap((one) => {
        const value = answer.headers.get(one);
        return value ? [[one, value]] : [];
      }),
    );
    return { ...asked, status: answer.status, took, says: healthIn(body), headers, failure: null };
  } catch (error) {
    const { message, cause } = error as Error;
    return {
      ...asked,
      status: null,
      took: null,
      says: {},
      headers: {},
      failure: cause instanceof Error ? cause.message : message,
    };
  }
}

/**
 * The status words of a health answer: the overall one under `overall`, each component (`components`, `checks` or
 * `dependencies`) under its name, with its response time in milliseconds where it tells one. Empty for what is no
 * health answer.
 */
export function healthIn(body: string): HealthProbe['says'] {
  const root = objectIn(parseJson(body));
  const says: HealthProbe['says'] = {};
  if (typeof root['status'] === 'string') says['overall'] = { status: root['status'], took: timeIn(root) };
  for (const group of ['components', 'checks', 'dependencies']) {
    for (const [name, value] of Object.entries(objectIn(root[group]))) {
      const status = typeof value === 'string' ? value : objectIn(value)['status'];
      if (typeof status === 'string') says[name] = { status, took: timeIn(objectIn(value)) };
    }
  }
  return says;
}

function timeIn(component: { [name: string]: unknown }): number | null {
  const time = component['response_time_ms'] ?? component['latency_ms'];
  return typeof time === 'number' ? time : null;
}

function objectIn(value: unknown): { [name: string]: unknown } {
  return typeof value === 'object' && value !== null && !Array.isArray(value)
    ? (value as { [name: string]: unknown })
    : {};
}
