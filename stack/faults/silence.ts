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

/** Something was sent and nothing, or nothing useful, comes back. */
export const silenceFaults: readonly Fault[] = [
  fault({
    id: 'F14',
    title: 'What is sent too soon after the socket opened is lost',
    where: 'stack',
    params: { window: { about: 'milliseconds after the socket opened', default: 5000, min: 1, max: 600_000 } },
    effects: ({ window }) => ({ message: ({ age }) => (age < window ? 'ignore' : undefined) }),
  }),
  fault({
    id: 'F15',
    title: 'The router swallows messages',
    where: 'stack',
    effects: () => ({ message: ({ type }) => (swallowed.has(type) ? 'ignore' : undefined) }),
  }),
  fault({
    id: 'F16',
    title: 'A question is acknowledged like an unknown type',
    where: 'stack',
    effects: () => ({ message: ({ type }) => (questions.has(type) ? 'acknowledge' : undefined) }),
  }),
  fault({
    id: 'F17',
    title: 'The server looks for the text of a question in another field',
    where: 'stack',
    params: { field: { about: 'the field it reads', default: 'text' } },
    effects: ({ field }) => ({
      message: ({ type, fields }) => (questions.has(type) && !fields.includes(field) ? 'ignore' : undefined),
    }),
  }),
  fault({
    id: 'F18',
    title: 'Events are stored instead of sent',
    where: 'wire',
    effects: () => ({ frames: () => editRuns(() => []) }),
  }),
  fault({
    id: 'F27',
    title: 'The run fails and nobody is told',
    where: 'stack',
    effects: () => ({ run: () => ({ dies: { after: 2, status: 'failed' } }) }),
  }),
  fault({
    id: 'F29',
    title: 'REST says that it started, in words the page does not know',
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
    title: 'A filter takes good run ids for suspicious',
    where: 'wire',
    params: { pattern: { about: 'what makes an id suspicious', default: '_run_' } },
    effects: ({ pattern }) => ({
      frames: () => editRuns(({ run, frame }) => (run.includes(pattern) ? [] : [send(frame)])),
    }),
  }),
];
