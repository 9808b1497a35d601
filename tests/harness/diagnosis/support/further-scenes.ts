import type { Evidence, Frame } from '../../../../lib/evidence/index.ts';
import { call, CALLS, closed, evidence, exampleSteps, failed, probe, SITE, START } from './scenes.ts';

const steps = exampleSteps();
/** A run that stops after its first six events, on a socket that was closed with this code. */
const closedAfterSix = (code: number, reason: string): Evidence =>
  evidence({ steps: steps.slice(0, 6), sockets: [closed(code, reason, 400)] });
const onPage = (text: string, url = `${SITE.web}/chat/thread_1`) => ({ page: { url, chat: false, text } });
const loads = (count: number) =>
  Array.from({ length: count }, (_, index) =>
    call('GET', `${SITE.web}/${index % 2 === 0 ? 'chat' : 'login'}`, {
      resource: 'document',
      startedAt: START + 300 * index,
      received: null,
    }),
  );

const signIn = call('POST', `${SITE.auth}/auth/dev/login`, { received: { access_token: '<token>' } });
const unknownUser = call('POST', `${SITE.auth}/auth/validate-token-and-get-user`, {
  received: { valid: false, error: 'Invalid token or user not found' },
});
const unheard = [
  probe('unknown-type', { heard: ['connection_established', 'ack'] }),
  ...(['ask', 'ask-alias', 'ask-other-field', 'ask-later'] as const).map((name) =>
    probe(name, { heard: ['connection_established'] }),
  ),
];

const sentTwice = {
  rule: 'sent-once',
  frame: null,
  event: null,
  message: '"Where does the money go?" was asked once and left the browser 2 times: frame #2, frame #3',
  legal: ['once'],
  came: '2 times',
};

/** Every completion of an agent carries these fields as well. */
function completedWith(fields: object) {
  return (frames: Frame[]): Frame[] =>
    frames.map((frame) => {
      const message = JSON.parse(frame.text) as { type: string; payload?: object };
      if (message.type !== 'agent_completed') return frame;
      return { ...frame, text: JSON.stringify({ ...message, payload: { ...message.payload, ...fields } }) };
    });
}

/** What a matcher says of a broken rule of the screen. */
export function told(rule: string, message: string): string {
  return `The screen is not as it should be.\n  ✗ [${rule}] ${message}\n      expected: another\n      received: this`;
}

/** One scene: the cause, what is seen, and the same with the fact that refutes it. */
export type FurtherScene = [id: string, when: string, seen: Evidence, refutedBy: string, refuted: Evidence];

/** The page of the sign-in, which waited for its settings and then ended the call. @param more what else was loaded */
const endedCall = (...more: ReturnType<typeof loads>): Evidence =>
  evidence({
    edit: () => [],
    sockets: [],
    exchanges: [
      { ...failed('GET', `${SITE.auth}/auth/config`, 'net::ERR_ABORTED'), startedAt: START, failedAfter: 5_000 },
      ...more,
    ],
  });

