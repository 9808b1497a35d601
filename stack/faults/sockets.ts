import type { Effects, OutFrame } from './effects.ts';
import { fault, type Fault } from './fault.ts';
import { change, editRuns, send, type Message } from './frame.ts';

const age = { about: 'milliseconds after it opened', min: 1, max: 3_600_000 };

/** A frame of somebody else's run, made after one of the person's own. */
function foreign(frame: Message, canary: string): OutFrame {
  const told = { reasoning: canary, message: canary };
  const theirs = {
    run_id: 'run_of_somebody_else',
    user_id: 'user-somebody-else',
    thread_id: 'thread_of_somebody_else',
    ...told,
  };
  const changed = Object.entries(theirs).reduce((copy, [name, value]) => change(copy, name, value), frame);
  return send(change(changed, 'type', 'agent_thinking'));
}

/** The connection is lost after a frame of a run, and what is sent in the next milliseconds is lost as well. */
function blip(after: number, gap: number): Effects {
  let until: number | undefined;
  return {
    frames: () =>
      editRuns(({ frame, place }) => {
        if (until === undefined && place === after) {
          until = performance.now() + gap;
          return [{ ...send(frame), cut: true }];
        }
        return until !== undefined && performance.now() < until ? [] : [send(frame)];
      }),
  };
}

/** Sockets that are accepted and then closed, cut, silent, or sent frames of another person. */
export const socketFaults: readonly Fault[] = [
  fault({
    id: 'F11',
    title: 'The server closes every socket with 1011 right after accepting it',
    owner: 'backend',
    where: 'stack',
    params: { reason: { about: 'reason of the close', default: 'Failed to establish connection' } },
    effects: ({ reason }) => ({ socket: () => ({ close: { code: 1011, reason, welcomed: false } }) }),
  }),
  fault({
    id: 'F12',
    title: 'The server closes every socket with 1000 right after welcoming it',
    owner: 'backend',
    where: 'stack',
    effects: () => ({ socket: () => ({ close: { code: 1000, reason: 'main cleanup', welcomed: true } }) }),
  }),
  fault({
    id: 'F13',
    title: 'The server never sends its welcome',
    owner: 'backend',
    where: 'stack',
    effects: () => ({
      message: () => 'ignore',
      frames: () => (data) => (/"type":\s*"heartbeat"/.test(data) ? [{ data, delay: 0 }] : []),
    }),
  }),
  fault({
    id: 'F45',
    title: 'Every socket is cut right after it opens',
    owner: 'frontend',
    where: 'stack',
    effects: () => ({ socket: () => ({ cutAfter: 1 }) }),
  }),
  fault({
    id: 'F49',
    title: 'The frames of one person reach another person',
    owner: 'backend',
    where: 'stack',
    params: {
      canary: { about: 'text that belongs to the other person', default: 'The secret budget of somebody else' },
    },
    effects: ({ canary }) => ({
      addressees: () => 'everybody',
      frames: () =>
        editRuns(({ frame, type, placeOfType }) => {
          return type === 'agent_thinking' && placeOfType === 1 ? [send(frame), foreign(frame, canary)] : [send(frame)];
        }),
    }),
  }),
  fault({
    id: 'F50',
    title: 'Only the newest socket of a person receives the stream',
    owner: 'backend',
    where: 'stack',
    effects: () => ({ addressees: () => 'newest socket' }),
  }),
  fault({
    id: 'F51',
    title: 'A person has reached the connection limit',
    owner: 'backend',
    where: 'stack',
    params: { limit: { about: 'sockets that a person may open in all', default: 1, min: 0, max: 1000 } },
    effects: ({ limit }) => {
      const reason = `maximum number of WebSocket managers (${limit})`;
      return {
        socket: ({ count }) => (count > limit ? { close: { code: 1011, reason, welcomed: false } } : undefined),
      };
    },
  }),
  fault({
    id: 'F52',
    title: 'The load balancer cuts sockets at a fixed age',
    owner: 'infrastructure',
    where: 'stack',
    params: { age: { ...age, default: 700 } },
    effects: (values) => ({ socket: () => ({ cutAfter: values.age }) }),
  }),
  fault({
    id: 'F57',
    title: 'Events sent while the connection is down are lost',
    owner: 'backend',
    where: 'wire',
    params: {
      after: { about: 'frames of a run before the connection is lost', default: 6, min: 1, max: 10_000 },
      gap: { about: 'milliseconds in which frames are lost', default: 400, min: 1, max: 600_000 },
    },
    effects: ({ after, gap }) => blip(after, gap),
  }),
];
