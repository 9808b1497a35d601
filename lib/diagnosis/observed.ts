import { errorInWords } from '../basics/error-in-words.ts';
import { firstLine, plural } from '../basics/plain-text.ts';
import { isAborted } from '../protocol/index.ts';
import { type Facts, nameOf } from './facts.ts';
import { goesOn } from './later.ts';

const MOST = 4;

/** @returns what stands out in the evidence, one sentence each, without saying what it means */
export function observed(facts: Facts): string[] {
  const { evidence } = facts;
  const failed = facts.calls.filter((call) => !isAborted(call) && (call.failure !== null || (call.status ?? 0) >= 400));
  return [
    ...evidence.errors.slice(0, 2).map((error) => `test: ${errorInWords(error)}`),
    ...facts.violations.slice(0, MOST).map(({ rule, message }) => `${rule}: ${message}`),
    ...failed.slice(0, MOST).map((call) => `${call.host} ${nameOf(call)}: ${call.failure ?? call.status}`),
    ...facts.calls
      .filter(({ givenUpAfter }) => givenUpAfter !== undefined)
      .slice(0, MOST)
      .map(
        (call) => `${call.host} ${nameOf(call)}: no answer within ${facts.waiting(call)} ms, then the page gave it up`,
      ),
    ...facts.connections
      .slice(0, MOST)
      .map(
        ({ id, status, chosen, welcomed, close, events, errors }) =>
          `socket ${id}: upgrade ${status ?? (errors[0] ? firstLine(errors[0]) : 'not answered')}, subprotocol ${chosen ?? 'none'}, ${welcomed ? 'welcomed' : 'not welcomed'}, ` +
          `${plural(events.length, 'frame')}, ${close ? `closed with ${close.code} "${close.reason}"` : 'open'}`,
      ),
    ...facts.runs
      .slice(0, MOST)
      .map(
        (run) =>
          `run ${run.id}: ${plural(run.events.length, 'event')}, ${run.end ?? (goesOn(facts, run) ? 'late: it went on after the test had failed' : 'not ended')}`,
      ),
    ...evidence.pageErrors.slice(0, 2).map((error) => `page error: ${firstLine(error)}`),
    ...(evidence.crashed ? ['the page crashed'] : []),
    ...evidence.consoleErrors.slice(0, 2).map((error) => `console: ${firstLine(error)}`),
  ];
}
