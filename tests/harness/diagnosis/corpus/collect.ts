/**
 * Adds what the red tests of a run left to the corpus:
 * `npx tsx tests/harness/diagnosis/corpus/collect.ts NAME TRUTHS RUN...`. NAME is the file to write, TRUTHS a file of
 * lines `pattern <tab> causes, by commas <tab> what was wrong`, of which the first whose pattern fits the folder of a
 * test's artefacts applies, and RUN a folder of a run. Tests that no line fits are left out.
 */
import { existsSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { gzipSync } from 'node:zlib';
import type { Evidence, Exchange } from '../../../../lib/evidence/index.ts';
import { scrubText } from '../../../../lib/secrets/scrub.ts';
import type { Item } from './corpus.ts';

/** The longest text of an answer that is kept: what a server tells of its own code is of no use. */
const LONGEST = 2_000;

const [name = '', truths = '', ...runs] = process.argv.slice(2);

const rules = readFileSync(truths, 'utf8')
  .split('\n')
  .filter((line) => line.includes('\t'))
  .map((line) => line.split('\t'))
  .map(([pattern = '', causes = '', truth = '']) => ({
    pattern: new RegExp(pattern),
    causes: causes.split(',').filter(Boolean),
    truth,
  }));

function cut(value: unknown): unknown {
  if (typeof value === 'string') return value.length > LONGEST ? `${value.slice(0, LONGEST)}…` : value;
  if (Array.isArray(value)) return value.map(cut);
  if (typeof value !== 'object' || value === null) return value;
  return Object.fromEntries(Object.entries(value).map(([key, inner]) => [key, cut(inner)]));
}

/** An answer; of a refusal only what it says at its root, for some servers add their own code to it. */
function said({ status, received }: Exchange): unknown {
  if (status === null || status < 400 || typeof received !== 'object' || received === null) return received;
  return Object.fromEntries(Object.entries(received).filter(([, value]) => typeof value !== 'object'));
}

function small(observed: Evidence): Evidence {
  const exchanges = observed.exchanges
    .filter(
      ({ resource, failure, status }) =>
        !/script|stylesheet|image|font/.test(resource) || failure !== null || status !== 200,
    )
    .map((exchange) => cut({ ...exchange, received: said(exchange) }) as typeof exchange);
  // Each socket of a run holds its frames once more.
  const sockets = observed.sockets.map((socket) => ({ ...socket, frames: undefined }));
  return { ...observed, sockets, exchanges };
}

const items = runs.flatMap((run) =>
  readdirSync(join(run, 'artifacts')).flatMap((test): Item[] => {
    const path = join(run, 'artifacts', test, 'observed.json');
    const rule = rules.find(({ pattern }) => pattern.test(test));
    if (!rule || !existsSync(path)) return [];
    const observed = small(JSON.parse(scrubText(readFileSync(path, 'utf8'), [])) as Evidence);
    const named = rule.pattern.exec(test)?.[1] ?? '';
    const causes = rule.causes.map((cause) => cause.replace('$1', named));
    return [{ id: `${name} ${test}`, causes, truth: rule.truth, observed }];
  }),
);
const lines = items.map((item) => JSON.stringify(item)).join('\n');
writeFileSync(join(import.meta.dirname, `${name}.jsonl.gz`), gzipSync(`${lines}\n`, { level: 9 }));
console.log(`${items.length} items in ${name}.jsonl.gz`);
