/** A spec to run under a fault: its file below `tests/`, and the beginning of its title. */
export interface SpecRef {
  file: string;
  title: string;
}

/** The golden path. */
export const goldenPath: SpecRef = {
  file: 'golden-path/golden-path.spec.ts',
  title: 'a person signs in, sends a message',
};

const byRest: SpecRef = { file: 'messages/transport.spec.ts', title: 'a message with the word "test"' };
const components: SpecRef = { file: 'services/health.spec.ts', title: 'PostgreSQL, Redis and ClickHouse are healthy' };

function access(credential: string): SpecRef {
  return { file: 'authentication/access.spec.ts', title: `no operation is open to ${credential}` };
}

function wayIn(title: string): SpecRef {
  return { file: 'authentication/ways-in.spec.ts', title };
}

function hostile(title: string): SpecRef {
  return { file: 'messages/hostile-texts.spec.ts', title };
}

/** Other places of the fault `text-as-markup`, and what notices each. */
export const markup: readonly { how: string; place: string; spec: SpecRef }[] = [
  { how: 'html', place: '.whitespace-pre-wrap', spec: hostile('a hostile message is shown as text') },
  { how: 'markdown', place: '.whitespace-pre-wrap', spec: hostile('a hostile message is shown as text') },
  { how: 'html', place: '*', spec: hostile('hostile texts in every field of a run') },
  { how: 'html', place: 'span', spec: hostile('a hostile title and hostile stored') },
];

const handshake: SpecRef = {
  file: 'websocket/handshake.spec.ts',
  title: 'the page opens one WebSocket with its own credential',
};
const signOut: SpecRef = {
  file: 'authentication/sign-out.spec.ts',
  title: 'signing out in one tab signs out all tabs',
};

/** The other places of the faults `token-exposed` and `left-behind`, and what notices each. */
export const places: Readonly<Record<string, { cause: string; spec: SpecRef; places: readonly string[] }>> = {
  'token-exposed': {
    cause: 'F85',
    spec: handshake,
    places: ['address', 'history', 'attribute', 'text', 'field', 'title', 'cookie', 'other-host'],
  },
  'left-behind': { cause: 'F86', spec: signOut, places: ['session-storage', 'indexed-db', 'cookie', 'cache'] },
};

/** For each check that a server can leave out (the fault `unchecked`), what notices it, and the cause that is named. */
export const unchecked: Readonly<Record<string, { cause: string; spec: SpecRef }>> = {
  owner: {
    cause: 'F80',
    spec: { file: 'authentication/access.spec.ts', title: 'an ongoing run is not open to another' },
  },
  password: { cause: 'F81', spec: wayIn('a wrong password signs nobody in') },
  'refresh-once': { cause: 'F81', spec: wayIn('a refresh token can be used once') },
  'session-end': { cause: 'F69', spec: access('a token after its sign-out') },
  'socket-end': {
    cause: 'F83',
    spec: { file: 'authentication/session-end.spec.ts', title: 'a sign-out closes every WebSocket' },
  },
  expiry: { cause: 'F69', spec: access('an expired token') },
  signature: { cause: 'F38', spec: access('a token signed with an unknown key') },
  kind: { cause: 'F69', spec: access('a refresh token') },
  place: { cause: 'F69', spec: access('a good token in the query') },
  origin: { cause: 'F82', spec: access('a page of the origin null') },
  'origin-begins': { cause: 'F82', spec: access('a page whose origin begins') },
  'oauth-state': { cause: 'F81', spec: wayIn('/auth/callback takes a code once') },
  'development-mode': { cause: 'F81', spec: wayIn('the development sign-in is refused outside') },
  'create-token': { cause: 'F81', spec: wayIn('nobody gets a token by naming a person') },
  'ticket-once': {
    cause: 'F69',
    spec: { file: 'authentication/tickets.spec.ts', title: 'a single-use ticket is accepted once' },
  },
  'ticket-revoked': {
    cause: 'F69',
    spec: { file: 'authentication/tickets.spec.ts', title: 'a revoked ticket is refused' },
  },
  'ticket-life': {
    cause: 'F84',
    spec: { file: 'authentication/tickets.spec.ts', title: 'no ticket is issued for 3601' },
  },
  length: {
    cause: 'F84',
    spec: { file: 'authentication/limits.spec.ts', title: 'a start_agent of 10,001 characters' },
  },
  rate: {
    cause: 'F84',
    spec: { file: 'authentication/limits.spec.ts', title: 'each message beyond 100 within a minute' },
  },
};

