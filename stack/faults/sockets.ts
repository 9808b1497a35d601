import type { Effects, OutFrame } from './effects.ts';
import { fault, type Fault } from './fault.ts';
import { change, editRuns, send, type Frame } from './frame.ts';

const age = { about: 'milliseconds after it opened', min: 1, max: 3_600_000 };

/** A frame of somebody else's run, made after one of the person's own. */
function foreign(frame: Frame, canary: string): OutFrame {
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

/** Sockets that are accepted and then closed, cut, mute, or sent what is not theirs. */
export const socketFaults: readonly Fault[] = [
  fault({
    id: 'F11',
    title: 'The server fails right after it accepted a socket',
    where: 'stack',
    params: { reason: { about: 'reason of the close', default: 'Failed to establish connection' } },
    effects: ({ reason }) => ({ socket: () => ({ close: { code: 1011, reason, welcomed: false } }) }),
  }),
  fault({
    id: 'F12',
    title: 'The server closes a socket as if all were done',
    where: 'stack',
    effects: () => ({ socket: () => ({ close: { code: 1000, reason: 'main cleanup', welcomed: true } }) }),
  }),
  fault({
    id: 'F13',
    title: 'The welcome never comes, nor anything else',
    where: 'stack',
    effects: () => ({ socket: () => ({ silent: true }) }),
  }),
  fault({
    id: 'F45',
    title: 'Sockets are lost as soon as they open, again and again',
    where: 'stack',
    effects: () => ({ socket: () => ({ cutAfter: 1 }) }),
  }),
  fault({
    id: 'F49',
    title: 'Frames of one person reach another',
    where: 'stack',
    params: { canary: { about: 'text of somebody who is not there', default: 'The secret budget of somebody else' } },
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
    title: 'Only the newest socket of a person gets the stream',
    where: 'stack',
    effects: () => ({ addressees: () => 'newest socket' }),
  }),
  fault({
    id: 'F51',
    title: 'A person has no connections left',
    where: 'stack',
    params: { limit: { about: 'sockets a person may ever open', default: 1, min: 0, max: 1000 } },
    effects: ({ limit }) => {
      const reason = `maximum number of WebSocket managers (${limit})`;
      return {
        socket: ({ count }) => (count > limit ? { close: { code: 1011, reason, welcomed: false } } : undefined),
      };
    },
  }),
  fault({
    id: 'F52',
    title: 'The load balancer cuts a socket at a certain age',
    where: 'stack',
    params: { age: { ...age, default: 700 } },
    effects: (values) => ({ socket: () => ({ cutAfter: values.age }) }),
  }),
  fault({
    id: 'F57',
    title: 'What is sent while the connection is away is lost',
    where: 'wire',
    params: {
      after: { about: 'frames of a run before the connection is lost', default: 6, min: 1, max: 10_000 },
      gap: { about: 'milliseconds in which frames are lost', default: 400, min: 1, max: 600_000 },
    },
    effects: ({ after, gap }) => blip(after, gap),
  }),
];
