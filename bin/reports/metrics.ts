import { join, relative } from 'node:path';
import { nothingSent, observersAskedFor } from '../../config/telling.ts';
import { assess } from '../../reporters/assess/assess.ts';
import { ask } from '../../reporters/github/http.ts';
import { targetOf } from '../../reporters/record/kind.ts';
import { Unusable, writeWhole } from '../../reporters/record/save.ts';
import { otlpMetrics, otlpTraces } from '../../reporters/write/exports/otlp.ts';
import { prometheus } from '../../reporters/write/exports/prometheus.ts';
import type { Given } from '../given.ts';
import { orTell, runNamed } from './run-folder.ts';

/**
 * `npm run metrics [-- RUN]`: writes what a dashboard shows of a run to `metrics.prom` beside its record, in
 * Prometheus' text format, and sends it on where an address is set: to a Pushgateway, and as traces and metrics to an
 * OTLP receiver. All of it is made from the record, so a merged run counts once.
 * @param given.rest id or folder of a run; by default the latest one
 * @returns the exit code: 2 when something could not be sent
 */
export function main({ rest }: Given<'metrics'>): Promise<number> {
  return orTell(async () => {
    const { dir, record } = runNamed(rest);
    const assessment = assess(record);
    const text = prometheus(assessment);
    const file = join(dir, 'metrics.prom');
    writeWhole(file, text);
    console.log(relative(process.cwd(), file));
    const { pushgateway, otlp } = observersAskedFor();
    if (!pushgateway && !otlp) console.log(nothingSent('PUSHGATEWAY_URL', 'OTEL_EXPORTER_OTLP_ENDPOINT'));
    const target = encodeURIComponent(targetOf(record));
    if (pushgateway)
      await send(pushgateway.name, `${pushgateway.url}/metrics/job/golden_path/target/${target}`, 'PUT', text, {
        'content-type': 'text/plain; version=0.0.4',
      });
    if (otlp) {
      const headers = { ...otlp.headers, 'content-type': 'application/json' };
      await sendOtlp(otlp.name, `${otlp.url}/v1/traces`, otlpTraces(assessment), headers);
      await sendOtlp(otlp.name, `${otlp.url}/v1/metrics`, otlpMetrics(assessment), headers);
    }
    return 0;
  });
}

/** @throws Unusable also when a receiver accepted only a part (opentelemetry.io, "Partial Success") */
async function sendOtlp(name: string, url: string, body: object, headers: Record<string, string>): Promise<void> {
  const answer = await send(name, url, 'POST', JSON.stringify(body), headers);
  const { partialSuccess } = (await answer?.json().catch(() => ({}))) as { partialSuccess?: { errorMessage?: string } };
  if (partialSuccess?.errorMessage)
    throw new Unusable(`${name}: it did not take everything: ${partialSuccess.errorMessage}`);
}

async function send(
  name: string,
  url: string,
  method: string,
  body: string,
  headers: Record<string, string>,
): Promise<Response | null> {
  const answer = await ask({ url, name, method, headers, body });
  if (answer && !answer.ok)
    throw new Unusable(`${name}: it answered ${answer.status}. Check the address and what it wants to be told.`);
  return answer;
}