function overTime(title: string): SpecRef {
  return { file: 'resilience/over-time.spec.ts', title };
}

const growth = overTime('twenty messages leave no nodes');
const heartbeats: SpecRef = { file: 'websocket/sockets.spec.ts', title: 'an idle WebSocket is welcomed' };

/** What notices each thing that is only wrong after a while, by the fault as it is written on a command line. */
export const wrongOverTime: Readonly<Record<string, SpecRef>> = {
  'heartbeat-lost:what=pong': overTime('the page goes on sending pings'),
  'page-over-time:what=ping': overTime('the page goes on sending pings'),
  'page-over-time:what=ack': overTime('the page answers the heartbeats'),
  'page-over-time:what=pause': overTime('a page that cannot reconnect'),
  'page-over-time:what=calls': overTime('the page makes few calls'),
  'page-over-time:what=pictures': overTime('the page rests while nobody'),
  'page-over-time:what=limits': {
    file: 'resilience/services.spec.ts',
    title: 'a thread list that is never answered',
  },
  'page-over-time:what=hidden': growth,
  'page-over-time:what=listeners': growth,
};

/** Specs for the faults that the golden path cannot detect, or, like F35, must not. */
const neighbours: Readonly<Record<string, SpecRef>> = {
  F29: byRest,
  'double-send': { file: 'threads/threads.spec.ts', title: 'the first message creates a thread' },
  F31: { file: 'threads/threads.spec.ts', title: '"New Chat" creates a thread' },
  F34: components,
  F35: components,
  F38: { file: 'authentication/tokens.spec.ts', title: 'a malformed token is refused' },
  F41: { file: 'authentication/session.spec.ts', title: 'the page renews a token before it expires' },
  F42: { file: 'authentication/sign-in.spec.ts', title: 'allowing access on the consent page' },
  F50: { file: 'isolation/isolation.spec.ts', title: 'a run started in one tab' },
  F51: { file: 'websocket/handshake.spec.ts', title: 'a reload closes the WebSocket' },
  F56: { file: 'services/health.spec.ts', title: 'all health calls report the same version' },
  F58: { file: 'authentication/tickets.spec.ts', title: 'two tickets of the same person' },
  F59: byRest,
  'operation-fails': {
    file: 'authentication/tokens.spec.ts',
    title: 'a valid token is accepted by the API, the auth service and the WebSocket',
  },
  'heartbeat-lost': heartbeats,
  'page-over-time': growth,
  unchecked: access("another person's token"),
  'left-behind': signOut,
  'text-as-markup': hostile('a person who is signed out sees a hostile error of /login'),
  'screen-told': { file: 'agents/told.spec.ts', title: 'the page shows all that a run reports' },
  'screen-threads': { file: 'threads/ages.spec.ts', title: 'each thread is listed with its own age' },
  'screen-pulled': { file: 'messages/reading.spec.ts', title: 'a person who reads further up' },
  'screen-flash': { file: 'isolation/same-browser.spec.ts', title: 'the next person at a browser sees nothing' },
};

/** The spec that detects a fault. @param id of the fault */
export function specFor(id: string): SpecRef {
  return neighbours[id] ?? goldenPath;
}

/** Selects these specs: their files, and a regular expression for their titles. */
export function selectionOf(specs: readonly SpecRef[]): { files: string[]; titles: RegExp } {
  const escaped = specs.map(({ title }) => title.replaceAll(/[.*+?^${}()|[\]\\]/g, '\\$&'));
  return { files: [...new Set(specs.map(({ file }) => file))], titles: new RegExp([...new Set(escaped)].join('|')) };
}
