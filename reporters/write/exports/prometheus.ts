import type { Assessment } from '../../assess/assess.ts';
import { measuresOf } from './measures.ts';

/**
 * A run in Prometheus' text format (prometheus.io, "Exposition formats"), for a Pushgateway or the textfile collector
 * of a node exporter.
 */
export function prometheus(assessment: Assessment): string {
  const all = measuresOf(assessment);
  const names = [...new Set(all.map(({ name }) => name))];
  return names
    .flatMap((name) => {
      const own = all.filter((one) => one.name === name);
      return [
        `# HELP ${name} ${own[0]!.says}.`,
        `# TYPE ${name} gauge`,
        ...own.map(({ labels, value }) => `${name}{${labelled(labels)}} ${value}`),
      ];
    })
    .map((line) => `${line}\n`)
    .join('');
}

function labelled(labels: Readonly<Record<string, string>>): string {
  return Object.entries(labels)
    .map(([name, value]) => `${name}="${value.replace(/\\/g, '\\\\').replace(/"/g, '\\"').replace(/\n/g, '\\n')}"`)
    .join(',');
}
