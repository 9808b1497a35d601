import { expect, test } from '../../fixtures/index.ts';

const question = 'What does it cost?';
const sub = { agent_name: 'other' };

test.describe('ends of runs as the embedded agents never report them', { tag: '@embedded' }, () => {
  test.beforeEach(async ({ clock, furtherFrames, threads, chatPage }) => {
    const { id } = await threads.create('Costs', [question]);
    await clock.install();
    await chatPage.goto(id);
    await expect(chatPage.connected).toBeVisible();
    await expect(chatPage.transcript.lastQuestion).toBeVisible();
    furtherFrames.leaveAlone(id);
  });

  test('the answer is taken from the first field that has one, and the report has the last word', async ({
    furtherFrames: { say },
    chatPage,
  }) => {
    const ends = [
      [{ result: 'One', final_response: 'x' }],
      [{ result: '', final_response: 'Two' }],
      [{ result: { text: 'x' } }, { executive_summary: 'Three' }],
      [{ result: 'x' }, { executive_summary: 'Four', report: 'y' }],
      [{ result: 'Five' }, { executive_summary: '' }],
    ];
    for (const [place, [completed, report]] of ends.entries()) {
      const of = { run_id: `run_${place}` };
      say('agent_started', {}, of);
      say('agent_completed', completed, of);
      for (const fields of [report].filter((one) => one !== undefined)) say('final_report', fields, of);
    }
    await expect(chatPage.transcript.answers).toHaveText(['One', 'Two', 'Three', 'Four', 'Five']);
    await expect(chatPage.badge).toHaveText('Completed');
    await expect(chatPage.composer.field).toBeEditable();
  });

  test('a streamed text with a hole is no answer, and a run without one is given up after three seconds', async ({
    furtherFrames: { say },
    chatPage,
    clock,
  }) => {
    const { badge, transcript, composer } = chatPage;
    say('agent_started');
    say('partial_result', { content: 'One', chunk_index: 0 });
    say('partial_result', { content: 'three', chunk_index: 2 });
    say('agent_completed');
    await expect(transcript.notes).toHaveText([/Starting/, /completed/]);
    await clock.runFor('00:02');
    await expect(badge).toHaveText('Running');
    await clock.runFor('00:02');
    await expect(badge).toHaveText('No response');
    await expect(transcript.failure).toHaveText('The agent finished without an answer.');
    await expect(composer.field).toBeEditable();
    await expect(transcript.tryAgain).toHaveCount(0);
    say('agent_thinking', { reasoning: 'It goes on' });
    await expect(badge).toHaveText('Running');
    await expect(transcript.failure).toHaveCount(0);
    say('final_report', { executive_summary: 'The answer after all' });
    await expect(transcript.answers).toHaveText(['The answer after all']);
  });

  test('a run that says nothing for 30 seconds is given up, and not before', async ({
    furtherFrames: { say },
    chatPage,
    clock,
  }) => {
    say('agent_started');
    await expect(chatPage.badge).toHaveText('Running');
    await clock.runFor('00:29');
    await expect(chatPage.badge).toHaveText('Running');
    await clock.runFor('00:03');
    await expect(chatPage.transcript.failure).toHaveText('Nothing has been heard from the agent for 30 seconds.');
  });

  test('a report shows the parts that it has, and figures only', async ({ furtherFrames: { say }, chatPage }) => {
    const { root } = chatPage.runCard;
    const figures = { current_usd: 1234.5, price_usd: 'two', share_of_all: 7, is_cheap: true, parts: [1], none: null };
    const parts = { recommendations: 'none', action_plan: ['First', 'Second'], cost_analysis: figures };
    say('agent_started');
    say('final_report', { executive_summary: 'The answer', ...parts, total_duration_ms: 1_540 });
    await expect(root).toHaveText(
      'supervisor Completed Collapse Analysis Action Plan First Second ' +
        'Cost Analysis Current $1,234.5 Price two Share of all 7 Execution Metrics Total duration 1.5s Agents 1',
      { useInnerText: true },
    );
    say('agent_started', {}, { run_id: 'run_2' });
    say('final_report', { executive_summary: 'Another', total_duration_ms: '9' }, { run_id: 'run_2' });
    await expect(root).toHaveText('supervisor Completed Collapse Analysis Execution Metrics Agents 1', {
      useInnerText: true,
    });
  });

  test('a recommendation that is a plain text is shown as itself, and of an object what it has', async ({
    furtherFrames: { say },
    chatPage,
  }) => {
    const whole = { title: 'Cache', description: 'Keep prompts', impact: 'high', effort: 'low' };
    const recommendations = [
      'Use a smaller model',
      whole,
      { title: 'Only a title' },
      { description: 'No title', effort: 'low' },
    ];
    say('agent_started');
    say('final_report', { executive_summary: 'The answer', recommendations });
    await expect(chatPage.runCard.root).toHaveText(
      'supervisor Completed Collapse Analysis Optimization Recommendations Use a smaller model ' +
        'Cache Keep prompts Impact: high Effort: low Only a title No title Effort: low Execution Metrics Agents 1',
      { useInnerText: true },
    );
  });

  test('a failure is told by the first field that says something', async ({ furtherFrames: { say }, chatPage }) => {
    const reasons = [
      { error_message: 'One', message: 'x', error: 'x', death_cause: 'x' },
      { error_message: 7, message: 'Two', error: 'x', death_cause: 'x' },
      { message: '', error: 'Three', death_cause: 'x' },
      { death_cause: 'Four' },
      {},
    ];
    for (const [place, reason] of reasons.entries()) {
      say('agent_started', {}, { run_id: `run_${place}` });
      say('error', reason, { run_id: `run_${place}` });
    }
    await expect(chatPage.transcript.failure).toHaveText(['One', 'Two', 'Three', 'Four', 'An error occurred']);
    await expect(chatPage.badge).toHaveText('Failed');
  });

  test('what was streamed before a failure stays above it when the next message is sent', async ({
    furtherFrames: { say },
    chatPage: { composer, transcript },
  }) => {
    say('agent_started');
    say('partial_result', { content: 'So far', chunk_index: 0 });
    say('agent_error', { error_message: 'It broke' });
    await expect(transcript.failure).toHaveText(['It broke']);
    await composer.send('And now?');
    const order = transcript.messages.filter({ hasText: /So far|It broke|And now/ });
    await expect(order).toContainText(['So far', 'It broke', 'And now?']);
  });

  test('the failure of a part ends the part, and that of the outermost agent or of no agent ends the run', async ({
    furtherFrames: { say },
    chatPage,
  }) => {
    const { badge, runCard, transcript } = chatPage;
    const reason = { error_message: 'Out of memory', duration_ms: 700 };
    say('agent_started');
    say('agent_started', {}, sub);
    say('agent_error', reason, sub);
    await expect(runCard.root).toContainText(/1 agent\s+other\s+0.7s\s+Ended early/, { useInnerText: true });
    await expect(badge).toHaveText('Running');
    await expect(transcript.failure).toHaveCount(0);
    say('agent_error', { error_message: 'The whole failed' });
    await expect(transcript.failure).toHaveText(['The whole failed']);
    say('agent_started', {}, { run_id: 'run_2' });
    say('agent_error', { error_message: 'Nobody failed' }, { run_id: 'run_2', agent_name: undefined });
    say('agent_started', {}, { run_id: 'run_3' });
    say('error', { error_message: 'A part, but in an error of the run' }, { run_id: 'run_3', ...sub });
    await expect(transcript.failure).toHaveText([
      'The whole failed',
      'Nobody failed',
      'A part, but in an error of the run',
    ]);
  });

  test('the stop of a part ends the part, and that of the outermost agent or of no agent ends the run', async ({
    furtherFrames: { say },
    chatPage,
  }) => {
    const { badge, runCard, transcript } = chatPage;
    say('agent_started');
    say('agent_started', {}, sub);
    say('partial_result', { content: 'So far' });
    say('agent_stopped', {}, sub);
    await expect(runCard.root).toContainText(/1 agent\s+other\s+0.0s\s+Ended early/, { useInnerText: true });
    await expect(badge).toHaveText('Running');
    say('agent_stopped', {}, { agent_name: undefined });
    await expect(badge).toHaveText('Stopped');
    await expect(transcript.answers).toHaveText(['So far']);
    say('agent_started', {}, { run_id: 'run_2' });
    await expect(badge).toHaveText('Running');
    say('agent_stopped', {}, { run_id: 'run_2' });
    await expect(badge).toHaveText('Stopped');
    await expect(transcript.answers).toHaveText(['So far']);
  });

  test('what comes after a failure or a stop is passed over, and what comes after an answer is still noted', async ({
    furtherFrames: { say },
    chatPage,
  }) => {
    const { badge, transcript } = chatPage;
    for (const [run_id, end] of [
      ['run_1', 'agent_stopped'],
      ['run_2', 'error'],
    ] as const) {
      say('agent_started', {}, { run_id });
      say(end, { error_message: 'It failed' }, { run_id });
      say('agent_thinking', { reasoning: 'Too late' }, { run_id });
      say('final_report', { executive_summary: 'Too late' }, { run_id });
    }
    await expect(badge).toHaveText('Failed');
    say('agent_started', {}, { run_id: 'run_3' });
    say('final_report', { executive_summary: 'The answer' }, { run_id: 'run_3' });
    say('agent_thinking', { reasoning: 'An afterthought' }, { run_id: 'run_3' });
    say('partial_result', { content: 'An afterword' }, { run_id: 'run_3' });
    await expect(transcript.notes).toHaveText([/Starting/, /Starting/, /Starting/, 'supervisor: An afterthought']);
    await expect(badge).toHaveText('Completed');
    await expect(transcript.answers).toHaveText(['It failed', 'The answer']);
    await expect(chatPage.runCard.root).toContainText('An afterword');
    await expect(chatPage.runCard.root).not.toContainText('Streaming...', { useInnerText: true });
  });
});

