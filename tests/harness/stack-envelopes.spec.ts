import type { StackOptions } from '../../stack/stack.ts';
import { expect, test } from './embedded.ts';
import type { Json } from './wire-client.ts';

const iso = expect.stringMatching(/^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{3}Z$/);
const some = expect.any(String);
const run = { run_id: some, user_id: some, agent_name: some };

/** What surrounds an event, by envelope (product contract: backend 4.1, frontend 6). */
const shapes: Record<NonNullable<StackOptions['envelope']>, { around: Json; fields: (frame: Json) => Json; result: string; answer: string }> = {
  payload: {
    around: { ...run, thread_id: some, timestamp: expect.any(Number), payload: {} },
    fields: (frame) => frame['payload'] as Json, result: 'result', answer: 'result',
  },
  data: { around: { ...run, timestamp: iso, data: {} }, fields: (frame) => frame['data'] as Json, result: 'result', answer: 'result' },
  flat: {
    around: { ...run, thread_id: some, critical: true, attempt: null, request_id: some, metadata: {}, timestamp: expect.any(Number) },
    fields: (frame) => frame, result: 'results', answer: 'final_response',
  },
  server: {
    around: { timestamp: expect.any(Number), server_id: some, correlation_id: some, data: { ...run, thread_id: some } },
    fields: (frame) => frame['data'] as Json, result: 'result', answer: 'result',
  },
};

for (const [envelope, { around, fields, result, answer }] of Object.entries(shapes)) {
  test.describe(`The envelope "${envelope}"`, () => {
    test.use({ stackOptions: { pace: 1, envelope: envelope as keyof typeof shapes } });

    test('holds the events of a run', async ({ guest, dialAs }) => {
      const line = await dialAs(await guest('ada@example.com'));
      const since = Date.now();
      line.send({ type: 'start_agent', payload: { user_request: 'Compare the models' } });
      await line.heard('final_report');
      const events = line.frames.filter(({ type }) => !['connection_established', 'thread_created'].includes(String(type)));
      for (const event of events) expect(event).toMatchObject(around);
      const of = (type: string) => fields(line.of(type).at(-1) ?? {});
      expect(of('agent_started')).toMatchObject({ status: 'started' });
      expect(of('agent_thinking')).toMatchObject({ reasoning: some });
      expect(of('tool_executing')).toMatchObject({ tool_name: 'savings_model', parameters: {}, execution_id: some });
      expect(of('tool_completed')).toMatchObject({ tool_name: 'savings_model', [result]: {}, execution_id: of('tool_executing')['execution_id'] });
      expect(of('agent_completed')).toMatchObject({ [answer]: of('final_report')['executive_summary'] });
      const stamp = events[0]?.['timestamp'];
      const ms = typeof stamp === 'string' ? Date.parse(stamp) : Number(stamp) * (envelope === 'payload' ? 1 : 1000);
      expect(ms).toBeGreaterThanOrEqual(since);
      expect(ms).toBeLessThanOrEqual(Date.now());
    });
  });
}
