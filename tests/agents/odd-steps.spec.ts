import { expect, test } from '../../fixtures/index.ts';

const shown = { useInnerText: true };

test.describe('steps as the embedded agents never report them', { tag: '@embedded' }, () => {
  test.beforeEach(async ({ furtherFrames, threads, chatPage }) => {
    const { id } = await threads.create('Costs', ['What does it cost?']);
    await chatPage.goto(id);
    await expect(chatPage.connected).toBeVisible();
    await expect(chatPage.transcript.lastQuestion).toBeVisible();
    furtherFrames.leaveAlone(id);
    furtherFrames.say('agent_started');
    await expect(chatPage.runCard.root).toHaveText(/^supervisor\s+Initializing...$/, shown);
  });

  test('an agent that starts again is numbered, and the one started last is named until it has ended', async ({
    furtherFrames: { say },
    chatPage,
  }) => {
    const { title, transcript, runCard, badge } = chatPage;
    const other = { agent_name: 'other' };
    say('agent_started', {}, other);
    await expect(title).toHaveText('other');
    say('agent_completed', { duration_ms: 1_500 }, other);
    await expect(title).toHaveText('supervisor');
    say('agent_started', {}, other);
    say('agent_completed', { execution_time_ms: 2_250, duration_ms: '9' }, other);
    say('agent_started', {}, other);
    await expect(title).toHaveText('other (3)');
    say('agent_completed', { duration_ms: 500 }, { agent_name: 'stranger' });
    say('agent_completed', { duration_ms: '500' }, { agent_name: 'stranger' });
    say('agent_completed', { duration_ms: 4_000, result: 'The answer' });
    await expect(transcript.notes).toHaveText([
      'Starting supervisor...',
      'Starting other...',
      'other completed in 1.50s',
      'Starting other (2)...',
      'other (2) completed in 2.25s',
      'Starting other (3)...',
      'stranger completed in 0.50s',
      'stranger completed',
      'supervisor completed in 4.00s',
    ]);
    await expect(badge).toHaveText('Completed');
    await expect(runCard.root).toContainText(
      /Completed Agents\s+3 agents\s+supervisor\s+4.0s\s+Completed\s+other\s+1.5s\s+Completed\s+other \(2\)\s+2.3s/,
      shown,
    );
  });

  test('a thought is shown whatever its field is called, and with none the agent is processing', async ({
    furtherFrames: { say },
    chatPage,
  }) => {
    say('agent_thinking', { reasoning: 'One', message: 'x', thought: 'x' });
    say('agent_thinking', { reasoning: '', message: 'Two', thought: 'x' });
    say('agent_thinking', { reasoning: 7, thought: 'Three' }, { agent_name: 'other' });
    say('agent_thinking', {}, { agent_name: undefined });
    await expect(chatPage.transcript.notes).toHaveText([
      'Starting supervisor...',
      'supervisor: One',
      'supervisor: Two',
      'other: Three',
      'unknown: Processing...',
    ]);
    await expect(chatPage.runCard.root).toHaveText(
      'supervisor Working... Agent Thinking supervisor One supervisor Two other Three unknown Processing...',
      shown,
    );
  });

  test('progress is shown in whole steps of the outermost agent, and never as finished', async ({
    furtherFrames: { say },
    chatPage,
  }) => {
    const { root, thinking } = chatPage.runCard;
    const odd = [
      [1, 0],
      [1.5, 4],
      [1, 4.5],
      ['1', 4],
      [1, undefined],
    ];
    for (const [step, of] of odd) {
      say('agent_thinking', { reasoning: 'Begins', step_number: 1, total_steps: 2 });
      await expect(root).toContainText('Step 1 of 2 50% 1 step remaining', shown);
      say('agent_thinking', { reasoning: 'Goes on', step_number: step, total_steps: of });
      await expect(thinking).toBeVisible();
      await expect(root, `step ${step} of ${of}`).not.toContainText('Step', shown);
    }
    for (const [step, text] of [
      [1, 'Step 1 of 4 25% 3 steps remaining Agent'],
      [0, 'Step 0 of 4 0% 4 steps remaining Agent'],
      [3, 'Step 3 of 4 75% 1 step remaining Agent'],
      [4, 'Step 4 of 4 95% Last step Agent'],
    ] as const) {
      say('agent_thinking', { reasoning: 'Goes on', step_number: step, total_steps: 4 });
      say(
        'agent_thinking',
        { reasoning: `Helps with ${step}`, step_number: 9, total_steps: 9 },
        { agent_name: 'other' },
      );
      await expect(root).toContainText(`Helps with ${step}`);
      await expect(root).toContainText(text, shown);
    }
  });

  test('tools come and go by their ids', async ({ furtherFrames: { say }, chatPage }) => {
    const { toolsAtWork, root } = chatPage.runCard;
    say('tool_executing', { tool_name: 'query', execution_id: 'one' });
    say('tool_executing', { tool_name: 'query', execution_id: 'two' });
    say('tool_executing', { tool_name: 7 });
    await expect(toolsAtWork).toHaveText([/^query < 1s$/, /^query < 1s$/, /^unknown_tool < 1s$/]);
    await expect(root).toHaveText(/Working.../);
    say('tool_completed', { tool_name: 'query', execution_id: 'one' });
    say('tool_executing', { tool_name: 'last', execution_id: 'three' });
    await expect(toolsAtWork).toHaveText([/^query/, /^unknown_tool/, /^last/]);
    say('tool_completed', { tool_name: 'query' });
    await expect(toolsAtWork).toHaveText([/^query/, /^last/]);
    say('final_report', { executive_summary: 'The answer' });
    await expect(toolsAtWork).toHaveCount(0);
    await expect(chatPage.transcript.notes).toHaveText(['Starting supervisor...']);
  });

  test('pieces are put in their order, and one that came is not put again', async ({
    furtherFrames: { say },
    chatPage,
  }) => {
    const { root } = chatPage.runCard;
    const says = async (state: string, text: string) =>
      expect(root).toHaveText(`supervisor ${state} Partial Results ${text}`, shown);
    const holds = 'Writing the answer. It appears in full when it is done.';
    say('partial_result', { content: 'One, ', chunk: 'x', chunk_index: 0 });
    await says('Working...', 'Streaming... One,');
    say('partial_result', { chunk: 'two, ' });
    say('partial_result', { content: 'three, ', chunk_index: '5' });
    await says('Working...', 'Streaming... One, two, three,');
    say('partial_result', { content: 'six, ', chunk_index: 5 });
    say('partial_result', { content: 'five, ', chunk_index: 4 });
    await says(holds, 'Streaming... One, two, three,');
    say('partial_result', { content: 'again, ', chunk_index: 2 });
    say('partial_result', { content: 'four, ', chunk_index: 3 });
    await says('Working...', 'Streaming... One, two, three, four, five, six,');
    say('partial_result', { content: 7, done: true });
    await says('Working...', 'One, two, three, four, five, six,');
    say('partial_result', { content: 'seven', is_complete: false });
    await says('Working...', 'Streaming... One, two, three, four, five, six, seven');
    say('partial_result', { content: '.', is_complete: true });
    await says('Working...', 'One, two, three, four, five, six, seven.');
    say('agent_completed', {}, { agent_name: 'other' });
    await expect(chatPage.badge).toHaveText('Running');
    say('agent_completed');
    await expect(chatPage.transcript.answers).toHaveText(['One, two, three, four, five, six, seven.']);
  });
});
