import { editJson } from './answer.ts';
import type { Effects } from './effects.ts';
import { fault, type Fault } from './fault.ts';
import { editRuns, send } from './frame.ts';

/** Types that the router once rewrote and forgot (docs/contract/backend.md 0, fact 4; docs/contract/backend.md 5). */
const swallowed = new Set(['user_message', 'chat', 'start_agent', 'agent_request', 'ping', 'heartbeat', 'connect']);
const questions = new Set([
  'start_agent',
  'user_message',
  'chat_message',
  'execute_agent',
  'agent_request',
  'message',
  'chat',
  'user_input',
]);

/** A message was sent, and no useful answer comes back. */
export const silenceFaults: readonly Fault[] = [
  fault({
    id: 'F14',
    title: 'Messages sent too soon after the socket opens are lost',
    owner: 'backend',
    where: 'stack',
    params: { window: { about: 'milliseconds after the socket opened', default: 5000, min: 1, max: 600_000 } },
    effects: ({ window }) => ({ message: ({ age }) => (age < window ? 'ignore' : undefined) }),
  }),
  fault({
    id: 'F15',
    title: 'The router drops messages',
    owner: 'backend',
    where: 'stack',
    effects: () => ({ message: ({ type }) => (swallowed.has(type) ? 'ignore' : undefined) }),
  }),
  fault({
    id: 'F16',
    title: 'A question is acknowledged like an unknown message type',
    owner: 'backend',
    where: 'stack',
    effects: () => ({ message: ({ type }) => (questions.has(type) ? 'acknowledge' : undefined) }),
  }),
  fault({
    id: 'F17',
    title: 'The server reads the question from another field',
    owner: 'backend',
    where: 'stack',
    params: { field: { about: 'the field it reads', default: 'text' } },
    effects: ({ field }) => ({
      message: ({ type, fields }) => (questions.has(type) && !fields.includes(field) ? 'ignore' : undefined),
    }),
  }),
  fault({
    id: 'F18',
    title: 'Events are stored instead of sent',
    owner: 'backend',
    where: 'wire',
    effects: () => ({ frames: () => editRuns(() => []) }),
  }),
  fault({
    id: 'F27',
    title: 'The run fails and no error is sent',
    owner: 'backend',
    where: 'stack',
    effects: () => ({ run: () => ({ dies: { after: 2, status: 'failed' } }) }),
  }),
  fault({
    id: 'F29',
    title: 'The REST answer lacks the field "success" that the page requires',
    owner: 'backend',
    where: 'wire',
    effects: (): Effects => ({
      edit: (asked, answer) => {
        if (asked.service !== 'api' || asked.path !== '/api/agent/v2/execute') return answer;
        return editJson(answer, ({ success: _success, ...rest }) => rest);
      },
    }),
  }),
  fault({
    id: 'F59',
    title: 'A filter drops events because their run id looks suspicious',
    owner: 'backend',
    where: 'wire',
    params: { pattern: { about: 'the part of a run id that looks suspicious', default: '_run_' } },
    effects: ({ pattern }) => ({
      frames: () => editRuns(({ run, frame }) => (run.includes(pattern) ? [] : [send(frame)])),
    }),
  }),
];
