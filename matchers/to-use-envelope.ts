import type { Envelope } from '../protocol/index.ts';
import type { RunUnderTest, Verdict } from './subjects.ts';

/** `await expect(run).toUseEnvelope('flat')`: every event of the run, until its end, came in this one of the product's shapes. */
export async function toUseEnvelope(observed: RunUnderTest, envelope: Envelope): Promise<Verdict> {
  await observed.ended();
  const others = observed.run.events.filter((event) => event.envelope !== envelope);
  const pass = others.length === 0;
  return {
    name: 'toUseEnvelope',
    pass,
    message: () => (pass
      ? `Every event of the run uses the ${envelope} envelope, but should not.`
      : [`${others.length} events of the run do not use the ${envelope} envelope:`,
        ...others.map(({ frame, type, envelope: came }) => `  frame #${frame.seq} ${type}: ${came}`)].join('\n')),
  };
}