test.describe('answers to a question as the embedded server never gives them', { tag: '@embedded' }, () => {
  test.use({ tolerates: ['send-answered'] });

  test.beforeEach(async ({ furtherFrames, threads, chatPage }) => {
    const { id } = await threads.create('Costs');
    await chatPage.goto(id);
    await expect(chatPage.connected).toBeVisible();
    await expect(chatPage.composer.field).toBeEditable();
    furtherFrames.leaveAlone(id);
    await chatPage.composer.send(question);
    await expect(chatPage.processing).toHaveText('Processing your request...');
  });

  test('frames without run and thread belong to the question that waits, also when another thread is open', async ({
    furtherFrames: { say },
    chatPage,
  }) => {
    const { transcript, badge, sidebar } = chatPage;
    const bare = { run_id: undefined, thread_id: undefined };
    await sidebar.newChat.click();
    await expect(transcript.messages).toHaveCount(0);
    say('agent_thinking', { reasoning: 'Begins', step_number: 1, total_steps: 4 }, bare);
    await chatPage.page.goBack();
    await expect(transcript.notes).toHaveText(['supervisor: Begins']);
    await expect(chatPage.runCard.root).toContainText('Step 1 of 4');
    say('agent_thinking', { reasoning: 'Is named' });
    say('agent_thinking', { reasoning: 'Of another run' }, { run_id: 'run_2' });
    say('agent_thinking', { reasoning: 'Without a name' }, { run_id: undefined });
    await expect(transcript.notes).toHaveText([
      'supervisor: Begins',
      'supervisor: Is named',
      'supervisor: Without a name',
    ]);
    say('agent_completed', { result: 'The answer' });
    await expect(badge).toHaveText('Completed');
    await expect(transcript.said).toHaveText([question, 'The answer']);
  });

  test('a run that is being stopped ends with the first agent that stops', async ({
    furtherFrames,
    chatPage,
    conversation,
  }) => {
    furtherFrames.say('agent_started');
    furtherFrames.say('agent_started', {}, sub);
    await expect(chatPage.badge).toHaveText('Running');
    await conversation.stop();
    await expect(chatPage.processing).toHaveText('Stopping...');
    await expect(chatPage.composer.stopButton).toBeDisabled();
    furtherFrames.say('agent_stopped', {}, sub);
    await expect(chatPage.badge).toHaveText('Stopped');
    expect(furtherFrames.sent.map(({ type }) => type)).toEqual(['start_agent', 'stop_agent']);
  });

  test('the text of a run that failed stays before its error when the next message is sent', async ({
    furtherFrames: { say },
    chatPage,
  }) => {
    const { transcript, composer } = chatPage;
    say('partial_result', { content: 'So far' }, { agent_name: 'writer' });
    say('error', { error_message: 'It failed' });
    await expect(transcript.failure).toHaveText(['It failed']);
    await expect(transcript.tryAgain).toBeEnabled();
    await composer.send('And now?');
    await expect(transcript.messages).toHaveText([
      new RegExp(`^UYou.*${question.replace('?', '\\?')}$`),
      /^AISo farwriterAgent Response/,
      /^AINetra Agent.*It failedTry AgainDismiss$/,
      /^UYou.*And now\?$/,
    ]);
    await expect(chatPage.processing).toBeVisible();
  });
});
