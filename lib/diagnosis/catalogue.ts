export type Owner = 'frontend' | 'backend' | 'auth' | 'infrastructure' | 'suite';

/** The places where a golden path can break, in the order in which they are looked at: the earlier, the deeper. */
export const CLASSES = [
  'runner', 'page', 'hosts', 'health', 'login', 'upgrade', 'close', 'silence', 'events', 'fields', 'screen', 'truth', 'isolation',
] as const;
export type Class = (typeof CLASSES)[number];

/** An entry of the failure catalogue. */
export interface Entry {
  id: string;
  name: string;
  class: Class;
  owner: Owner;
  /** Where somebody who has to mend it looks first. */
  lookFirst: string;
  /** The cause behind it in the past. Evidence from a browser does not reach so far, so it is a hypothesis. */
  behind: string;
}

const rows: [id: string, name: string, of: Class, owner: Owner, lookFirst: string, behind: string][] = [
  ['F01', 'No subprotocol is supported', 'upgrade', 'backend', 'the negotiation in the WebSocket route of the deployed revision', 'an old route, or modules of two releases in one deployment'],
  ['F02', 'The server picks a subprotocol that was not offered', 'upgrade', 'backend', 'the negotiated name in the 101 response', 'the negotiator of an older release answers `jwt-auth` to a lone token'],
  ['F03', 'The bare subprotocol is preferred to the token', 'upgrade', 'backend', 'the order in which the negotiator looks at the offers', 'the negotiator takes the first supported name and drops the one with the token'],
  ['F04', 'The server cannot read how the token is wrapped', 'upgrade', 'backend', 'the extractor of subprotocol tokens: base64url, raw, prefix', 'an extractor that knows one encoding only'],
  ['F05', 'The services do not have the same JWT secret', 'login', 'backend', 'JWT_SECRET_<ENV> of the auth service and of the backend', 'the secrets of two services drifted apart'],
  ['F06', 'The load balancer takes the token out of upgrades', 'upgrade', 'infrastructure', 'header rules of the load balancer for upgrades', 'a rewrite rule for the Authorization header'],
  ['F07', 'The firewall takes a good request for an attack', 'upgrade', 'infrastructure', 'the log of the web application firewall at the time of the 403', 'a false positive of a rule against SQL injection'],
  ['F08', 'The whole backend is down', 'hosts', 'infrastructure', 'the last deployment of the backend and its start-up log', 'an exhausted VPC connector, a missing module, a failed start-up'],
  ['F09', 'The backend starts up and is not ready yet', 'health', 'backend', '/health: phase and progress; it heals within minutes', 'a cold start'],
  ['F10', 'The upgrade is queued and never answered', 'upgrade', 'backend', 'the readiness guard in front of the WebSocket route', 'a queued handler returns without accepting, or waits too long for readiness'],
  ['F11', 'The server fails right after it accepted the socket', 'close', 'backend', 'the exception in the backend log at the time of the close', 'an unhandled exception, a supervisor that is not there'],
  ['F12', 'The server closes the socket as if all were done', 'close', 'backend', 'the end of the message loop in the backend log', 'the loop ends by itself and cleans up'],
  ['F13', 'The welcome never comes', 'close', 'backend', 'what runs between accept and the welcome', 'the handler hangs after it accepted'],
  ['F14', 'What is sent too soon after the socket opened is lost', 'silence', 'backend', 'messages that arrive before the loop listens', 'a race between accept and the message loop'],
  ['F15', 'The router swallows messages', 'silence', 'backend', 'the map of message types in the router', 'types rewritten to one that no handler takes'],
  ['F16', 'A question is acknowledged like an unknown type', 'silence', 'backend', 'the handlers registered for the type in the ack', 'no handler for this type'],
  ['F17', 'The server looks for the text in another field', 'silence', 'backend', 'the names of the text field on both sides', 'the page says `content`, the server reads `text`'],
  ['F18', 'Events are stored instead of sent', 'silence', 'backend', 'whether the connection was registered for its user', 'the socket was never added to the connection manager'],
  ['F19', 'The agent starts and never completes', 'events', 'backend', 'the run in the backend log: what it waits for', 'a call to the model that hangs'],
  ['F20', 'A critical event is missing', 'events', 'backend', 'the emitter of the missing type', 'an emitter that fails, or a payload that overwrites the type'],
  ['F21', 'A tool event has no partner', 'events', 'backend', 'the tool whose event is alone', 'an exception in the tool or in the bridge'],
  ['F22', 'Events come out of order', 'events', 'backend', 'batching and retries of the emitter', 'events are grouped, or retried in the background'],
  ['F23', 'Events come twice', 'events', 'backend', 'how many managers and emitters the run has', 'duplicated managers, or two sockets of one page'],
  ['F24', 'Fields are where the page does not read them', 'fields', 'backend', 'the envelope of the frame against what the page reads', 'several envelopes are in use'],
  ['F25', 'Required fields are absent', 'fields', 'backend', 'the emitter of the frame that lacks the field', 'the emitter does not pass the field on'],
  ['F26', 'The page does not show what arrived', 'screen', 'frontend', 'the handler of the page for the first frame that is not shown', 'no handler for the type in the registry of the page'],
  ['F27', 'The run fails and nobody is told', 'events', 'backend', 'the failed run in the backend log', 'an error that is swallowed before it is reported'],
  ['F28', 'A canned answer is given as a success', 'truth', 'backend', 'why the service fell back to its canned answer', 'degraded mode without a word'],
  ['F29', 'REST says 200 and the page an error', 'silence', 'backend', 'the body of the answer against what the page requires', 'the answer has no field `success`'],
  ['F30', 'A needed endpoint is missing', 'silence', 'backend', 'the routes of the deployed revision', 'a route that is not there in this release'],
  ['F31', 'The list of threads fails', 'silence', 'backend', 'the query behind GET /api/threads', 'metadata that is null'],
  ['F32', 'Ids do not match', 'silence', 'backend', 'which generator made the id in the frame', 'two generators of ids'],
  ['F33', 'The database is slow, but not down', 'health', 'infrastructure', 'latency of the database and its connection pool', 'the pool or the VPC connector'],
  ['F34', 'Redis is down', 'health', 'infrastructure', 'the connection from the backend to Redis', 'the VPC connector, or the password'],
  ['F35', 'ClickHouse is down, which must not matter', 'health', 'infrastructure', 'whether anything needed it after all', 'an optional component'],
  ['F36', 'The auth service is down', 'hosts', 'auth', 'the last deployment of the auth service and its port', 'a wrong port after a deployment'],
  ['F37', 'The circuit breaker of authentication is open', 'close', 'backend', '/ws/auth/circuit-breaker, and the failures that opened it', 'five failures in a row; it closes after half a minute'],
  ['F38', 'Authentication takes anything', 'isolation', 'backend', 'DEMO_MODE and the permissive level of the environment', 'a mode for demonstrations that was left on'],
  ['F39', 'The backend does not identify itself rightly', 'login', 'backend', 'SERVICE_ID and SERVICE_SECRET on both sides', 'the id or secret of a service drifted'],
  ['F40', 'The token expired in mid-session', 'close', 'auth', 'life of the token, and the answer of /auth/refresh', 'the token could not be renewed in time'],
  ['F41', 'A refresh does not renew the token', 'login', 'auth', 'what /auth/refresh received and answered', 'the same token is returned, or the field has another name'],
  ['F42', 'OAuth comes back without a token', 'login', 'auth', 'the parameters of the redirect to /auth/callback', 'a parameter of another name, or a redirect past the callback page'],
  ['F43', 'There is a token, but the page does not know whose', 'login', 'frontend', 'what the page waits for before it shows the user', 'a race between the token and the answer of the auth service'],
  ['F44', 'The socket was opened before the token was there', 'login', 'frontend', 'what starts the socket of the page', 'a race between sign-in and connection'],
  ['F45', 'Sockets open and break in a loop', 'close', 'frontend', 'what opens the socket again', 'an effect that runs twice'],
  ['F46', 'The page was built with a wrong address', 'page', 'frontend', 'NEXT_PUBLIC_* at build time', 'a variable that was missing in the build'],
  ['F47', 'The browser blocks a call for lack of CORS headers', 'page', 'backend', 'redirects and CORS headers of the blocked path', 'a slash at the end, and a redirect that loses the headers'],
  ['F48', 'The page stays white', 'page', 'frontend', 'the scripts of the page in a browser', 'a circular import, or a broken chunk'],
  ['F49', 'Frames of one person reach another', 'isolation', 'backend', 'how the server finds the socket of a user', 'a handler or a supervisor shared by all'],
  ['F50', 'Only the newest socket gets the stream', 'isolation', 'backend', 'the reference to the socket in the handler', 'one reference for all sockets of a user'],
  ['F51', 'The person has no connections left', 'close', 'backend', 'the clean-up of closed connections of this user', 'managers that are never released'],
  ['F52', 'Sockets are cut at a constant age', 'close', 'infrastructure', 'the idle limits of the load balancer', 'a limit shorter than a run'],
  ['F53', 'The answer stops in the middle', 'events', 'backend', 'what ended the stream', 'a time limit, or a process that went away'],
  ['F54', 'A frame is no message', 'events', 'backend', 'how this event is turned into JSON', 'a value that cannot be written as JSON'],
  ['F55', 'Accepting a socket takes long', 'upgrade', 'backend', 'blocking calls between upgrade and accept', 'something that sleeps'],
  ['F56', 'Two revisions answer in turn', 'health', 'infrastructure', 'the traffic split of the deployment', 'an unfinished or cached deployment'],
  ['F57', 'What is sent while the connection is away is lost', 'close', 'backend', 'replay after a reconnect', 'the server keeps nothing for a socket that comes back'],
  ['F58', 'A ticket is spent, or asked for where nobody gives any', 'upgrade', 'frontend', 'where the page gets its tickets, and how often it uses one', 'a cache of single-use tickets, or a relative address'],
  ['F59', 'A filter takes good run ids for suspicious', 'silence', 'backend', 'the filter of run ids', 'a filter by words within the id'],
  ['F60', 'Tests were not executed', 'runner', 'suite', 'what the runner skipped, and why', 'an outage that was turned into skips'],
  ['F61', 'The upgrade fails with 500', 'upgrade', 'backend', 'the exception in the WebSocket route', 'a missing import, or a call that is not awaited'],
];

const entries = new Map(rows.map(([id, name, of, owner, lookFirst, behind]): [string, Entry] => (
  [id, { id, name, class: of, owner, lookFirst, behind }]
)));

/** Every entry of the catalogue, F01 to F61. */
export const CATALOGUE: readonly Entry[] = [...entries.values()];

/** @throws Error for an id that is not in the catalogue */
export function entryOf(id: string): Entry {
  const entry = entries.get(id);
  if (!entry) throw new Error(`There is no ${id} in the failure catalogue.`);
  return entry;
}
