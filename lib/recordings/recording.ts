import { z } from 'zod';
import type { Exchange, Frame, Probe, Socket } from '../evidence/index.ts';

/** The version of the recordings that are written: another one for whatever is recorded more, or otherwise. */
export const VERSION = 3;

/** What recordings of an older version lack, by version. */
const LACKS: Readonly<Record<number, string>> = {
  1:
    'tokens that were the same may be two now, and the pages of an identity provider are not in it. ' +
    'What it is red for may differ from what was recorded',
  2: 'what was broken on purpose is not in it',
};

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
/** A token by its claims: the token itself is not kept. */
const token = z.object({
  /** The same token has the same number wherever it occurs in the recording. */
  number: z.int(),
  /** `iat`, `exp` and `nbf` are seconds after the request; of the token with which a person came, after its issue. */
  claims: z.record(z.string(), z.unknown()),
});
/** What stands in a recording beside what the evidence has of a call. */
const more = z.object({
  /** Each token in the body of the answer, with the names on the way to it. */
  tokens: z.array(token.extend({ path: z.array(z.string()) })).optional(),
  /** Tokens in the address to which the answer leads, in their order. */
  tokensOnTheWay: z.array(token).optional(),
  /** The HTML of a page that another host than that of the product's page served. */
  page: z.string().optional(),
  /** The browser kept the answer from the page, since it does not let other origins read it. */
  blocked: z.literal(true).optional(),
});
const exchange = z.looseObject({
  method: z.string(),
  url: z.string(),
  resource: z.string(),
  startedAt: z.number(),
  status: z.int().nullable(),
  failure: z.string().nullable(),
  ...more.shape,
});

export type RecordedToken = z.infer<typeof token>;
export type RecordedExchange = Exchange & z.infer<typeof more>;
export type TokenInAnswer = NonNullable<RecordedExchange['tokens']>[number];

const exchanges = z.array(z.custom<RecordedExchange>((value) => exchange.safeParse(value).success));

const account = z.object({ id: z.string(), email: z.string(), name: z.string().optional() });

/** What one person's browser exchanged with the target. */
const person = z.object({
  account,
  sockets: z.array(z.custom<Socket>((value) => socket.safeParse(value).success)),
  frames: z.array(z.custom<Frame>((value) => frame.safeParse(value).success)),
  exchanges,
  /** Calls of the test itself to the services. */
  own: exchanges.optional(),
  /** The token with which the person arrived. */
  token: token.optional(),
});

const recording = z.object({
  version: z.literal(VERSION),
  test: z.object({ file: z.string(), title: z.string() }),
  target: z.object({
    name: z.string(),
    site,
    /** What was broken on purpose for the whole run, e.g. `F19`. */
    faults: z.array(z.string()).optional(),
  }),
  budgets: z.record(z.string(), z.number()),
  /** How long its actions waited, in milliseconds; its assertions waited until the page had to be ready. */
  actionTimeout: z.number().optional(),
  /** The test's own person first. */
  people: z.array(person).min(1),
  /** Others for whom the test had a token, in their order: they need no browser. */
  sessions: z.array(z.object({ account, token })).optional(),
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

/** Everything that a recording of this version may hold, as JSON. */
export function recordingSchema(): object {
  return { recording: z.toJSONSchema(recording, { unrepresentable: 'any' }), exchange: z.toJSONSchema(exchange) };
}

/**
 * @param json content of a `recording.json`; that of an older version is read as one of this
 * @throws Error with one sentence when it is none, or of a later version
 */
export function recordingOf(json: unknown): Recording {
  const version = versionOf(json);
  if (version > VERSION)
    throw new Error(`the recording has version ${version}; this suite replays versions up to ${VERSION}: update it`);
  const { success, data, error } = recording.safeParse(asNow(json));
  if (success) return data;
  if (typeof (json as { version?: unknown } | null)?.version !== 'number')
    throw new Error('it is not a recording.json of this suite; "npm run judge" judges recordings of other tools');
  const [issue] = error.issues;
  throw new Error(`it is not a recording: ${issue?.path.join('.') ?? ''} ${issue?.message ?? ''}`.trim());
}

/** @returns what a recording of an older version lacks, in one sentence; null of one of this version */
export function lacksOf(json: unknown): string | null {
  const lacks = LACKS[versionOf(json)];
  return lacks === undefined
    ? null
    : `The recording is of version ${versionOf(json)} (this suite records version ${VERSION}): ${lacks}.`;
}

function versionOf(json: unknown): number {
  const { version } = (json ?? {}) as { version?: unknown };
  return typeof version === 'number' ? version : VERSION;
}

/** What an older version wrote, as this one would. */
function asNow(json: unknown): unknown {
  const version = versionOf(json);
  if (version === VERSION) return json;
  return version === 1 ? fromFirst(json as Recording) : { ...(json as Recording), version: VERSION };
}

/** Each token gets a number of its own. */
function fromFirst(first: Recording): unknown {
  let number = 0;
  const numbered = (exchange: RecordedExchange) => ({
    ...exchange,
    ...(exchange.tokens ? { tokens: exchange.tokens.map((one) => ({ ...one, number: (number += 1) })) } : {}),
  });
  const people = first.people.map(({ exchanges: all, own, token: claims, ...person }) => ({
    ...person,
    exchanges: all.map(numbered),
    ...(own ? { own: own.map(numbered) } : {}),
    ...(claims ? { token: { number: (number += 1), claims } } : {}),
  }));
  return { ...first, version: VERSION, people };
}
