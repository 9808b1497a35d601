import { quantile, tenths } from '../../lib/basics/numbers.ts';
import type { AttachedEvidence as Evidence, RunEvidence, Frame } from '../../lib/evidence/index.ts';
import { type AgentEvent, Runs, canned, isIdOf, normalise } from '../../lib/protocol/index.ts';
import type { RecordedFrame, RecordedRun, RecordedSample, RecordedSocket, Seen } from './schema-attempt.ts';

/**
 * Frames that a record keeps per attempt; a longer stream stands in the artefact `frames.jsonl`, and its length in
 * `framesSeen`.
 */
const FRAMES_KEPT = 1_000;
const EXCHANGES_KEPT = 200;

/**
 * What of a test's evidence goes into the record: all facts and figures, no text of the conversation but the questions.
 * @param evidence the attachment `evidence.json`
 * @param frames the attachment `frames.jsonl`, parsed
 */
export function digest(evidence: Evidence, frames: readonly Frame[]): Seen {
  const events = frames.map(normalise);
  return {
    target: evidence.target.name,
    hosts: [...new Set(Object.values(evidence.target.site).map((url) => new URL(url).host))],
    account: evidence.account.email,
    user: evidence.account.id,
    trace: evidence.trace ?? null,
    sockets: evidence.sockets.map((socket) => socketOf(socket, frames)),
    runs: evidence.runs.map((run) => runOf(run, events, evidence.account.id)),
    violations: [...(evidence.violations ?? [])],
    frames: events.slice(0, FRAMES_KEPT).map(frameOf),
    framesSeen: frames.length,
    exchanges: evidence.exchanges
      .slice(0, EXCHANGES_KEPT)
      .map(({ method, url, resource, startedAt, status, took, failure, server }) => ({
        method,
        url,
        resource,
        startedAt: tenths(startedAt),
        status,
        took: tenthsOrNull(took),
        failure,
        server,
      })),
    screen: evidence.screen.map(sampleOf),
    consoleErrors: [...evidence.consoleErrors],
    pageErrors: [...evidence.pageErrors],
    crashed: evidence.crashed,
    limits: [...evidence.limits],
  };
}

function socketOf(socket: Evidence['sockets'][number], frames: readonly Frame[]): RecordedSocket {
  const own = frames.filter((frame) => frame.socket === socket.id);
  const { id, page, url, offered, chosen, status, credential, openedAt, closedAt, close, errors } = socket;
  return {
    id,
    page,
    url,
    offered: [...offered],
    chosen,
    status,
    errors: [...errors],
    credential: credential.by,
    openedAt: tenths(openedAt),
    firstFrameAt: tenthsOrNull(own.find(({ direction }) => direction === 'received')?.time),
    closedAt: tenthsOrNull(closedAt),
    close: close && { code: close.code, reason: close.reason, clean: close.clean ?? false },
    frames: own.length,
    bytes: own.reduce((sum, { text }) => sum + Buffer.byteLength(text), 0),
  };
}

function runOf(
  { id, page, question, sentAt, end, answer, latency, lag, steps, violations }: RunEvidence,
  events: readonly AgentEvent[],
  account: string,
): RecordedRun {
  const runs = new Runs();
  for (const event of events) runs.push(event);
  const run = runs.get(id, page);
  // A run of somebody else, or from before the question, answers another: its times are none of this question's.
  const isAsked = isIdOf(run?.user ?? account, account) && (run?.startedAt ?? sentAt) >= sentAt;
  const measured = (ms: number | null) => (isAsked ? tenthsOrNull(ms) : null);
  const times = isAsked ? (run?.streamed.pieces ?? []).map(({ time }) => time) : [];
  return {
    id,
    question,
    end,
    steps,
    violations,
    sentAt: tenths(sentAt),
    events: run?.events.length ?? 0,
    answerLength: answer === null ? null : answer.length,
    canned: answer === null ? null : canned(answer),
    latency: {
      firstEvent: measured(latency.firstEvent),
      firstText: measured(latency.firstText),
      answer: measured(latency.answer),
      end: measured(latency.end),
    },
    lags: (isAsked ? lag.each : []).filter((one) => one !== null).map(tenths),
    gaps: times.slice(1).map((time, index) => tenths(time - times[index]!)),
    skew: skewOf(run?.events ?? []),
    tools: {
      started: run?.tools.filter(({ started }) => started).length ?? 0,
      completed: run?.tools.filter(({ completed }) => completed).length ?? 0,
    },
  };
}

function skewOf(events: readonly AgentEvent[]): RecordedRun['skew'] {
  const each = events.flatMap(({ timestamp, frame }) => (timestamp === null ? [] : [frame.time - timestamp]));
  const [least, median] = [quantile(each, 0), quantile(each, 0.5)];
  return least === null || median === null ? null : { n: each.length, least: tenths(least), median: tenths(median) };
}

function frameOf({
  frame,
  kind,
  type,
  envelope,
  step,
  agent,
  tool,
  execution,
  run,
  user,
  thread,
}: AgentEvent): RecordedFrame {
  const { seq, socket, direction, time, text } = frame;
  return {
    seq,
    socket,
    direction,
    kind,
    type,
    envelope,
    step,
    agent,
    tool,
    execution,
    run,
    user,
    thread,
    time: tenths(time),
    bytes: Buffer.byteLength(text),
  };
}

function sampleOf({ time, path, streaming, answers, questions }: Evidence['screen'][number]): RecordedSample {
  return {
    time: tenths(time),
    path,
    streaming: streaming === null ? null : streaming.length,
    answers: answers.length,
    lastAnswer: answers.at(-1)?.length ?? 0,
    questions: questions.length,
  };
}

function tenthsOrNull(ms: number | null | undefined): number | null {
  return ms === null || ms === undefined ? null : tenths(ms);
}
