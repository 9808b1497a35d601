import { expect, source, test } from '../../fixtures/index.ts';

const text = expect.stringMatching(/\S/);
const number = expect.any(Number);
const object = expect.any(Object);

const thought = {
  phase: text,
  value_indicators: expect.any(Array),
  actionable_insights: expect.anything(),
  technical_specificity: expect.anything(),
  business_impact: expect.anything(),
};

/** What each critical event tells, by envelope (docs/contract/backend.md 4.2). */
const told = {
  data: {
    agent_started: { status: 'started', context: object, message: text },
    agent_thinking: { reasoning: text, status: 'thinking', progress_percentage: number, business_progress: thought },
    tool_executing: { tool_name: text, parameters: object, status: 'executing', message: text },
    tool_completed: { tool_name: text, result: object, execution_time_ms: number, status: 'completed', message: text },
    agent_completed: { status: 'completed', result: text, execution_time_ms: number, message: text },
  },
  flat: {
    agent_started: { critical: true, task_description: text, status: 'started', metadata: object },
    agent_thinking: { critical: true, reasoning: text, metadata: object },
    tool_executing: { critical: true, tool_name: text, parameters: object, status: 'executing', metadata: object },
    tool_completed: { critical: true, tool_name: text, results: object, duration: number, success: true },
    agent_completed: { critical: true, status: 'completed', final_response: text, metadata: object },
  },
} as const;

for (const envelope of ['data', 'flat'] as const) {
  test.describe(`events in the envelope "${envelope}"`, { tag: '@embedded' }, () => {
    test.use({ stackOptions: { envelope } });

    test(
      `each critical event in the envelope "${envelope}" has the fields of the contract`,
      { annotation: source('docs/contract/backend.md 4.2') },
      async ({ chatPage, conversation }) => {
        await chatPage.goto();
        const run = await conversation.ask('How could our search become cheaper?');
        await expect(run).toFollowAgentSequence();
        const shapes: Readonly<Record<string, Record<string, unknown>>> = told[envelope];
        const critical = run.events.filter(({ type }) => type in shapes);
        expect(critical.length, 'critical events').toBeGreaterThan(10);
        for (const { type, fields } of critical) expect.soft(fields, type).toMatchObject(shapes[type]!);
      },
    );
  });
}