export const FURTHER_SCENES: readonly FurtherScene[] = [
  [
    'F43',
    'the page gave up waiting for the auth service',
    endedCall(),
    'the page was left, which ends its calls',
    endedCall(
      call('GET', `${SITE.web}/chat`, { resource: 'document', startedAt: START + 5_010, status: null, took: null }),
    ),
  ],
  [
    'F62',
    'the error boundary of Next.js is shown',
    evidence({
      steps: steps.slice(0, 8),
      ...onPage('Application error: a client-side exception has occurred (see the browser console)'),
      pageErrors: ['Minified React error #438; visit https://react.dev/errors/438'],
      sockets: [closed(1000, '', 600)],
    }),
    'the chat is on the screen and nothing was thrown',
    evidence({ steps: steps.slice(0, 8) }),
  ],
  [
    'F62',
    'a chunk does not load and the chat is gone',
    evidence({
      steps: null,
      asked: false,
      ...onPage(''),
      consoleErrors: ['ChunkLoadError: Loading chunk 117 failed.'],
    }),
    'the person is at the sign-in, where there is no chat',
    evidence({
      steps: null,
      asked: false,
      ...onPage('Sign in', `${SITE.web}/login`),
      consoleErrors: ['ChunkLoadError: Loading chunk 117 failed.'],
    }),
  ],
  ...[1001, 1008, 1009, 1011, 1012, 1013, 4000].map((code): FurtherScene => [
    'F63',
    `the server closes with ${code} in the middle of a run`,
    closedAfterSix(code, 'Processing error'),
    'the run had ended before',
    evidence({ sockets: [closed(code, 'Processing error', 3_000)] }),
  ]),
  [
    'F64',
    'the browser says so and closes the socket itself',
    evidence({
      steps: steps.slice(0, 6),
      sockets: [{ ...closed(1006, '', 400), errors: ['Could not decode a text frame as UTF-8.'] }],
    }),
    'the browser says nothing of the kind',
    evidence(),
  ],
  [
    'F65',
    'wire and screen agree, and neither speaks of what was asked',
    evidence({
      violations: [
        {
          rule: 'on-topic',
          frame: 18,
          event: 'agent_completed',
          message: 'the answer does not mention GPU',
          legal: ['an answer that mentions GPU'],
          came: 'Most of it goes to large models.',
        },
      ],
    }),
    'the answer speaks of it',
    evidence(),
  ],
  [
    'F66',
    'an agent says that it completed without success',
    evidence({ errors: ['an agent failed'], edit: completedWith({ success: false }) }),
    'it says that it succeeded',
    evidence({ edit: completedWith({ success: true }) }),
  ],
  [
    'F67',
    'the result of a tool names another agent',
    evidence({
      edit: (frames) =>
        frames.map((frame) =>
          frame.text.includes('"tool_completed"')
            ? { ...frame, text: frame.text.replace('"agent_name":"data_agent"', '"agent_name":"supervisor_agent"') }
            : frame,
        ),
    }),
    'it names the agent that called it',
    evidence(),
  ],
  [
    'F68',
    'the message was sent and nothing left the page',
    evidence({
      steps: null,
      asked: false,
      errors: ['The first event of a run that answers "Where does the money go?" did not come within 2500 ms.'],
    }),
    'the message left the page',
    evidence({ steps: null, errors: ['The first event of a run did not come within 2500 ms.'] }),
  ],
  [
    'F69',
    'an expired token is let in, and a forged one is not',
    evidence({
      errors: ['The target is permissive: it lets in whom it must refuse.\n  ✗ GET /api/threads answered 200'],
      probes: [probe('forged-token', { status: 101, heard: ['error'] })],
    }),
    'nobody was let in',
    evidence({ probes: [probe('forged-token', { status: 101, heard: ['error'] })] }),
  ],
  [
    'F70',
    'the browser gave up',
    evidence({
      steps: null,
      asked: false,
      exchanges: [{ ...failed('GET', `${SITE.web}/chat`, 'net::ERR_TOO_MANY_REDIRECTS'), resource: 'document' }],
      sockets: [],
      page: null,
    }),
    'the page loads',
    evidence(),
  ],
  [
    'F70',
    'two addresses send the browser to each other',
    evidence({ steps: null, asked: false, exchanges: [...CALLS, ...loads(8)] }),
    'a person goes back and forth three times',
    evidence({ exchanges: [...CALLS, ...loads(3)] }),
  ],
  [
    'F71',
    'the test cut the socket, and the page opens no other one',
    evidence({
      takenAt: START + 30_000,
      sockets: [closed(1006, '', 400)],
      stimuli: [{ kind: 'socket cut', at: START + 200, detail: '' }],
      errors: ['expect(locator).toBeVisible() failed: Connected'],
    }),
    'the network is still off',
    evidence({
      takenAt: START + 30_000,
      sockets: [closed(1006, '', 400)],
      stimuli: [{ kind: 'network off', at: START + 200, detail: '' }],
      errors: ['expect(locator).toBeVisible() failed: Connected'],
    }),
  ],
  [
    'F72',
    'the browser is gone',
    evidence({ steps: steps.slice(0, 6), errors: ['Error: Target page, context or browser has been closed'] }),
    'the test says something else',
    evidence(),
  ],
  [
    'F73',
    'the stack host is gone',
    evidence({
      steps: steps.slice(0, 6),
      errors: ['The stack host is gone: fetch failed'],
      exchanges: [...CALLS, failed('GET', `${SITE.api}/api/threads`, 'net::ERR_CONNECTION_REFUSED')],
    }),
    'the test says something else',
    evidence(),
  ],
  [
    'F74',
    'a piece holds a character that is none',
    evidence({
      edit: (frames) =>
        frames.map((frame) => ({ ...frame, text: frame.text.replaceAll('large models', 'l\uFFFDrge models') })),
    }),
    'every character is one',
    evidence(),
  ],
  [
    'F75',
    'the text flickers on its way to the answer',
    evidence({
      violations: [
        {
          rule: 'screen-flicker',
          frame: null,
          event: null,
          message: 'the answer got shorter on the screen',
          legal: ['a growing text'],
          came: 'a shorter one',
        },
      ],
    }),
    'it grew steadily',
    evidence(),
  ],
  [
    'F76',
    'it threw, and the conversation goes on',
    evidence({
      errors: ['The page threw an error: Cannot read properties of undefined'],
      pageErrors: ['TypeError: Cannot read properties of undefined'],
    }),
    'nothing was thrown',
    evidence(),
  ],
  [
    'F77',
    'the page is told that there is no such user, right after the sign-in',
    evidence({
      steps: null,
      asked: false,
      edit: () => [],
      sockets: [],
      exchanges: [...CALLS.filter(({ url }) => !url.includes('validate-token')), signIn, unknownUser],
      ...onPage('Sign in', `${SITE.web}/login`),
    }),
    'the token had expired',
    evidence({
      steps: null,
      asked: false,
      edit: () => [],
      sockets: [],
      exchanges: [signIn, { ...unknownUser, received: { valid: false, error: 'token expired' } }],
      ...onPage('Sign in', `${SITE.web}/login`),
    }),
  ],
  [
    'F78',
    'four ways of asking are welcomed and none is answered',
    evidence({ steps: null, probes: unheard }),
    'one way of asking is answered',
    evidence({
      steps: null,
      probes: [...unheard.slice(0, 4), probe('ask-later', { heard: ['connection_established', 'agent_started'] })],
    }),
  ],
  [
    'F92',
    'one operation fails',
    evidence({
      errors: ['GET /api/v1/user/profile answered 500'],
      exchanges: [...evidence().exchanges, call('GET', `${SITE.api}/api/v1/user/profile`, { status: 500 })],
    }),
    'the test is red for something else',
    evidence({
      errors: ['expect(locator).toBeVisible() failed'],
      exchanges: [...evidence().exchanges, call('GET', `${SITE.api}/api/v1/user/profile`, { status: 500 })],
    }),
  ],
  ['F79', 'one press made two messages', evidence({ violations: [sentTwice] }), 'it left once', evidence()],
  [
    'F88',
    'the answer is in the page and transparent',
    evidence({ errors: [told('screen-visible', 'the answer is in the page and cannot be read: it is transparent')] }),
    'the answer is shown',
    evidence(),
  ],
  [
    'F89',
    'a cost on the screen is none of the wire',
    evidence({ errors: [told('screen-figure', 'the page shows "$4,711" in "saved monthly $4,711" (card)')] }),
    'the test is red for something else',
    evidence({ errors: ['expect(locator).toBeVisible() failed'] }),
  ],
  [
    'F90',
    'who reads is moved by each piece',
    evidence({ errors: [told('screen-moved', 'what a person was reading moved by 512 pixels')] }),
    'nothing moved',
    evidence(),
  ],
  [
    'F91',
    'the answer of the person before was on the screen',
    evidence({ errors: [told('screen-foreign', 'page 1 showed user-eve what belongs to user-ada: "Most of it"')] }),
    'everybody saw the own texts',
    evidence(),
  ],
];
