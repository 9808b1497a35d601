import type { Frame } from '../../../../../lib/evidence/index.ts';
import { call, evidence, probe, serverFrame, SITE, START, welcome } from '../scenes.ts';
import { type CauseScene, unanswered, unsent, outside, withCalls, instead, edited, listed } from './scene.ts';

/** Every frame of the server names another thread than that of the question, and the page shows none of it. */
const inAnotherThread = {
  edit: (frames: Frame[]) =>
    frames.map((frame) =>
      frame.direction === 'sent' ? frame : { ...frame, text: frame.text.replace('"thread_1"', '"thread_17"') },
    ),
  shown: false,
};

export const silence: readonly CauseScene[] = [
  [
    'F14',
    'a fresh socket acknowledges nothing',
    evidence({
      ...unanswered,
      probes: [listedNone(), probe('ask', { heard: [] }), probe('unknown-type', { heard: ['connection_established'] })],
    }),
  ],
  [
    'F14',
    'the question is answered later',
    evidence({
      ...unanswered,
      probes: [listedNone(), probe('ask', { heard: [] }), probe('ask-later', { heard: ['agent_started'] })],
    }),
  ],
  [
    'F15',
    'the question is answered under an alias',
    evidence({
      ...unanswered,
      probes: [listedNone(), probe('ask', { heard: [] }), probe('ask-alias', { heard: ['agent_started'] })],
    }),
  ],
  [
    'F16',
    'the question is acknowledged',
    evidence({
      ...unanswered,
      edit: (frames) => [...frames, serverFrame({ type: 'ack', received_type: 'start_agent' }, { time: START + 20 })],
    }),
  ],
  [
    'F17',
    'the question is answered with another field',
    evidence({
      ...unanswered,
      probes: [listedNone(), probe('ask', { heard: [] }), probe('ask-other-field', { heard: ['agent_started'] })],
    }),
  ],
  ['F18', 'the run exists', evidence({ ...unanswered, probes: [listed('completed')] })],
  [
    'F18',
    'the message left some time after the key',
    evidence({ ...unanswered, takenAt: START + 1_900, probes: [listed('completed')] }),
  ],
  [
    'F29',
    'REST does not say success',
    evidence({
      ...unanswered,
      asked: false,
      ...withCalls(
        call('POST', `${SITE.api}/api/agent/v2/execute`, {
          startedAt: START,
          sent: { message: 'Where?' },
          received: { run_id: 'r', status: 'started' },
        }),
      ),
    }),
  ],
  [
    'F30',
    'one endpoint is not there',
    evidence({
      ...outside,
      edit: () => [welcome],
      ...withCalls(call('POST', `${SITE.api}/api/threads`, { status: 404, received: { detail: 'Not Found' } })),
    }),
  ],
  [
    'F93',
    'the answer to the call that makes a thread is cut',
    evidence({
      ...unsent,
      ...withCalls(call('POST', `${SITE.api}/api/threads`, { received: null, malformed: 120 })),
    }),
  ],
  [
    'F93',
    'a proxy answers the call that makes a thread with a page',
    evidence({
      ...unsent,
      ...withCalls(
        call('POST', `${SITE.api}/api/threads`, {
          received: null,
          server: { 'content-type': 'text/html; charset=utf-8' },
        }),
      ),
    }),
  ],
  [
    'F95',
    'the call that makes a thread lacks a field',
    evidence({
      ...unsent,
      ...withCalls(
        call('POST', `${SITE.api}/api/threads`, {
          status: 422,
          received: { detail: [{ loc: ['body', 'title'], msg: 'Field required' }] },
        }),
      ),
    }),
  ],
  [
    'F95',
    'a message over REST comes too often',
    evidence({
      ...unanswered,
      asked: false,
      ...withCalls(
        call('POST', `${SITE.api}/api/agent/v2/execute`, {
          startedAt: START,
          sent: { message: 'Where?' },
          status: 429,
        }),
      ),
    }),
  ],
  [
    'F95',
    'the list of threads is refused',
    evidence({
      ...unsent,
      errors: ['The list of conversations is empty.'],
      ...withCalls(call('GET', `${SITE.api}/api/threads`, { status: 400, received: { detail: 'Bad limit' } })),
    }),
  ],
  [
    'F31',
    'the list of threads fails',
    evidence({
      ...instead(
        /api\/threads/,
        call('GET', `${SITE.api}/api/threads`, { status: 500, received: { detail: 'Failed to list threads' } }),
      ),
    }),
  ],
  [
    'F32',
    'the thread that was made is not found',
    evidence({
      ...withCalls(
        call('POST', `${SITE.api}/api/threads`, { received: { id: 't1' } }),
        call('GET', `${SITE.api}/api/threads/t1/messages`, {
          status: 404,
          received: { detail: '404: Thread not found' },
        }),
      ),
    }),
  ],
  [
    'F32',
    'the run is in another thread',
    evidence({
      ...inAnotherThread,
    }),
  ],
  [
    'F32',
    'the run is in another thread, and that of the question is not found',
    evidence({
      ...inAnotherThread,
      ...withCalls(
        call('POST', `${SITE.api}/api/threads`, { received: { id: 'thread_1' } }),
        call('GET', `${SITE.api}/api/threads/thread_1/messages`, {
          status: 404,
          received: { detail: '404: Thread not found' },
        }),
      ),
    }),
  ],
  [
    'F32',
    'frames name another thread',
    evidence({ edit: edited('agent_thinking', (message) => ({ ...message, thread_id: 'thread_9' })) }),
  ],
  [
    'F59',
    'the run exists under such a name',
    evidence({ ...unanswered, probes: [listed('completed', 'thread_17_run_1')] }),
  ],
];

function listedNone() {
  return probe('runs', { body: [] });
}
