import { type Case, inserted, withFields, withStep, without } from '../breaks.ts';
import { OUTERMOST } from '../scenes.ts';

export const toolsCases: readonly Case[] = [
  {
    rule: 'own-results',
    when: 'two tools return with the result of each other',
    frame: 7,
    steps: withFields(6, { result: { calls: 5 } }),
    expecting: { results: { price_lookup: ['price'] } },
    says: /frame #7 tool_completed\(price_lookup\) does not have price in its result/,
  },
  {
    rule: 'own-results',
    when: 'a result is about something else than was asked for',
    frame: 7,
    steps: (steps) =>
      withFields(6, { result: { model: 'large' } })(withFields(5, { parameters: { model: 'small' } })(steps)),
    says: /was asked with model small, and its result says "large"/,
  },
  {
    rule: 'tool-pairing',
    when: 'a result is missing',
    frame: 6,
    steps: without(6),
    says: /frame #6 tool_executing\(price_lookup\) has no tool_completed after it/,
  },
  {
    rule: 'tool-pairing',
    when: 'a call is missing',
    frame: 6,
    steps: without(5),
    says: /frame #6 tool_completed\(price_lookup\) has no tool_executing before it/,
  },
  {
    rule: 'tool-pairing',
    when: 'call and result name different tools',
    frame: 7,
    steps: withFields(6, { tool_name: 'usage_query' }),
    says: /frame #7 .* differs in its tool from frame #6/,
  },
  {
    rule: 'tool-pairing',
    when: 'another agent returns the result',
    frame: 7,
    steps: withStep(6, { agent: OUTERMOST }),
    says: /frame #7 .* differs in its agent from frame #6/,
  },
  {
    rule: 'tool-pairing',
    when: 'an id is used twice',
    frame: 6,
    steps: withFields(5, { execution_id: 'a' }),
    says: /frame #6 .* uses execution_id a a second time/,
  },
  ...[
    [{ success: false, result: 'KeyError' }, /says that the tool failed: success is false/],
    [{ status: 'failed' }, /status is "failed"/],
    [{ error: 'no such table' }, /error is "no such table"/],
    [{ result: { success: false } }, /result.success is false/],
    [{ error: { message: 'no such table' } }, /error is an object/],
  ].map(([fields, says]): Case => ({
    rule: 'no-failed-tool',
    when: `a tool returns with ${JSON.stringify(fields)}`,
    frame: 7,
    steps: withFields(6, fields as Record<string, unknown>),
    says: says as RegExp,
  })),
  {
    rule: 'no-failed-tool',
    when: 'the event type says that the tool failed',
    frame: 8,
    steps: inserted(6, { type: 'mcp_tool_failed', fields: { tool_name: 'price_lookup' } }),
    says: /frame #8 mcp_tool_failed\(price_lookup\) says that the tool failed: its type says so/,
  },
  ...[{ result: { success: false, error: 'no model' } }, { success: false }, { status: 'error' }].map(
    (fields): Case => ({
      rule: 'no-failed-agent',
      when: `an agent completes with ${JSON.stringify(fields)}`,
      frame: 9,
      steps: withFields(8, fields),
      says: /frame #9 agent_completed\(data_agent\) comes as completed and says that the agent failed: /,
    }),
  ),
  {
    rule: 'no-failed-tool',
    when: 'a tool fails that is not the one that may',
    frame: 8,
    expecting: { failedTools: ['price_lookup'] },
    steps: (steps) => [6, 7].reduce((all, index) => withFields(index, { success: false })(all), steps),
    says: /frame #8 tool_completed\(usage_query\) says that the tool failed/,
  },
  {
    rule: 'no-failed-tool',
    when: 'the tool that was to fail does not',
    frame: null,
    expecting: { failedTools: ['price_lookup'] },
    says: /price_lookup did not fail/,
  },
];
