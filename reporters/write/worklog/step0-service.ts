import type { Assessment } from '../../assess/assess.ts';
import type { HealthProbe, RunRecord } from '../../record/schema.ts';
import { type Block, type Inline, heading, table, text } from '../document/blocks.ts';
import { NOT_MEASURED, duration, utc } from './words.ts';

/** Step 0: how the service was before and after, and which revision answered. */
export function step0({ record }: Assessment): Block[] {
  const revisions = revisionsSeen(record);
  return [
    heading(2, 'Step 0: service status and revision'),
    ...(record.health.length > 0
      ? [healthTable(record.health)]
      : [text('Health before and after: ', NOT_MEASURED, '. ', why(record.targets))]),
    ...(revisions.length > 0
      ? [
          table(
            ['Host', 'Header', 'Value', 'Answers'],
            revisions,
            'tests[].attempts[].seen.exchanges[].server and health[].headers',
            [3],
          ),
        ]
      : [text('Revision of the product: no answer named one.')]),
    text("At this step the team's process deploys the backend if it is stale: not performed by this tool."),
  ];
}

function why(targets: RunRecord['targets']): string {
  if (targets.length === 0) return 'No target was chosen.';
  const unset = targets.filter(({ hosts }) => hosts.length === 0).map(({ name }) => name);
  if (unset.length > 0) return `The settings of ${unset.join(' and ')} are missing or wrong.`;
  return targets.some(({ name }) => name === 'local')
    ? 'Each test has an embedded stack of its own, which lives as long as the test.'
    : 'The target was not asked.';
}

function healthTable(probes: readonly HealthProbe[]): Block {
  return table(
    ['When', 'Address', 'Answer', 'Took', 'Overall', 'Components'],
    probes.map((probe): Inline[] => {
      const { overall, ...components } = probe.says;
      return [
        `${probe.when}, ${utc(probe.at)}`,
        probe.url,
        probe.failure ?? String(probe.status),
        probe.took === null ? NOT_MEASURED : duration(probe.took),
        overall?.status ?? 'not given',
        Object.entries(components)
          .map(([name, { status, took }]) => `${name} ${status}${took === null ? '' : ` (${duration(took)})`}`)
          .join(', ') || 'none given',
      ];
    }),
    'health[]; response times of components as the target gives them',
    [3],
  );
}

const TELLING = ['x-netra-revision', 'x-build-id', 'x-version', 'server'];

function revisionsSeen({ tests, health }: RunRecord): Inline[][] {
  const seen = new Map<string, number>();
  const count = (url: string, headers: { [name: string]: string }) => {
    for (const name of TELLING) {
      if (headers[name] === undefined) continue;
      const { hostname } = new URL(url);
      const key = JSON.stringify([hostname, name, headers[name]]);
      seen.set(key, (seen.get(key) ?? 0) + 1);
    }
  };
  for (const { url, headers } of health) count(url, headers);
  for (const { url, server } of tests
    .flatMap(({ attempts }) => attempts)
    .flatMap((attempt) => attempt.seen?.exchanges ?? []))
    count(url, server);
  return [...seen].map(([key, n]) => [...(JSON.parse(key) as string[]), String(n)]);
}
