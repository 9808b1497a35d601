import { expect, test } from '@playwright/test';
import type { Evidence, Frame } from '../../../lib/evidence/index.ts';
import { diagnose } from '../../../lib/diagnosis/index.ts';
import { call, CALLS, closed, evidence, exampleSteps, probe, SITE, START, welcome } from './support/scenes.ts';
import { FURTHER_SCENES } from './support/further-scenes.ts';

test.describe('further kinds of failure', () => {
  for (const [id, when, seen, refutedBy, refuted] of FURTHER_SCENES) {
    test(`${id} is diagnosed when ${when}, and not when ${refutedBy}`, () => {
      const named = diagnose(seen).causes.map((cause) => cause.id);
      expect(named, JSON.stringify(diagnose(seen).causes, null, 1)).toEqual([id]);
      expect(diagnose(refuted).causes.map((cause) => cause.id)).not.toContain(id);
    });
  }
});

test.describe('limits of the diagnosis', () => {
  test('an unknown frame before the welcome is named, and is no missing event', () => {
    const odd = { ...welcome, text: JSON.stringify({ type: 'something_new', note: 1 }) };
    const { causes } = diagnose(evidence({ edit: (frames) => [odd, ...frames] }));
    expect(causes.map(({ id }) => id)).toEqual(['unknown']);
    expect(causes[0]?.signals.join('\n')).toContain('something_new');
  });

  test('a run that the server reports as completed has lost its end: F20, not F19', () => {
    const seen = evidence({
      steps: exampleSteps()
        .filter(({ type }) => type !== 'final_report')
        .slice(0, -1),
    });
    const run = seen.frames.map(({ text }) => /"run_id":"([^"]+)"/.exec(text)?.[1]).find(Boolean);
    const body = [{ agent_id: run, status: 'completed' }];
    const { causes } = diagnose({ ...seen, probes: [{ name: 'runs', status: 200, body }] });
    expect(causes.map(({ id }) => id)).toEqual(['F20']);
  });

  for (const [what, ending] of [
    ['an emoji', 'That is all there is to say about it \u{1F44D}'],
    ['a full stop of another script', '\u7b54\u3048 is the right word for all of this\u3002'],
    ['a list', 'These are the three largest:\n- storage for models'],
    ['a figure', 'In the end the bill of the whole quarter comes to $1,200'],
  ] as const) {
    test(`an answer that ends with ${what} is not diagnosed as cut off`, () => {
      const steps = exampleSteps().map((step) =>
        step.type === 'final_report' || (step.type === 'agent_completed' && 'result' in (step.fields ?? {}))
          ? {
              ...step,
              fields: JSON.parse(
                JSON.stringify(step.fields).replaceAll(/Most of it goes[^"]*/g, ending.replaceAll('\n', '\\n')),
              ),
            }
          : step,
      );
      expect(diagnose(evidence({ steps })).causes.map(({ id }) => id)).not.toContain('F53');
    });
  }

  test("a welcome with the person's own shortened id is not taken for a frame of another person", () => {
    const short = { ...welcome, text: welcome.text.replace(/"user_id":"[^"]+"/, '"user_id":"user-ada..."') };
    const seen = evidence({ edit: (frames) => [short, ...frames.slice(1)] });
    expect(diagnose(seen).causes.map(({ id }) => id)).not.toContain('F49');
  });

  test('a finding of an accessibility test is not explained by the wire', () => {
    const { causes, notes } = diagnose(
      evidence({
        errors: ['Error: 2 WCAG violations: color-contrast (.queued)'],
        steps: exampleSteps().slice(0, 5),
      }),
    );
    expect(causes.map(({ id }) => id)).toEqual(['unknown']);
    expect(notes.join('\n')).toContain('F19');
  });

  test('a database that is called degraded and answers quickly explains nothing', () => {
    const body = { checks: { postgresql: { status: 'degraded', response_time_ms: 33.8 } } };
    const seen = evidence({ steps: exampleSteps().slice(0, 5), probes: [{ name: 'api-health', status: 200, body }] });
    expect(diagnose(seen).causes.map(({ id, confidence }) => `${id} ${confidence}`)).toEqual(['F19 likely']);
  });

  test('a screen that had no time to show the answer is not blamed', () => {
    const seen = evidence({ shown: false });
    const last = seen.frames.at(-1)?.time ?? 0;
    expect(diagnose({ ...seen, takenAt: last + 200 }).causes.map(({ id }) => id)).not.toContain('F26');
    expect(diagnose(seen).causes.map(({ id }) => id)).toEqual(['F26']);
  });
});

test.describe('what a cause may explain', () => {
  const ids = (seen: Parameters<typeof diagnose>[0]) => diagnose(seen).causes.map(({ id }) => id);
  const noQuestion = "expect(locator).toHaveText(expected) failed\n\nLocator: getByRole('heading', { name: 'You' })";
  const locked = 'The screen does not show the answer to "Where does the money go?".\nThe composer is still locked.';

  test('an answer that is not shown is a note where the test says something else', () => {
    const seen = evidence({ shown: false, errors: ['expect(page).toHaveURL(expected) failed'] });
    expect(ids(seen)).toEqual(['unknown']);
    expect(diagnose(seen).notes.join('\n')).toContain('F26');
  });

  test('a whole run of somebody else is a leak, and no run in a wrong thread: F49', () => {
    const ofEve = (frames: Frame[]) =>
      frames.map((frame) =>
        frame.direction === 'sent'
          ? frame
          : { ...frame, text: frame.text.replaceAll('user-ada', 'user-eve').replaceAll('thread_1', 'thread_9') },
      );
    expect(ids(evidence({ edit: (frames) => [frames[0]!, ...ofEve(frames.slice(1))] }))).toEqual(['F49']);
  });

  test('a message that left and is never shown is not shown by the page: F26', () => {
    const seen = evidence({ errors: [noQuestion] });
    const showing = (questions: string[]) => seen.screen.map((sample) => ({ ...sample, questions }));
    expect(ids({ ...seen, screen: showing([]) })).toEqual(['F26']);
    expect(ids({ ...seen, screen: showing(['Where does the money go?']) })).toEqual(['unknown']);
    expect(ids(seen), 'nobody looked at the messages of the person').toEqual(['unknown']);
    const beside = (streaming: string | null) =>
      seen.screen.map((sample) => ({ ...sample, questions: [], answers: [], streaming }));
    const signalOf = (streaming: string | null) =>
      diagnose({ ...seen, screen: beside(streaming) })
        .causes.flatMap(({ signals }) => signals)
        .join('\n');
    expect(signalOf('Most of it'), 'beside an answer that streams').toContain('the conversation does not show it');
    expect(signalOf(null), 'on a page that shows nothing').not.toContain('the conversation does not show it');
  });

  test('a composer that stays locked when every run is over is named: F26, and nothing else', () => {
    const seen = evidence({ errors: [locked] });
    expect(ids(seen)).toEqual(['F26']);
    expect(diagnose(seen).causes[0]?.signals.join('\n')).toContain('nothing can be written or sent');
  });

  test('an exception that the page caught and logged is named beside the answer that it does not show', () => {
    const says = (...consoleErrors: string[]) =>
      diagnose(evidence({ shown: false, consoleErrors })).causes.flatMap(({ signals }) => signals.join('\n'));
    const logged = 'Error in a hook {"eventType":"agent_completed"} TypeError: e.get is not a function\n  at y';
    expect(says(logged, logged)[0]).toContain('TypeError: e.get is not a function (agent_completed), 2 times');
    expect(says('TypeError: Failed to fetch', 'Failed to load resource: 401')[0]).not.toContain('console');
  });

  test('a slow database is no cause of a question that left in time and has no answer', () => {
    const slow = call('GET', `${SITE.api}/api/threads`, { took: 2_200, received: [] });
    const body = { checks: { postgresql: { status: 'degraded', response_time_ms: 1_700 } } };
    const errors = ['Timed out after 2500 ms waiting for the first event of a run that answers "Where does it go?".'];
    const seen = evidence({ steps: null, errors, probes: [{ name: 'api-health', status: 200, body }] });
    expect(ids({ ...seen, exchanges: [...seen.exchanges, slow] })).toEqual(['silent-after-send']);
  });

  test('a page that tries to come back and is not let in does not stay away', () => {
    const lost = closed(1006, '', 100);
    const seen = evidence({ steps: null, asked: false, errors: ['expect(locator).toBeVisible() failed: Connected'] });
    const page = { url: `${SITE.web}/chat`, chat: true };
    const refused = closed(1006, '', 30, { id: 2, openedAt: START + 1_000, status: 403 });
    expect(ids({ ...seen, page, sockets: [lost] })).toContain('F71');
    expect(ids({ ...seen, page, sockets: [lost, refused] })).not.toContain('F71');
  });

  test('a page that finds nobody when it comes back does not stay away: the backend went in the middle of the test', () => {
    const lost = closed(1006, '', 400);
    const page = { url: `${SITE.web}/chat`, chat: true };
    const silent = { status: null, body: 'Error: connect ECONNREFUSED' };
    const said = `WebSocket connection to '${SITE.ws}/ws' failed: net::ERR_CONNECTION_REFUSED`;
    const begun = evidence({ steps: exampleSteps().slice(0, 4), takenAt: START + 20_000, sockets: [lost] });
    const seen = (more: Partial<Evidence>) => diagnose({ ...begun, page, ...more }).causes;
    const down = [probe('health', silent), probe('auth-health', silent)];
    expect(seen({ probes: down, consoleErrors: [said] })).toMatchObject([
      { id: 'F08', confidence: 'certain', owner: 'infrastructure' },
    ]);
    const ids = (more: Partial<Evidence>) => seen(more).map(({ id }) => id);
    expect(ids({ consoleErrors: [said] }), 'nobody looked at the health').not.toContain('F71');
    const restart: Evidence['stimuli'] = [{ kind: 'server restart', at: START + 300, detail: '' }];
    expect(ids({ consoleErrors: [said], stimuli: restart }), 'it gave up during a restart').toContain('F71');
    expect(ids({ probes: [probe('health', { status: 200 })] }), 'it is well').toContain('F71');
    const later = { ...CALLS.find(({ url }) => url.startsWith(SITE.api))!, startedAt: START + 5_000 };
    expect(ids({ probes: down, exchanges: [...CALLS, later] }), 'it answered since').not.toContain('F08');
  });

  test('a page that React gave up is a crash, also when the test reloaded it: F62', () => {
    const seen = evidence({ shown: false, errors: [locked] });
    const load = (at: number) => call('GET', SITE.web, { resource: 'document', startedAt: START + at });
    const crashed = {
      ...seen,
      exchanges: [...seen.exchanges, load(-900), load(5_000)],
      screen: [
        { time: START + 100, streaming: 'It: ', answers: [] },
        { time: START + 200, streaming: null, answers: [] },
        { time: START + 6_000, streaming: null, answers: ['It: most of it'] },
      ],
      pageErrors: ['Error: Minified React error #438; visit https://react.dev/errors/438'],
    };
    expect(diagnose(crashed).causes).toMatchObject([{ id: 'F62', confidence: 'certain', owner: 'frontend' }]);
    const hydration = crashed.pageErrors.map((text) => text.replaceAll('438', '418'));
    expect(ids({ ...crashed, pageErrors: hydration })).not.toContain('F62');
  });

  test('a page that waits for its ticket is not told to ignore its send button', () => {
    const refused = call('POST', `${SITE.web}/api/websocket/ticket`, { status: 404 });
    const seen = evidence({
      steps: null,
      asked: false,
      edit: () => [],
      sockets: [],
      errors: ['Timed out after 5000 ms waiting for the first event of a run that answers "Where does it go?".'],
    });
    const { causes } = diagnose({ ...seen, exchanges: [...seen.exchanges, refused] });
    expect(causes.map(({ id }) => id)).toEqual(['F58']);
    expect(causes[0]?.signals.join()).toContain(`${SITE.web}, the page's own origin`);
  });

  test('a socket that the server closed because of a forged token is no wrong secret', () => {
    const seen = evidence({
      steps: null,
      asked: false,
      edit: () => [],
      errors: ['expect(locator).toBeVisible() failed'],
      sockets: [closed(1008, 'Authentication failed', 300)],
      stimuli: [{ kind: 'token forged', at: START - 1_000, detail: 'the key of a stranger' }],
    });
    expect(ids(seen)).toEqual(['unknown']);
  });
});

test('the deeper of two causes stands first, whichever is found first', () => {
  const canned = 'Mock triage agent response for: Where does the money go?';
  const answered = call('POST', `${SITE.api}/api/agents/execute`, { received: { response: canned } });
  const slow = call('GET', `${SITE.api}/api/threads`, { took: 5_200, received: [] });
  const body = { checks: { postgresql: { status: 'degraded', response_time_ms: 5_100 } } };
  const { causes, lookFirst } = diagnose(
    evidence({
      exchanges: [...CALLS.filter(({ url }) => !url.endsWith('/api/threads')), slow, answered],
      probes: [{ name: 'api-health', status: 200, body }],
    }),
  );
  expect(causes.map(({ id }) => id)).toEqual(['F33', 'F28']);
  expect(lookFirst).toBe(causes[0]?.lookFirst);
});

test('damaged text is named beside another cause, for a rule of its own is broken', () => {
  const seen = evidence({
    edit: (frames) =>
      frames.map((frame) => ({ ...frame, text: frame.text.replaceAll('large models', 'l\uFFFDrge models') })),
    exchanges: [
      ...CALLS.filter(({ url }) => !url.endsWith('/api/threads')),
      call('GET', `${SITE.api}/api/threads`, { status: 500, received: { detail: 'Failed to list threads' } }),
    ],
  });
  const errors = ['the list of conversations should be visible within 2 s, but was hidden'];
  expect(diagnose({ ...seen, errors }).causes.map(({ id }) => id)).toEqual(['F31', 'F74']);
});
