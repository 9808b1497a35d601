import type { Evidence } from '../evidence/index.ts';
import { type AgentEvent, answering, refusals, type Run, stoppedInTime, type Vocabulary } from '../protocol/index.ts';
import { isAnsweredLater } from './later.ts';

interface Asked {
  time: number;
  thread: string | null;
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

/** Where a message or a run stands, whatever its thread: one that went astray is another fault. */
function placed(at: number, socket: number | undefined) {
  return { at, socket, thread: null };
}

/** @returns messages for which no run began, although there was time and nobody stopped them */
export function unansweredIn<Q extends Asked>(facts: Seen<Q>): Q[] {
  const { takenAt, budgets } = facts.evidence;
  const stops = facts.events.filter(({ definition }) => definition.stops);
  const asked = facts.questions
    .filter(({ answered, thread }) => !answered && !isAnsweredLater(facts, thread))
    .filter((question) => !stoppedInTime(question, stops, budgets.firstEvent))
    .map((question) => ({ ...placed(question.time, question.socket), question }));
  const runs = facts.runs.map(({ startedAt, events }) => placed(startedAt ?? Infinity, events[0]?.frame.socket));
  const refused = refusals(facts.events, facts.vocabulary).map(({ frame }) => placed(frame.time, frame.socket));
  return answering(
    asked,
    runs.sort((one, other) => one.at - other.at),
    refused,
  )
    .waiting.map(({ asked: { question } }) => question)
    .filter(({ time }) => takenAt - time >= Math.min(budgets.firstEvent, budgets.silence) - UNTIL_IT_LEFT);
}
