import type { StackOptions } from '../../../stack/stack.ts';
import { expect, test } from '../support/embedded.ts';
import type { Json } from '../support/wire-client.ts';

const iso = expect.stringMatching(/^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{3}Z$/);
const some = expect.any(String);
const run = { run_id: some, user_id: some, agent_name: some };

const assessment = {
  phase: some,
  value_indicators: expect.any(Array),
  actionable_insights: expect.any(Boolean),
  technical_specificity: some,
  business_impact: some,
};

/** What the emitter leaves out of an event, and every other envelope has in it (docs/contract/backend.md 4.2). */
function told(holds: (fields: Json) => unknown): Json {
  const message = holds({ message: some });
  const agent_thinking = holds({ business_progress: assessment });
  return {
    agent_started: message,
    agent_thinking,
    tool_executing: message,
    tool_completed: message,
    agent_completed: message,
  };
}

/** What surrounds an event, by envelope (docs/contract/backend.md 4.1; docs/contract/frontend.md 6). */
const shapes: Record<
  NonNullable<StackOptions['envelope']>,
  { around: Json; fields: (frame: Json) => Json; extra: Json; result: string; answer: string }
> = {
  payload: {
    around: { ...run, thread_id: some, timestamp: expect.any(Number), payload: {} },
    fields: (frame) => frame['payload'] as Json,
    extra: told(expect.objectContaining),
    result: 'result',
    answer: 'result',
  },
  data: {
    around: { ...run, timestamp: iso, data: {} },
    fields: (frame) => frame['data'] as Json,
    extra: told(expect.objectContaining),
    result: 'result',
    answer: 'result',
  },
  flat: {
    around: {
      ...run,
      thread_id: some,
      critical: true,
      attempt: null,
      request_id: some,
      metadata: {},
      timestamp: expect.any(Number),
    },
    fields: (frame) => frame,
    extra: told(expect.not.objectContaining),
    result: 'results',
    answer: 'final_response',
  },
  server: {
    around: { timestamp: expect.any(Number), server_id: null, correlation_id: null, data: { ...run, thread_id: some } },
    fields: (frame) => frame['data'] as Json,
    extra: told(expect.objectContaining),
    result: 'result',
    answer: 'result',
  },
};

for (const [envelope, { around, fields, extra, result, answer }] of Object.entries(shapes)) {
  test.describe(`envelope "${envelope}"`, () => {
    test.use({ stackOptions: { pace: 1, envelope: envelope as keyof typeof shapes } });

    test(`the ${envelope} envelope holds the events of a run`, async ({ guest, dialAs }) => {
      const line = await dialAs(await guest('ada@example.com'));
      const since = Date.now();
      line.send({ type: 'start_agent', payload: { user_request: 'Compare the models' } });
      await line.heard('final_report');
      const events = line.frames.filter(
        ({ type }) => !['connection_established', 'thread_created'].includes(String(type)),
      );
      for (const event of events) expect(event).toMatchObject(around);
      const of = (type: string) => fields(line.of(type).at(-1) ?? {});
      expect(of('agent_started')).toMatchObject({ status: 'started' });
      expect(of('agent_thinking')).toMatchObject({ reasoning: some });
      expect(of('tool_executing')).toMatchObject({ tool_name: 'savings_model', parameters: {}, execution_id: some });
      expect(of('tool_completed')).toMatchObject({
        tool_name: 'savings_model',
        [result]: {},
        execution_id: of('tool_executing')['execution_id'],
      });
      expect(of('agent_completed')).toMatchObject({ [answer]: of('final_report')['executive_summary'] });
      for (const event of events) expect(fields(event)).toEqual(extra[String(event['type'])] ?? expect.anything());
      const stamp = events[0]?.['timestamp'];
      const ms = typeof stamp === 'string' ? Date.parse(stamp) : Number(stamp) * (envelope === 'payload' ? 1 : 1000);
      expect(ms).toBeGreaterThanOrEqual(since);
      expect(ms).toBeLessThanOrEqual(Date.now());
    });

    test.describe('error of an agent', () => {
      test.use({ stackOptions: { pace: 1, scenario: 'agent-error', envelope: envelope as keyof typeof shapes } });

      test(`the ${envelope} envelope of an agent error names ${envelope === 'data' ? 'no' : 'the'} person`, async ({
        guest,
        dialAs,
      }) => {
        const line = await dialAs(await guest('ada@example.com'));
        line.send({ type: 'start_agent', payload: { user_request: 'Compare the models' } });
        const error = await line.heard('agent_error');
        expect({ ...error, ...fields(error) }).toMatchObject({
          agent_name: 'optimization_agent',
          error_message: some,
          run_id: some,
        });
        expect('user_id' in { ...error, ...fields(error) }).toBe(envelope !== 'data');
      });
    });
  });
}
