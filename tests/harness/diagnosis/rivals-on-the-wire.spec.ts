import type { Frame, Socket } from '../../../lib/evidence/index.ts';
import { sendFrame, toFrames } from '../protocol/support/scenes.ts';
import { outside, steps, withCalls } from './support/causes/scene.ts';
import { type Rivalry, testRivalries } from './support/rivals.ts';
import { call, closed, probe, serverFrame, SITE, socket, START, welcome } from './support/scenes.ts';

const stuck = { steps: steps.slice(0, 5) };
const upgraded = (status: number) => ({ ...outside, sockets: [socket({ status, chosen: null })] });
const unanswered = (part: Partial<Socket> = {}) => ({
  ...outside,
  sockets: [socket({ status: null, chosen: null, ...part })],
});
const page = { url: `${SITE.web}/chat`, chat: true };
const away = { ...outside, takenAt: START + 30_000, page, edit: () => [welcome], errors: ['Connected'] };
const cutAt = (id: number, opened: number, at: number) =>
  closed(1006, '', at - opened, { id, page: id, openedAt: START + opened });
const stamped = (nth: number, by: number) => (frames: Frame[]) =>
  frames.map((frame, index) =>
    index === nth
      ? { ...frame, text: frame.text.replace(/"timestamp":(\d+)/, (_, at) => `"timestamp":${Number(at) + by}`) }
      : frame,
  );
const byEmail = (frames: Frame[]) =>
  frames.map((frame, index) =>
    index === 5 ? { ...frame, text: frame.text.replaceAll('user-ada', 'ada@example.com') } : frame,
  );
const known = (sub: string) => [socket({ credential: { by: 'subprotocol', sub, email: 'ada@example.com' } })];
const secondTab = (frames: Frame[]) => [
  ...frames.map((frame) => ({ ...frame, page: 1 })),
  ...frames.slice(8).map((frame) => ({ ...frame, page: 2, socket: 2, time: frame.time + 1 })),
];
const stray = (at: number) => (frames: Frame[]) => {
  const [one] = toFrames([{ ...steps[1]!, run: 'run_x', thread: 'thread_1' }]);
  return frames.toSpliced(at, 0, { ...one!, time: frames[at]!.time });
};
const onTab = (id: number) => (frame: Frame) => ({ ...frame, page: id, socket: id });
const tabs = [socket({ page: 1 }), socket({ id: 2, page: 2, openedAt: START - 100 })];
const twoTabs = (asked: Frame[]) => ({
  sockets: tabs,
  edit: () => [...[1, 2].map((id) => onTab(id)(welcome)), ...asked, ...toFrames(steps).map(onTab(2))],
});
const lost = call('GET', `${SITE.api}/api/threads/thread_1/messages`, {
  status: 404,
  startedAt: START + 3_000,
  received: { detail: 'Thread not found' },
});
const absent = (part = {}) =>
  call('GET', `${SITE.api}/api/nowhere`, { status: 404, received: { detail: 'Not Found' }, ...part });
const echoed = (frames: Frame[]) =>
  frames.map((frame) => ({ ...frame, text: frame.text.replaceAll('money', 'm\uFFFDney') }));
const damaged = (frames: Frame[]) =>
  frames.map((frame) => ({ ...frame, text: frame.text.replaceAll('large', 'l\uFFFDrge') }));
const lenient = { validation_stats: { auth_permissiveness_stats: { by_level: { demo: 2 } } } };
const permissive = ['The target is permissive'];
const batched = (span: number) => ({
  edit: (frames: Frame[]) =>
    frames.map((frame) =>
      frame.text.includes('run_id')
        ? {
            ...frame,
            time: START + span + 10,
            text: frame.text.replace(
              /"timestamp":(\d+)/,
              (_, at) => `"timestamp":${START + (Number(at) - START) * (span / 160)}`,
            ),
          }
        : frame,
    ),
});

