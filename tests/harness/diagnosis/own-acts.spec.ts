import { expect, test } from '@playwright/test';
import type { Evidence } from '../../../lib/evidence/index.ts';
import { diagnose } from '../../../lib/diagnosis/index.ts';
import { call, CALLS, closed, evidence, exampleSteps, probe, SITE, socket, START, welcome } from './support/scenes.ts';

test.describe('actions of the test itself', () => {
  const steps = exampleSteps();

  test('a socket cut by the test is a note and no fault of the product', () => {
    const { causes, notes } = diagnose(
      evidence({
        errors: ['expect(locator).toHaveCount(2) failed'],
        sockets: [closed(1006, '', 4_000)],
        stimuli: [{ kind: 'socket cut', at: START + 3_800, detail: '' }],
      }),
    );
    expect(causes).toMatchObject([{ id: 'unknown', owner: null, title: /provoked by the test itself/ }]);
    expect(notes.join('\n')).toContain("socket 1: closed by the test's own act: socket cut");
  });

  test('the end of a run that came while the test had cut the socket is no event that the server left out', () => {
    const begun = steps.slice(0, 5);
    const over = probe('runs', { body: [{ agent_id: begun[0]!.run, status: 'completed', start_time: START }] });
    const seen = (cutAt: number, stimuli: Evidence['stimuli']) =>
      diagnose(
        evidence({
          takenAt: START + 20_000,
          steps: begun,
          edit: (frames) => [...frames, { ...welcome, socket: 2, time: START + 16_000 }],
          errors: ['an answer should have text within 10 s, but was not'],
          sockets: [closed(1006, '', cutAt), socket({ id: 2, openedAt: START + 15_500 })],
          stimuli,
          probes: [over],
        }),
      ).causes.map(({ id }) => id);
    expect(seen(300, [{ kind: 'socket cut', at: START + 250, detail: '' }])).toEqual(['unknown']);
    expect(seen(300, [])).toEqual(['F57']);
    expect(seen(15_000, [{ kind: 'socket cut', at: START + 14_950, detail: '' }]), 'silent long before').toEqual([
      'F20',
    ]);
  });

  test('what came between two sockets, of which the test had cut the first, is no event that the server left out', () => {
    const seen = (stimuli: Evidence['stimuli']) => {
      const missed = { from: START + steps[1]!.at, to: START + steps[4]!.at };
      return diagnose(
        evidence({
          edit: (frames) =>
            frames
              .filter(({ time }) => time < missed.from || time >= missed.to)
              .map((frame) => (frame.time < missed.to ? frame : { ...frame, socket: 2 })),
          errors: ['expect(locator).toHaveCount(2) failed'],
          sockets: [closed(1006, '', 215), socket({ id: 2, openedAt: missed.to - 1 })],
          stimuli,
        }),
      ).causes.map(({ id }) => id);
    };
    expect(seen([{ kind: 'socket cut', at: START, detail: '' }])).toEqual(['unknown']);
    expect(seen([])).not.toEqual(['unknown']);
  });

  test('a socket closed with 1000 after the test signed out is a note; before that, it is F12', () => {
    const leaving = (at: number) =>
      diagnose(
        evidence({
          sockets: [closed(1000, 'Normal closure', 1_500)],
          stimuli: [{ kind: 'signed out', at: START + at, detail: 'ada@example.com' }],
        }),
      );
    const age = 1_500;
    expect(leaving(age - 200).causes.map(({ id }) => id)).not.toContain('F12');
    expect(leaving(age - 200).notes.join('\n')).toContain("closed by the test's own act: signed out");
    expect(leaving(age + 5_000).causes.map(({ id }) => id)).toContain('F12');
  });

  test('a call that the test itself had answered with 401 is no expired token; another one is', () => {
    const refused = call('GET', `${SITE.api}/api/threads`, {
      status: 401,
      startedAt: START + 100,
      received: { detail: 'Token expired' },
    });
    const idsOf = (stimuli: Evidence['stimuli']) =>
      diagnose(evidence({ exchanges: [...CALLS, refused], stimuli })).causes.map(({ id }) => id);
    expect(idsOf([{ kind: 'token expired', at: START, detail: 'as the answer to the next call says' }])).not.toContain(
      'F40',
    );
    expect(idsOf([{ kind: 'answer replaced', at: START, detail: 'the list of threads with other ages' }])).toContain(
      'F40',
    );
  });

  test('a call that the test itself answered is no fault of the service; the same call unanswered is one', () => {
    const absent = call('GET', `${SITE.api}/api/threads/thread_1/messages`, {
      status: 404,
      startedAt: START + 100,
      received: { detail: 'Made up' },
    });
    const idsOf = (stimuli: Evidence['stimuli']) =>
      diagnose(evidence({ exchanges: [...CALLS, absent], stimuli })).causes.map(({ id }) => id);
    const answered = {
      kind: 'answer replaced',
      at: START + 120,
      detail: 'GET /api/threads/thread_1/messages',
    } as const;
    expect(idsOf([answered])).not.toContain('F30');
    expect(idsOf([{ ...answered, detail: 'GET /api/threads' }])).toContain('F30');
  });

  test('an address whose id holds a slash is no operation that is absent', () => {
    const idsOf = (id: string) =>
      diagnose(
        evidence({
          exchanges: [
            ...CALLS,
            call('GET', `${SITE.api}/api/threads/${id}/messages`, { status: 404, received: { detail: 'Not Found' } }),
          ],
        }),
      ).causes.map((cause) => cause.id);
    expect(idsOf('%3Cimg%20src=%2Fx%3E')).not.toContain('F30');
    expect(idsOf('thread_1')).toContain('F30');
  });

  test('a call that the test made with a forged token is not diagnosed as a wrong secret', () => {
    const refused = call('GET', `${SITE.api}/api/threads`, {
      status: 401,
      resource: 'test',
      received: { detail: 'Token validation failed: signature verification failed' },
    });
    const { causes } = diagnose(
      evidence({
        exchanges: [...CALLS, refused],
        stimuli: [{ kind: 'token forged', at: START, detail: 'unsigned' }],
      }),
    );
    expect(causes.map(({ id }) => id)).toEqual(['unknown']);
  });

  test('a fault injected by the spec is not reported as a cause', () => {
    const seen = evidence({ steps: steps.slice(0, 5) });
    expect(diagnose(seen).causes.map(({ id }) => id)).toEqual(['F19']);
    const injected = { ...seen, stimuli: [{ kind: 'fault injected' as const, at: START - 900, detail: 'F19' }] };
    expect(diagnose(injected).causes.map(({ id }) => id)).toEqual(['unknown']);
  });

  test('a fault that the spec healed excuses what was seen under it, and nothing that was seen long after', () => {
    const redis = (at: number) =>
      call('GET', `${SITE.api}/health/ready`, { startedAt: START + at, received: { redis_db: 'failed' } });
    const cutAt = (at: number) => closed(1006, '', at + 200);
    const stuck = { steps: steps.slice(0, 5) };
    const cases: [id: string, seen: (at: number) => Parameters<typeof evidence>[0]][] = [
      ['F19', () => stuck],
      ['F57', (at) => ({ ...stuck, sockets: [cutAt(at)] })],
      ['F34', (at) => ({ exchanges: [...CALLS.filter(({ url }) => !url.endsWith('/ready')), redis(at)] })],
      [
        'F95',
        (at) => ({
          ...{ steps: null, asked: false, errors: ['waiting for the first event of a run'] },
          exchanges: [...CALLS, call('POST', `${SITE.api}/api/threads`, { status: 429, startedAt: START + at })],
        }),
      ],
    ];
    const named = (id: string, scene: Parameters<typeof evidence>[0], injectedAt: number) =>
      diagnose(
        evidence({
          ...scene,
          stimuli: [
            { kind: 'fault injected', at: START + injectedAt, detail: id },
            { kind: 'faults healed', at: START + injectedAt + 500, detail: 'all' },
          ],
        }),
      ).causes.map((cause) => cause.id);
    for (const [id, seen] of cases) {
      expect(named(id, seen(300), 0), `${id}, soon`).not.toContain(id);
      expect(named(id, seen(300), -60_000), `${id}, long after`).toContain(id);
    }
    const again = { kind: 'fault injected', at: START - 10, detail: 'F19' } as const;
    const healed = { kind: 'faults healed', at: START - 60_000, detail: 'all' } as const;
    const twice = { ...stuck, stimuli: [{ ...again, at: START - 61_000 }, healed, again] };
    expect(
      diagnose(evidence(twice)).causes.map(({ id }) => id),
      'injected anew',
    ).toEqual(['unknown']);
  });
});
