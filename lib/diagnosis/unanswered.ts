import type { Evidence } from '../evidence/index.ts';
import {
  type AgentEvent,
  refusals,
  type Run,
  sentAnew,
  stoppedInTime,
  unanswered,
  type Vocabulary,
} from '../protocol/index.ts';
import { isAnsweredLater } from './later.ts';

interface Asked {
  time: number;
  text: string;
  thread: string | null;
  page?: number | undefined;
  socket?: number;
  answered: boolean;
}

interface Seen<Q> {
  evidence: Pick<Evidence, 'takenAt' | 'budgets'>;
  vocabulary: Vocabulary;
  events: readonly AgentEvent[];
  later: readonly AgentEvent[];
  runs: readonly Run[];
  questions: readonly Q[];
}

/** Milliseconds that a page may take from the key to the message; whoever waits for the answer begins at the key. */
const UNTIL_IT_LEFT = 500;

/** @returns messages for which no run began, although there was time and nobody stopped them */
export function unansweredIn<Q extends Asked>(facts: Seen<Q>): Q[] {
  const { takenAt, budgets } = facts.evidence;
  const stops = facts.events.filter(({ definition }) => definition.stops);
  const asked = facts.questions
    .filter(({ answered, thread }) => !answered && !isAnsweredLater(facts, thread))
    .filter((question) => !stoppedInTime(question, stops, budgets.firstEvent))
    .map((question) => ({ at: question.time, socket: question.socket, thread: question.thread, question }));
  // A run in another thread than its question is another fault.
  const runs = facts.runs.map(({ startedAt, events }) => {
    return { at: startedAt ?? Infinity, socket: events[0]?.frame.socket, thread: null };
  });
  const isSentAnew = sentAnew(facts.questions, budgets.silence);
  const refused = refusals(facts.events, facts.vocabulary).map(({ frame, thread }) => {
    return { at: frame.time, socket: frame.socket, thread };
  });
  return unanswered(
    asked,
    runs.sort((one, other) => one.at - other.at),
    refused,
  )
    .filter(({ asked, refusal }) => refusal || !isSentAnew(asked.question))
    .map(({ asked: { question } }) => question)
    .filter(({ time }) => takenAt - time >= Math.min(budgets.firstEvent, budgets.silence) - UNTIL_IT_LEFT);
}