const rivalries: readonly Rivalry[] = [
  {
    id: 'F61',
    certain: { 'a bare client meets it, too': { ...upgraded(500), probes: [probe('upgrade', { status: 500 })] } },
    rivals: {
      'a bare client is let in': { ...upgraded(500), probes: [probe('upgrade', { status: 101 })] },
      'nobody looked': upgraded(500),
    },
  },
  {
    id: 'F10',
    certain: { 'the browser waits for an answer': unanswered() },
    rivals: {
      'the browser shows frames alone': unanswered({ clock: 'runner' }),
      'the next upgrade is answered at once': {
        ...unanswered(),
        probes: [probe('upgrade', { status: 101, took: 40 })],
      },
    },
  },
  {
    id: 'F12',
    certain: { 'the server closes': { sockets: [closed(1000, 'cleanup', 900)] } },
    rivals: {
      'the page closes': {
        sockets: [{ ...closed(1000, 'cleanup', 900), close: { code: 1000, reason: 'cleanup', byPage: true } }],
      },
      'the page had said goodbye': {
        sockets: [closed(1000, 'cleanup', 900)],
        edit: (frames) => [...frames, { ...serverFrame({ type: 'disconnect' }), direction: 'sent', time: START + 600 }],
      },
    },
  },
  {
    id: 'F63',
    certain: { 'the server closes in the middle': { ...stuck, sockets: [closed(4001, 'over', 300)] } },
    rivals: {
      'the page closes in the middle': {
        ...stuck,
        sockets: [{ ...closed(4001, 'over', 300), close: { code: 4001, reason: 'over', byPage: true } }],
      },
      'it has no code': { ...stuck, sockets: [closed(1005, '', 300)] },
    },
  },
  {
    id: 'F52',
    certain: {
      'one after the other lives as long': { ...stuck, sockets: [cutAt(1, 0, 3_000), cutAt(2, 3_100, 6_100)] },
    },
    rivals: {
      'two tabs lose the network at once': { ...stuck, sockets: [cutAt(1, 0, 3_000), cutAt(2, 20, 3_010)] },
      'they lived for different times': { ...stuck, sockets: [cutAt(1, 0, 1_000), cutAt(2, 1_100, 6_100)] },
    },
  },
  {
    id: 'F71',
    certain: {
      'the test cut the socket': {
        ...away,
        sockets: [closed(1006, '', 400)],
        stimuli: [{ kind: 'socket cut', at: START + 200, detail: '' }],
      },
    },
    rivals: {
      'the person signed out': {
        ...away,
        sockets: [closed(1000, '', 400)],
        stimuli: [{ kind: 'signed out', at: START + 200, detail: '' }],
      },
      'the token was made useless': {
        ...away,
        sockets: [closed(1008, 'Token expired', 400)],
        stimuli: [{ kind: 'token expired', at: START + 200, detail: '' }],
      },
    },
  },
  {
    id: 'F22',
    certain: { 'all comes in one batch after a while': batched(3_000) },
    rivals: {
      'a machine stood still for a moment': batched(300),
      'one stamp is wrong': { edit: stamped(6, -25) },
      'a clock is set back': {
        edit: (frames) => frames.map((_, index) => stamped(index, index > 6 ? -15 : 0)(frames)[index]!),
      },
    },
  },
  {
    id: 'F49',
    certain: { 'the name is that of somebody else': { edit: byEmail, sockets: known('user-eve') } },
    rivals: {
      'it is the address of the person': { edit: byEmail, sockets: known('user-ada') },
      'it is the id of the thread': {
        edit: (frames) =>
          frames.map((frame, index) =>
            index === 5 ? { ...frame, text: frame.text.replaceAll('user-ada', 'thread_1') } : frame,
          ),
      },
    },
  },
  {
    id: 'F32',
    certain: {
      'a run of nobody stands in the middle': { edit: stray(6) },
      'a known thread is not found': withCalls(lost),
    },
    rivals: {
      'a second tab comes in the middle': { edit: secondTab, sockets: tabs },
      'the run may have begun before the page came': { edit: stray(2) },
      'the thread was deleted': withCalls(
        call('DELETE', `${SITE.api}/api/threads/thread_1`, { startedAt: START + 2_000 }),
        lost,
      ),
    },
  },
  {
    id: 'F50',
    certain: { 'only the older one asked': twoTabs([onTab(1)(sendFrame('thread_1', 0, 0))]) },
    rivals: {
      'each asked, and one had no answer': twoTabs([
        onTab(1)(sendFrame('thread_9', 0, 0)),
        onTab(2)(sendFrame('thread_1', 1, 0)),
      ]),
      'the newer one asked': twoTabs([onTab(2)(sendFrame('thread_1', 0, 0))]),
    },
  },
  {
    id: 'F30',
    certain: { 'the page asks': withCalls(absent()) },
    rivals: {
      'the test asks on purpose': withCalls(absent({ resource: 'test' })),
      'it is there in the end': withCalls(absent(), absent({ status: 200, startedAt: START })),
    },
  },
  {
    id: 'F74',
    certain: { 'only the answer is damaged': { edit: damaged } },
    rivals: {
      'the question was damaged already': { edit: (frames) => echoed(damaged(frames)) },
      'nothing is damaged': {},
    },
  },
  {
    id: 'F38',
    certain: {
      'a token that nobody signed is welcomed': {
        errors: permissive,
        probes: [probe('forged-token', { heard: ['connection_established'] })],
      },
    },
    rivals: {
      'the server counted somebody on an earlier day': {
        errors: permissive,
        probes: [probe('permissiveness', { body: lenient })],
      },
      'no error speaks of access': { probes: [probe('forged-token', { heard: ['connection_established'] })] },
    },
  },
  {
    id: 'F26',
    certain: {
      'the page stands at the thread': { shown: false, page: { url: `${SITE.web}/chat/thread_1`, chat: true } },
    },
    rivals: {
      'the page stands at another thread': { shown: false, page: { url: `${SITE.web}/chat/thread_2`, chat: true } },
      'the beginning was shown': {
        shown: false,
        screen: [{ time: START + 200, streaming: 'Most of it goes', answers: [] }],
      },
    },
  },
  {
    id: 'F56',
    certain: {
      'the test speaks of revisions': {
        errors: ['expected one revision'],
        ...withCalls(
          ...['a', 'b'].map((one) => call('GET', `${SITE.api}/api/threads`, { server: { 'x-netra-revision': one } })),
        ),
      },
    },
    rivals: {
      'a new revision came, and nothing speaks of it': withCalls(
        ...['a', 'b'].map((one) => call('GET', `${SITE.api}/api/threads`, { server: { 'x-netra-revision': one } })),
      ),
      'there is one': withCalls(call('GET', `${SITE.api}/api/threads`, { server: { 'x-netra-revision': 'a' } })),
    },
  },
];

testRivalries(rivalries);
