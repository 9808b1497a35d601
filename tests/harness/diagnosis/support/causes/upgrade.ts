import type { Exchange } from '../../../../../lib/evidence/index.ts';
import { call, closed, evidence, probe, SITE, socket, START, turnedAway } from '../scenes.ts';
import { type CauseScene, outside, withCalls } from './scene.ts';

/** What a test says of a page that is not connected in time. */
const LATE = "expect(locator).toBeVisible() failed\n\nLocator: getByText('Connected', { exact: true })";

export const upgrade: readonly CauseScene[] = [
  [
    'F01',
    'the 101 names no subprotocol',
    evidence({ ...outside, sockets: [socket({ chosen: null, errors: ['Error during WebSocket handshake'] })] }),
  ],
  [
    'F01',
    'the 403 says so',
    evidence({
      ...outside,
      sockets: [socket({ status: 403, chosen: null })],
      probes: [probe('upgrade', { status: 403, body: { detail: 'no subprotocols supported' } })],
    }),
  ],
  [
    'F02',
    'the 101 names another',
    evidence({ ...outside, sockets: [socket({ chosen: 'agent_chat', errors: ['Error during WebSocket handshake'] })] }),
  ],
  [
    'F03',
    'a token in the header is welcomed',
    evidence({
      ...outside,
      edit: () => [turnedAway('No token')],
      sockets: [closed(1008, 'Authentication failed', 40)],
      probes: [probe('upgrade-header', { heard: ['connection_established'] })],
    }),
  ],
  [
    'F04',
    'the server tells of dots',
    evidence({
      ...outside,
      edit: () => [turnedAway('Token validation failed: JWT must have 2 dots')],
      sockets: [closed(1008, 'Authentication failed', 40)],
    }),
  ],
  [
    'F06',
    'a token in the header is lost as well',
    evidence({
      ...outside,
      edit: () => [turnedAway('No token')],
      sockets: [closed(1011, 'Auth error', 40)],
      probes: [probe('upgrade-header', { heard: ['error_message'] })],
    }),
  ],
  [
    'F07',
    'the 403 is a page of HTML',
    evidence({
      ...outside,
      sockets: [socket({ status: 403, chosen: null })],
      probes: [probe('upgrade', { status: 403, contentType: 'text/html', body: '<!doctype html>' })],
    }),
  ],
  ['F10', 'the upgrade has no answer', evidence({ ...outside, sockets: [socket({ status: null, chosen: null })] })],
  ['F55', 'it is all there is', evidence({ errors: [LATE], sockets: [socket({ openedAt: START - 2_700 })] })],
  [
    'F55',
    'the socket was accepted only now',
    evidence({
      ...outside,
      takenAt: START + 2_450,
      errors: [LATE],
      sockets: [socket({ openedAt: START - 200, answeredAt: START + 2_400 })],
    }),
  ],
  [
    'F58',
    'one ticket is given twice',
    evidence({
      ...outside,
      ...withCalls(ticket('t1'), ticket('t1')),
      sockets: [closed(1008, 'Authentication failed', 20, { offered: [], chosen: null, credential: { by: 'ticket' } })],
    }),
  ],
  [
    'F61',
    'the upgrade fails with 500',
    evidence({
      ...outside,
      sockets: [socket({ status: 500, chosen: null })],
      probes: [probe('upgrade', { status: 500, contentType: 'text/plain', body: 'Internal Server Error' })],
    }),
  ],
];

function ticket(ticket_id: string): Exchange {
  return call('POST', `${SITE.api}/api/websocket/ticket`, { received: { ticket_id } });
}
