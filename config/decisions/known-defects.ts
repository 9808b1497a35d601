import type { KnownDefect } from './known-defect.ts';

/**
 * The product's own web frontend of that release, with chat by REST, on a development stack. Each entry is reviewed on
 * the day it expires.
 */
const beta14 = { target: 'dev', release: 'beta-14', owner: 'frontend', expires: '2026-12-31' } as const;

/** The reviewed list of the product's known defects: `known-defect.ts` says what an entry means. */
export const knownDefects: readonly KnownDefect[] = [
  {
    ...beta14,
    cause: 'A quick-start prompt opens no thread: the welcome stays, and neither messages nor the answer are listed.',
    evidence: 'page snapshot: welcome and "Analysis Complete", no article, answer in the frames',
    reds: {
      'The screen shows no answer.': [
        'agents/events.spec.ts › a quick-start prompt is sent once, word for word, and answered',
      ],
    },
  },
  {
    ...beta14,
    cause: 'The conversation is not a live region: the chat has neither aria-live nor role=log.',
    evidence: 'by hand: no aria-live, log or status in main; none in the source of the chat',
    reds: {
      '[aria-live="polite"]': [
        'accessibility/announcements.spec.ts › the answer is announced to a screen reader by a live region',
      ],
    },
  },
  {
    ...beta14,
    cause: 'The open conversation is marked in the list by its colour alone, without aria-current.',
    evidence: 'by the snapshot: class bg-emerald-50 only',
    reds: {
      '[aria-current]': [
        'accessibility/announcements.spec.ts › the open conversation is marked in the conversation list, not by its colour alone',
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
        'accessibility/wcag.spec.ts › light mode › the chat has no WCAG 2.2 AA violations in light mode, before and after an answer',
        'accessibility/wcag.spec.ts › dark mode › the chat has no WCAG 2.2 AA violations in dark mode, before and after an answer',
      ],
      'color-contrast at .text-gray-400': [
        'accessibility/wcag.spec.ts › light mode › sign-in page › the sign-in page has no WCAG 2.2 AA violations in light mode',
        'accessibility/wcag.spec.ts › dark mode › sign-in page › the sign-in page has no WCAG 2.2 AA violations in dark mode',
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
        'accessibility/wcag.spec.ts › light mode › the error for a conversation that cannot be opened has no WCAG 2.2 AA violations in light mode',
        'accessibility/wcag.spec.ts › dark mode › the error for a conversation that cannot be opened has no WCAG 2.2 AA violations in dark mode',
        'threads/deep-link.spec.ts › a link to a thread that does not exist shows an error and a way back to the chat',
      ],
    },
  },
  {
    ...beta14,
    cause:
      'There is no layout for narrow screens: the sidebar lies above the chat, takes the screen and cannot be put away.',
    evidence: 'by hand at 320 px: sidebar 320x531 above, chat 53 px high; no such button in the source',
    reds: {
      'viewport ratio 0': [
        'accessibility/screen-sizes.spec.ts › 320 px width › the golden path works without horizontal scrolling at 320 px width',
      ],
      "getByRole('button', { name: 'Send message' })": [
        'accessibility/screen-sizes.spec.ts › 200 % zoom (1280 x 720) › the golden path works without horizontal scrolling at 200 % zoom (1280 x 720)',
      ],
    },
  },
  {
    ...beta14,
    cause: `The person's own message is kept as "optimistic" and the list never reads it: it is not shown until a reload.`,
    evidence: 'sent by hand: no heading "You" until the reload, then there',
    reds: {
      "name: 'You', exact: true": [
        'golden-path/transports.spec.ts › the sent message appears in the conversation immediately',
        'messages/composing.spec.ts › Shift+Enter starts a new line and Enter sends the message',
        'messages/composing.spec.ts › a message of length 1 is sent in full, and is whole after a reload',
        'messages/composing.spec.ts › a message of length 8001 is sent in full, and is whole after a reload',
        'messages/composing.spec.ts › a message of length 10000 is sent in full, and is whole after a reload',
        'messages/composing.spec.ts › a message of length 10000 in Japanese is sent in full, and is whole after a reload',
        'messages/texts.spec.ts › a message with emoji is sent and shown as typed, also after a reload',
        'messages/texts.spec.ts › a message with emoji in a row is sent and shown as typed, also after a reload',
        'messages/texts.spec.ts › a message with right-to-left text is sent and shown as typed, also after a reload',
        'messages/texts.spec.ts › a message with combining characters is sent and shown as typed, also after a reload',
        'messages/texts.spec.ts › a message with code is sent and shown as typed, also after a reload',
        'messages/texts.spec.ts › a message with HTML is sent and shown as typed, also after a reload',
        'messages/texts.spec.ts › a message with markdown is sent and shown as typed, also after a reload',
        'messages/texts.spec.ts › a very long word wraps and does not overflow the page',
      ],
    },
  },
  {
    ...beta14,
    cause:
      'After a successful send the sending state is never reset; only a remount clears it, so a message sent in a thread that is already open leaves the composer locked at "Sending..." for good.',
    evidence: 'two messages by hand: 32 s after the second answer still disabled, "Sending..."',
    reds: {
      'The composer is still locked.': [
        'accessibility/keyboard.spec.ts › the up arrow brings the last message sent in an open thread back into the composer',
        'isolation/isolation.spec.ts › two tabs with the same thread both show a new answer',
        'messages/reading.spec.ts › reading in a low window › a person who reads further up is not moved while an answer streams',
        'messages/several-messages.spec.ts › the second answer is about the second message, not the first',
        'messages/several-messages.spec.ts › three messages each get their own run and stay in order, also after a reload',
        'threads/threads.spec.ts › slow agents › renaming and deleting a thread leaves another thread and its run alone',
      ],
    },
  },
  {
    ...beta14,
    cause: 'Enter on a text that is too long clears the field.',
    evidence: 'by hand: 0 characters after Enter on 10,001',
    reds: {
      'toHaveValue(expected) failed': [
        'messages/composing.spec.ts › a message of 10,001 characters is not sent and stays in the composer',
      ],
    },
  },
  {
    ...beta14,
    cause: 'A message that cannot be sent is lost silently: empty field, no error box, no entry.',
    evidence: 'offline by hand: field empty, no box for 32 s',
    reds: {
      "locator('.bg-red-50')": [
        'resilience/network.spec.ts › a message that cannot be delivered is reported and can be sent again',
      ],
    },
  },
  {
    ...beta14,
    cause: 'A thread that a message makes is not listed until a reload.',
    evidence: 'by hand: "No conversations yet" after two answers',
    reds: {
      "getByTestId('thread-list')": [
        'threads/threads.spec.ts › the first message creates a thread that is listed under its text',
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
        'threads/threads.spec.ts › "New Chat" creates a thread on the server and in the thread list',
      ],
      'the second thread': [
        'threads/threads.spec.ts › two threads each show only their own messages',
        'threads/threads.spec.ts › the thread search lists the threads that match, and no others',
      ],
      "name: 'You', exact: true": ['threads/threads.spec.ts › the back button returns to the previous thread'],
    },
  },
  {
    ...beta14,
    cause: 'A sign-out in one tab is not noticed by the others, which keep the chat and the socket.',
    evidence: 'by hand: the second tab stays on /chat, Connected, for 24 s',
    reds: {
      'Expected pattern: /\\/login/': [
        'authentication/sign-out.spec.ts › sign-out › signing out in one tab signs out all tabs and invalidates the token',
      ],
    },
  },
  {
    ...beta14,
    cause:
      'A stored token that the auth service refuses is kept (the refresh is skipped when it is not near its expiry) and the page stays at "Verifying authentication...".',
    evidence:
      'token with an invalid signature by hand: 29 s at "Verifying authentication...", token kept, with and without a refresh token',
    reds: {
      "name: 'Access Beta'": [
        'authentication/tokens.spec.ts › an unsigned token is refused, and the page asks for a sign-in',
        'authentication/tokens.spec.ts › a token with a changed payload is refused, and the page asks for a sign-in',
        'authentication/tokens.spec.ts › a token signed with an unknown key is refused, and the page asks for a sign-in',
        'authentication/tokens.spec.ts › a refresh token used as an access token is refused, and the page asks for a sign-in',
      ],
    },
  },
];
