import type { KnownDefect } from './known-defect.ts';

/**
 * The product's own web frontend of that release, with chat by REST, on a development stack. The day is ours: then
 * each is looked at again.
 */
const beta14 = { target: 'dev', release: 'beta-14', owner: 'frontend', expires: '2026-12-31' } as const;

/** The reviewed list of the product's known defects: `config/known-defect.ts` says what an entry means. */
export const knownDefects: readonly KnownDefect[] = [
  {
    ...beta14,
    cause:
      'The run card types the streamed text at 30 characters a second at most, slower than it arrives; the screen falls seconds behind the wire.',
    evidence: 'screen samples of a run: 342 of 550 characters shown when it had ended',
    reds: {
      '✗ lag:': [
        'agents/events.spec.ts › with agents that a person can read along with › the answer is shown in several steps before its run ends, each as its piece arrives',
        'agents/events.spec.ts › first event, first text and answer come within their budgets',
        'golden-path/transports.spec.ts › the screen keeps up with the wire while the answer streams in',
      ],
    },
  },
  {
    ...beta14,
    cause: 'cost_analysis of a final report is stored and never shown.',
    evidence: 'by hand: no text "cost analysis" on the page',
    reds: {
      "getByRole('heading', { name: 'Cost Analysis' })": [
        'agents/events.spec.ts › the report offers recommendations, a plan and the costs',
      ],
    },
  },
  {
    ...beta14,
    cause: 'A quick-start prompt opens no thread: the welcome stays, and neither messages nor the answer are listed.',
    evidence: 'page snapshot: welcome and "Analysis Complete", no article, answer in the frames',
    reds: {
      'No answer is on the screen.': [
        'agents/events.spec.ts › a quick-start prompt is sent as it reads, once, and answered',
      ],
    },
  },
  {
    ...beta14,
    cause: 'The conversation is no live region: neither aria-live nor role=log stands anywhere in the chat.',
    evidence: 'by hand: no aria-live, log or status in main; none in the source of the chat',
    reds: {
      "getByRole('log', { name: 'Conversation' })": [
        'accessibility/announcements.spec.ts › the answer arrives in a live region',
      ],
    },
  },
  {
    ...beta14,
    cause: 'The open conversation is marked in the list by its colour alone, without aria-current.',
    evidence: 'by the snapshot: class bg-emerald-50 only',
    reds: {
      'Expected: "page"': [
        'accessibility/announcements.spec.ts › which conversation is open is told in the list, and not by its colour alone',
      ],
    },
  },
  {
    ...beta14,
    cause:
      'Text without enough contrast (WCAG 2.2, 1.4.3): white on #00bc7d (2.47), #99a1af on #f9fafb (2.48) and on white (2.6).',
    evidence: 'axe, same values in three runs',
    reds: {
      'color-contrast at button[data-testid': [
        'accessibility/wcag.spec.ts › in light colours › the empty chat and the answered chat put nothing in anybody’s way, in light colours',
        'accessibility/wcag.spec.ts › in dark colours › the empty chat and the answered chat put nothing in anybody’s way, in dark colours',
      ],
      'color-contrast at .text-gray-400': [
        'accessibility/wcag.spec.ts › in light colours › signed out › signing in puts nothing in anybody’s way, in light colours',
        'accessibility/wcag.spec.ts › in dark colours › signed out › signing in puts nothing in anybody’s way, in dark colours',
      ],
    },
  },
  {
    ...beta14,
    cause:
      'The error of a thread that cannot be opened is shown for a fraction of a second, then the page tries again and again: /chat and /chat/ID in turn, ten and more requests.',
    evidence: 'by hand twice: shown 0.2 to 0.4 s, 10 and more GETs, dozens of navigations',
    reds: {
      "getByRole('heading', { name: 'Unable to Load Conversation' })": [
        'accessibility/wcag.spec.ts › in light colours › a conversation that cannot be opened puts nothing in anybody’s way, in light colours',
        'accessibility/wcag.spec.ts › in dark colours › a conversation that cannot be opened puts nothing in anybody’s way, in dark colours',
        'threads/deep-link.spec.ts › a link to a thread that does not exist says so, and the person returns to the chat',
      ],
    },
  },
  {
    ...beta14,
    cause: 'The page has no dark colours, whatever the person prefers.',
    evidence: 'brightness 243 to 246 of 255 with dark preferred; screenshot',
    reds: {
      'Received: "light"': ['accessibility/wcag.spec.ts › in dark colours › the page is dark'],
    },
  },
  {
    ...beta14,
    cause: 'The composer is disabled while an agent works and does not get the focus back when it can be used again.',
    evidence: 'two runs of the test in REST, one in WebSocket; source: focus only on mount',
    reds: {
      'the focus is back in the composer': [
        'accessibility/keyboard.spec.ts › by keyboard alone › a person signs in, asks, reads the answer and asks again',
      ],
    },
  },
  {
    ...beta14,
    cause:
      'The route change of the first message remounts the composer, and the history of sent messages is lost with it.',
    evidence: 'by hand: ArrowUp after the first answer gives ""',
    reds: {
      'Received: ""': ['accessibility/keyboard.spec.ts › the arrow keys bring back what was sent before'],
    },
  },
  {
    ...beta14,
    cause:
      'There is no layout for narrow screens: the sidebar lies above the chat, takes the screen and cannot be put away.',
    evidence: 'by hand at 320 px: sidebar 320x531 above, chat 53 px high; no such button in the source',
    reds: {
      'viewport ratio 0': [
        'accessibility/screen-sizes.spec.ts › 320 pixels wide › the golden path works on a screen 320 pixels wide, without scrolling sideways',
      ],
      "getByRole('button', { name: 'Open conversations' })": [
        'accessibility/screen-sizes.spec.ts › 320 pixels wide › the conversations are at hand on a screen 320 pixels wide',
        'accessibility/screen-sizes.spec.ts › at 200 % zoom of 1280 by 720 › the conversations are at hand on a screen at 200 % zoom of 1280 by 720',
      ],
      "getByRole('button', { name: 'Send message' })": [
        'accessibility/screen-sizes.spec.ts › at 200 % zoom of 1280 by 720 › the golden path works on a screen at 200 % zoom of 1280 by 720, without scrolling sideways',
      ],
    },
  },
  {
    ...beta14,
    cause: `The person's own message is kept as "optimistic" and the list never reads it: it is not shown until a reload.`,
    evidence: 'sent by hand: no heading "You" until the reload, then there',
    reds: {
      "name: 'You', exact: true": [
        'golden-path/transports.spec.ts › the person sees the own message at once',
        'messages/composing.spec.ts › Shift+Enter begins a new line, and Enter sends both lines',
        'messages/composing.spec.ts › a message of 1 characters is sent whole',
        'messages/composing.spec.ts › a message of 8001 characters is sent whole',
        'messages/composing.spec.ts › a message of 10000 characters is sent whole',
        'messages/texts.spec.ts › emoji in a message is sent and shown as typed, now and after a reload',
        'messages/texts.spec.ts › right-to-left writing in a message is sent and shown as typed, now and after a reload',
        'messages/texts.spec.ts › combining characters in a message is sent and shown as typed, now and after a reload',
        'messages/texts.spec.ts › code in a message is sent and shown as typed, now and after a reload',
        'messages/texts.spec.ts › HTML in a message is sent and shown as typed, now and after a reload',
        'messages/texts.spec.ts › markdown in a message is sent and shown as typed, now and after a reload',
        'messages/texts.spec.ts › a very long word breaks over lines and pushes nothing out of the page',
      ],
    },
  },
  {
    ...beta14,
    cause:
      'After a successful send the sending state is never reset; only a remount clears it, so a message sent in a thread that is already open leaves the composer locked at "Sending..." for good.',
    evidence: 'two messages by hand: 32 s after the second answer still disabled, "Sending..."',
    reds: {
      'The composer does not let the person write again.': [
        'isolation/isolation.spec.ts › two tabs of one person both show the message and its answer',
        'messages/several-messages.spec.ts › the answer is to this message, not to the last one',
        'messages/several-messages.spec.ts › three messages are each answered by a run of their own, in order in page and wire and after a reload',
      ],
    },
  },
  {
    ...beta14,
    cause: 'Enter on a text that is too long clears the field.',
    evidence: 'by hand: 0 characters after Enter on 10,001',
    reds: {
      'toHaveValue(expected) failed': [
        'messages/composing.spec.ts › a message of 10,001 characters is not sent, and stays in the field',
      ],
    },
  },
  {
    ...beta14,
    cause: 'A message that cannot be sent is lost without a word: field empty, no box, no entry.',
    evidence: 'offline by hand: field empty, no box for 32 s',
    reds: {
      "locator('.bg-red-50')": [
        'resilience/network.spec.ts › a message that cannot be delivered comes back into the field with the reason, and can be sent again',
      ],
    },
  },
  {
    ...beta14,
    cause: 'A thread that a message makes is not listed until a reload.',
    evidence: 'by hand: "No conversations yet" after two answers',
    reds: {
      "getByTestId('thread-list')": [
        'threads/threads.spec.ts › the first message makes a thread that is listed under its words',
      ],
    },
  },
  {
    ...beta14,
    cause:
      'New Chat and the sidebar race with the route: from an open thread New Chat bounces back to it, from an empty chat it stays at /chat?thread=ID.',
    evidence:
      'by hand: New Chat and a click on B both end at /chat/A; New Chat twice at /chat, with 15 s each to get on to /chat/ID',
    reds: {
      '/chat?thread=thread_': [
        'threads/threads.spec.ts › a new chat becomes a thread on the server and an entry of the list',
      ],
      'the second thread': [
        'threads/threads.spec.ts › of two threads each shows its own messages only, whichever is opened',
        'threads/threads.spec.ts › the search lists the threads with these words, and says when there is none',
      ],
      "name: 'You', exact: true": ['threads/threads.spec.ts › the back button returns to the thread before'],
      'another thread is the newest now': [
        'authentication/session.spec.ts › A deep link › opened while signed out leads to the sign-in, and after it to where it points',
      ],
    },
  },
  {
    ...beta14,
    cause: 'A sign-out in one tab is not noticed by the others, which keep the chat and the socket.',
    evidence: 'by hand: the second tab stays on /chat, Connected, for 24 s',
    reds: {
      'Expected pattern: /\\/login/': [
        'authentication/session.spec.ts › A sign-in that is over › signing out in one tab signs out in all, and the token is worth nothing afterwards',
      ],
    },
  },
  {
    ...beta14,
    cause:
      'A stored token that the auth service refuses is kept (the refresh is skipped when it is not near its expiry) and the page stays at "Verifying authentication...".',
    evidence:
      'token with a strange signature by hand: 29 s at "Verifying authentication...", token kept, with and without a refresh token',
    reds: {
      "name: 'Access Beta'": [
        'authentication/tokens.spec.ts › nobody gets in with an unsigned token, and the page asks for a sign-in',
        'authentication/tokens.spec.ts › nobody gets in with a changed payload, and the page asks for a sign-in',
        'authentication/tokens.spec.ts › nobody gets in with the key of a stranger, and the page asks for a sign-in',
        'authentication/tokens.spec.ts › nobody gets in with a refresh token, and the page asks for a sign-in',
      ],
    },
  },
];
