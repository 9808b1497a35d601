import { z } from 'zod';
import type { Exchange, Frame, Probe, Socket } from '../evidence/index.ts';

/** The version of the recordings that are written; others are not read. */
export const VERSION = 1;

/** Recordings that would be larger are not kept, in characters. */
export const LARGEST_RECORDING = 16 * 1024 * 1024;

const site = z.object({ web: z.string(), api: z.string(), auth: z.string(), ws: z.string() });
const frame = z.object({
  seq: z.int(),
  socket: z.int(),
  page: z.int().optional(),
  direction: z.enum(['sent', 'received']),
  time: z.number(),
  text: z.string(),
  binary: z.boolean().optional(),
});
const socket = z.looseObject({
  id: z.int(),
  page: z.int(),
  url: z.string(),
  status: z.int().nullable(),
  openedAt: z.number(),
  closedAt: z.number().nullable(),
  close: z.object({ code: z.int(), reason: z.string(), clean: z.boolean().optional() }).nullable(),
});
const exchange = z.looseObject({
  method: z.string(),
  url: z.string(),
  resource: z.string(),
  startedAt: z.number(),
  status: z.int().nullable(),
  failure: z.string().nullable(),
});

/** A token in an answer, by its claims: the token itself is not kept. */
export interface RecordedToken {
  /** Names on the way to it. */
  path: string[];
  /** `iat`, `exp` and `nbf` are seconds after the request. */
  claims: Record<string, unknown>;
}

export type RecordedExchange = Exchange & {
  tokens?: RecordedToken[];
  /** The browser kept the answer from the page, since it does not let other origins read it. */
  blocked?: true;
};

const exchanges = z.array(z.custom<RecordedExchange>((value) => exchange.safeParse(value).success));

/** What one person's browser exchanged with the target. */
const person = z.object({
  account: z.object({ id: z.string(), email: z.string(), name: z.string().optional() }),
  sockets: z.array(z.custom<Socket>((value) => socket.safeParse(value).success)),
  frames: z.array(z.custom<Frame>((value) => frame.safeParse(value).success)),
  exchanges,
  /** Calls of the test itself to the services. */
  own: exchanges.optional(),
  /** Claims of the token with which the person arrived; `iat` and `exp` are seconds after it was issued. */
  token: z.record(z.string(), z.unknown()).optional(),
});

const recording = z.object({
  version: z.literal(VERSION),
  test: z.object({ file: z.string(), title: z.string() }),
  target: z.object({ name: z.string(), site }),
  budgets: z.record(z.string(), z.number()),
  /** How long its actions waited, in milliseconds; its assertions waited until the page had to be ready. */
  actionTimeout: z.number().optional(),
  /** The test's own person first. */
  people: z.array(person).min(1),
  /** What was asked of the target after the failure, and when the answers were put together. */
  probes: z.array(z.custom<Probe>()),
  probedAt: z.number().optional(),
  outcome: z.object({
    passed: z.boolean(),
    errors: z.array(z.string()),
    /** Broken rules, each once. */
    rules: z.array(z.string()),
    /** Ids of the causes. */
    causes: z.array(z.string()),
  }),
});

/** What passed between the browsers of one test and the target, so that the target's side can be played again. */
export type Recording = z.infer<typeof recording>;

export type RecordedPerson = Recording['people'][number];

/**
 * @param json content of a `recording.json`
 * @throws Error with one sentence when it is none, or of another version
 */
export function recordingOf(json: unknown): Recording {
  const version = (json as { version?: unknown } | null)?.version;
  if (typeof version === 'number' && version !== VERSION)
    throw new Error(`the recording has version ${version}; this suite replays version ${VERSION}`);
  const { success, data, error } = recording.safeParse(json);
  if (success) return data;
  const [issue] = error.issues;
  throw new Error(`it is no recording: ${issue?.path.join('.') ?? ''} ${issue?.message ?? ''}`.trim());
}
