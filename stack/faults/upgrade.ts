import { gateway, json } from './answer.ts';
import type { UpgradeFate } from './effects.ts';
import { fault, type Fault } from './fault.ts';

/** A fault that every upgrade meets. */
function always(fate: UpgradeFate) {
  return () => ({ upgrade: () => fate });
}

/** Opening a socket, up to the moment it is accepted and its person known. */
export const upgradeFaults: readonly Fault[] = [
  fault({
    id: 'F01',
    title: 'The server supports no WebSocket subprotocol',
    owner: 'backend',
    where: 'stack',
    params: { mode: { about: 'how it fails', default: 'unanswered', oneOf: ['unanswered', 'refused'] } },
    effects: ({ mode }) => ({
      upgrade: ({ headers }) => {
        if (headers['sec-websocket-protocol'] === undefined) return undefined;
        return mode === 'refused' ? { answer: json(403, { detail: 'no subprotocols supported' }) } : { protocol: null };
      },
    }),
  }),
  fault({
    id: 'F02',
    title: 'The server picks a subprotocol that was not offered',
    owner: 'backend',
    where: 'stack',
    effects: always({ protocol: 'agent_chat' }),
  }),
  fault({
    id: 'F03',
    title: 'The server picks the subprotocol that carries no token',
    owner: 'backend',
    where: 'stack',
    effects: always({ lost: 'subprotocol-token' }),
  }),
  fault({
    id: 'F04',
    title: 'The server cannot decode the token in the subprotocol',
    owner: 'backend',
    where: 'stack',
    params: {
      wrapping: { about: 'the encoding that it cannot decode', default: 'base64url', oneOf: ['base64url', 'raw'] },
    },
    effects: ({ wrapping }) => ({
      token: (seen) =>
        seen.where === 'socket' && seen.wrapping === wrapping
          ? { refuse: 'Token validation failed: Invalid token format: JWT must have 2 dots' }
          : undefined,
    }),
  }),
  fault({
    id: 'F06',
    title: 'The load balancer removes the token from WebSocket upgrades',
    owner: 'infrastructure',
    where: 'stack',
    effects: always({ lost: 'every-token', turnedAway: { code: 1011, reason: 'Auth error' } }),
  }),
  fault({
    id: 'F10',
    title: 'A WebSocket upgrade is never accepted',
    owner: 'backend',
    where: 'stack',
    params: { mode: { about: 'how it fails', default: 'pending', oneOf: ['pending', 'status-500'] } },
    effects: ({ mode }) => ({
      upgrade: () => (mode === 'pending' ? { stalled: true } : { answer: gateway(500, 'Internal Server Error') }),
    }),
  }),
  fault({
    id: 'F55',
    title: 'Accepting a socket takes too long',
    owner: 'backend',
    where: 'stack',
    params: { delay: { about: 'milliseconds', default: 2500, min: 1, max: 600_000 } },
    effects: ({ delay }) => ({ upgrade: () => ({ delay }) }),
  }),
  fault({
    id: 'F61',
    title: 'The WebSocket upgrade fails with 500',
    owner: 'backend',
    where: 'stack',
    effects: always({
      answer: { status: 500, headers: { 'content-type': 'text/plain; charset=utf-8' }, body: 'Internal Server Error' },
    }),
  }),
];
