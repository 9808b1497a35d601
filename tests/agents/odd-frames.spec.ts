import { expect, test } from '../../fixtures/index.ts';

let thread = '';

// What agents of the product send stands in the other specs; here, what our page makes of frames that ours never send.
test.describe('frames that the embedded server never sends', { tag: '@embedded' }, () => {
  test.beforeEach(async ({ furtherFrames, threads, chatPage }) => {
    thread = (await threads.create('Costs', ['What does it cost?'])).id;
    await chatPage.goto(thread);
    await expect(chatPage.connected).toBeVisible();
    await expect(chatPage.transcript.lastQuestion).toBeVisible();
    furtherFrames.leaveAlone(thread);
  });

  test('a ping and a heartbeat of the server are answered, and nothing else is', async ({ furtherFrames }) => {
    furtherFrames.hear({ type: 'ping' }, { type: 'system_message' }, { type: 'heartbeat' });
    furtherFrames.say('agent_started');
    await expect
      .poll(() => furtherFrames.sent)
      .toEqual([
        { type: 'pong', timestamp: expect.any(Number) },
        { type: 'heartbeat_ack', timestamp: expect.any(Number) },
      ]);
  });

  test('the page says goodbye by the last name that the server gave its connection', async ({
    furtherFrames,
    chatPage,
  }) => {
    const leave = () => chatPage.page.evaluate(() => dispatchEvent(new PageTransitionEvent('pagehide')));
    for (const data of [{ connection_id: 'connection-7' }, {}]) {
      furtherFrames.hear({ type: 'connection_established', data });
      await leave();
    }
    const goodbye = (connectionId: string) => ({
      type: 'disconnect',
      payload: { connectionId, reason: 'page_unload' },
    });
    await expect.poll(() => furtherFrames.sent).toEqual([goodbye('connection-7'), goodbye('')]);
  });

  test('an error of no run is shown with what it says, each time that it comes', async ({
    furtherFrames: { say },
    chatPage,
  }) => {
    const ofNoRun = { run_id: undefined };
    say('error', { error_message: 'The first', message: 'Not this' }, ofNoRun);
    say('error', { error_message: '', message: 'The second' }, ofNoRun);
    say('error_message', { error_message: 'The third' }, ofNoRun);
    say('error_message', { error_message: 'The third' }, ofNoRun);
    say('error', { error_message: 'Not allowed', error_code: 'AUTH_FAILED' }, ofNoRun);
    say('agent_error', { error_message: 'An agent failed' }, ofNoRun);
    say('error', { error_message: 'Of a run that nobody knows' });
    say('error', {}, { run_id: undefined, thread_id: undefined });
    await expect(chatPage.transcript.failure).toHaveText([
      'The first',
      'The second',
      'The third',
      'The third',
      'An error occurred',
    ]);
    await expect(chatPage.transcript.tryAgain).toHaveCount(0);
    await expect(chatPage.badge).toHaveCount(0);
  });

  test('what is no frame, and frames of others, are passed over', async ({
    furtherFrames: { hear, say },
    chatPage,
    account,
    threads,
  }) => {
    const other = await threads.create('Models');
    const warnings: string[] = [];
    chatPage.page.on('console', (message) => warnings.push(message.text()));
    hear('no JSON', '[]', '"agent_started"', 'null', { type: 7, run_id: 'run_1', thread_id: thread }, {});
    hear(Buffer.from(JSON.stringify({ type: 'agent_started', run_id: 'run_1', thread_id: thread })));
    say('agent_started', { message: 'of another person' }, { user_id: 'somebody' });
    say('agent_started', { message: 'of an unknown thread' }, { thread_id: 'none' });
    say('agent_started', { message: 'of a thread that is not open' }, { thread_id: other.id });
    say('agent_started', { message: 'of no thread' }, { thread_id: undefined });
    say('agent_started', { message: 'of no run' }, { run_id: '' });
    say('agent_thinking', { reasoning: 'of a run that was never started' });
    say('thread_renamed', { thread_id: thread, title: 'Renamed' });
    say('agent_started', {}, { user_id: account.id, agent_name: 'own' });
    say('agent_started', {}, { user_id: thread, agent_name: 'of_thread' });
    say('agent_thinking', { reasoning: 'in another thread' }, { thread_id: other.id });
    say('agent_thinking', { reasoning: 'of a second run' }, { run_id: 'run_2' });
    say('agent_thinking', { reasoning: 'without a thread' }, { thread_id: undefined, agent_name: 'own' });
    say('agent_thinking', { reasoning: 'without a run' }, { run_id: undefined, agent_name: 'own' });
    await expect(chatPage.transcript.notes).toHaveText([
      'Starting own...',
      'Starting of_thread...',
      'own: without a thread',
      'own: without a run',
    ]);
    await expect(chatPage.title).toHaveText('of_thread');
    expect(warnings).toEqual([expect.stringMatching(/^SyntaxError/)]);
  });

  test('a frame is understood wherever its fields stand', async ({ furtherFrames: { hear }, chatPage }) => {
    const ids = { run_id: 'run_1', thread_id: thread };
    hear(
      { type: 'agent_started', ...ids, agent_name: 'root', data: { agent_name: 'data' } },
      { type: 'agent_started', data: { ...ids, agent_name: 'in_data' } },
      { type: 'agent_started', payload: { ...ids, agent_name: 'in_payload', user_id: 'somebody' } },
      { type: 'agent_started', payload: { ...ids, agent_name: 'in_payload' } },
      { type: 'agent_started', ...ids, agent_id: 'id', data: [], payload: 'none' },
      { type: 'agent_started', ...ids, payload: { agent_id: 'id_in_payload' } },
      { type: 'agent_started', ...ids, agent_name: '', agent_id: 'id' },
      { type: 'agent_thinking', ...ids, agent_name: 'root', reasoning: 'flat' },
      { type: 'agent_thinking', ...ids, agent_name: 'root', reasoning: 'flat', data: { reasoning: 'data' } },
      { type: 'agent_thinking', ...ids, agent_name: 'root', data: { reasoning: 'one' }, payload: { reasoning: 'two' } },
    );
    await expect(chatPage.transcript.notes).toHaveText([
      'Starting root...',
      'Starting in_data...',
      'Starting in_payload...',
      'Starting id...',
      'Starting id_in_payload...',
      'Starting unknown...',
      'root: flat',
      'root: data',
      'root: two',
    ]);
  });

  test('a frame that comes again is passed over, as long as the page remembers it', async ({
    furtherFrames: { hear, say },
    chatPage,
  }) => {
    const again = JSON.stringify({ type: 'agent_started', run_id: 'run_1', thread_id: thread, agent_name: 'first' });
    const others = (count: number) => Array.from({ length: count }, (_, index) => ({ type: 'note', count, index }));
    hear(again, again, ...others(400), again);
    say('agent_thinking', { reasoning: 'once so far' });
    await expect(chatPage.transcript.notes).toHaveText(['Starting first...', 'supervisor: once so far']);
    hear(...others(200), again);
    await expect(chatPage.transcript.notes).toHaveText([/Starting/, /once/, 'Starting first (2)...']);
  });

  test('a time is understood as text, seconds and milliseconds, and is the present one without', async ({
    furtherFrames: { say },
    chatPage,
  }) => {
    const now = Math.floor(Date.now() / 1000);
    const pairs = [
      [now, (now + 1.5) * 1000],
      [now + 10, new Date((now + 12.25) * 1000).toISOString()],
      [now + 20, now + 17],
      [new Date((now + 30) * 1000).toISOString(), now + 30.5],
    ];
    for (const [began, ended] of pairs) {
      say('agent_started', {}, { agent_name: 'timed', timestamp: began });
      say('agent_completed', {}, { agent_name: 'timed', timestamp: ended });
    }
    say('agent_started', {}, { agent_name: 'untimed', timestamp: undefined });
    say('agent_completed', {}, { agent_name: 'untimed', timestamp: 'at noon' });
    await expect(chatPage.transcript.notes.filter({ hasText: 'completed' })).toHaveText([
      'timed completed in 1.50s',
      'timed (2) completed in 2.25s',
      'timed (3) completed in 0.00s',
      'timed (4) completed in 0.50s',
      /^untimed completed in 0\.\d\ds$/,
    ]);
  });
});
