import { z } from 'zod';

const text = z.string();
/** Milliseconds; epoch milliseconds of the browser's clock where it is a moment. */
const ms = z.number();

const brokenRule = z.object({
  rule: text,
  frame: z.int().nullable(),
  event: text.nullable(),
  message: text,
  legal: z.array(text),
  came: text,
  absent: z.object({ label: text, times: z.int() }).optional(),
});

const violation = brokenRule.extend({ consequences: z.array(brokenRule).optional() });
export type RecordedViolation = z.infer<typeof violation>;

const socket = z.object({
  id: z.int(),
  page: z.int(),
  url: text,
  offered: z.array(text),
  chosen: text.nullable(),
  status: z.int().nullable(),
  credential: text,
  openedAt: ms,
  firstFrameAt: ms.nullable(),
  closedAt: ms.nullable(),
  close: z.object({ code: z.int(), reason: text, clean: z.boolean() }).nullable(),
  errors: z.array(text),
  frames: z.int(),
  bytes: z.int(),
});
export type RecordedSocket = z.infer<typeof socket>;

/** One frame, without its text. */
const frame = z.object({
  seq: z.int(),
  socket: z.int(),
  direction: z.enum(['sent', 'received']),
  time: ms,
  bytes: z.int(),
  kind: text,
  type: text,
  envelope: text,
  step: text.nullable(),
  agent: text.nullable(),
  tool: text.nullable(),
  execution: text.nullable(),
  run: text.nullable(),
  user: text.nullable(),
  thread: text.nullable(),
});
export type RecordedFrame = z.infer<typeof frame>;

const run = z.object({
  id: text,
  question: text,
  sentAt: ms,
  end: text.nullable(),
  events: z.int(),
  answerLength: z.int().nullable(),
  /** The canned default that the answer is, if it is one (deny-list of docs/contract/backend.md 4.5). */
  canned: text.nullable(),
  latency: z.object({ firstEvent: ms.nullable(), firstText: ms.nullable(), answer: ms.nullable(), end: ms.nullable() }),
  /** Frame to screen, one sample per streamed piece. */
  lags: z.array(ms),
  /** Between one streamed piece and the next. */
  gaps: z.array(ms),
  /** Arrival less the frame's own timestamp, smallest and median: clock skew and transport together. */
  skew: z.object({ n: z.int(), least: ms, median: ms }).nullable(),
  tools: z.object({ started: z.int(), completed: z.int() }),
  steps: z.int(),
  violations: z.array(violation),
});
export type RecordedRun = z.infer<typeof run>;

const exchange = z.object({
  method: text,
  url: text,
  resource: text,
  startedAt: ms,
  status: z.int().nullable(),
  took: ms.nullable(),
  failure: text.nullable(),
  server: z.record(text, text),
});

/** What the screen showed from a moment on, as lengths in characters. */
const sample = z.object({
  time: ms,
  path: text,
  streaming: z.int().nullable(),
  answers: z.int(),
  lastAnswer: z.int(),
  questions: z.int(),
});
export type RecordedSample = z.infer<typeof sample>;

export const seen = z.object({
  target: text,
  hosts: z.array(text),
  account: text,
  /** Id of the account, and the trace that the page's requests carried. */
  user: text.default(''),
  trace: text.nullable().default(null),
  sockets: z.array(socket),
  runs: z.array(run),
  /** Rules that were broken on the sockets, by no run in particular. */
  violations: z.array(violation).default([]),
  /** The first frames, at most `FRAMES_KEPT`; `framesSeen` counts them all. */
  frames: z.array(frame),
  framesSeen: z.int(),
  exchanges: z.array(exchange),
  screen: z.array(sample),
  consoleErrors: z.array(text),
  pageErrors: z.array(text),
  crashed: z.boolean(),
  limits: z.array(text),
});
export type Seen = z.infer<typeof seen>;

const cause = z.object({
  /** Id of the failure catalogue, e.g. F19; `unknown` when the facts fit nothing. */
  id: text,
  title: text,
  confidence: text,
  owner: text.nullable(),
  signals: z.array(text),
  lookFirst: text.optional(),
  /** What else it could be, e.g. `F06 The tokens are refused: the socket does not say why`. */
  or: z.array(text).optional(),
});
export const diagnosis = z.object({
  causes: z.array(cause),
  alternatives: z.array(text),
  probe: text.nullable(),
  whys: z.array(z.object({ level: text, says: text, evidence: z.array(text), hypothesis: z.boolean() })),
  lookFirst: text.nullable(),
  /** What was also seen and does not explain the failure. */
  notes: z.array(text).default([]),
});
export type RecordedDiagnosis = z.infer<typeof diagnosis>;
export type RecordedCause = z.infer<typeof cause>;

export const attempt = z.object({
  /** From 0. */
  index: z.int(),
  status: z.enum(['passed', 'failed', 'timedOut', 'skipped', 'interrupted']),
  /** What the test declared to be right. */
  expected: z.enum(['passed', 'failed', 'timedOut', 'skipped', 'interrupted']),
  startedAt: z.iso.datetime(),
  took: ms,
  worker: z.int(),
  errors: z.array(z.object({ kind: text, message: text, place: text.nullable() })),
  steps: z.array(
    z.object({ title: text, took: ms, failed: z.boolean(), startedAt: z.iso.datetime().nullable().default(null) }),
  ),
  attachments: z.array(
    z.object({ name: text, type: text, path: text.nullable(), bytes: z.int(), sha256: text.nullable() }),
  ),
  seen: seen.nullable(),
  /** Null: not diagnosed. */
  diagnosis: diagnosis.nullable(),
});
export type Attempt = z.infer<typeof attempt>;
