import { parseJson } from '../basics/json.ts';
import type { Frame } from '../evidence/index.ts';
import { VOCABULARY } from '../protocol/index.ts';
import { type Fields, objectOf, textOf } from './json.ts';
import { valuesIn } from './line.ts';
import { type Moment, momentIn, momentOf } from './moment.ts';
import { directionIn, directionOf } from './side.ts';

/** One message as a file has it. */
export interface Message {
  /** Null where the file does not say it. */
  direction: Frame['direction'] | null;
  time: Moment | null;
  text: string;
  binary?: boolean;
  /** Whatever the file calls its socket. */
  socket?: string;
  page?: number;
  /** Its number in a file of this suite. */
  seq?: number;
  /** Something stands around it that tells of its journey. */
  wrapped?: true;
  /** Its type is not known, so that it may be something else. */
  unknown?: true;
  /** The name under which its type stands, where that is not `type`. */
  typedAs?: string;
}

/** Where a message may stand in what a log or a tool writes about it. */
const HOLDERS = [
  'text', 'raw', 'data', 'message', 'msg', 'payload', 'payloadData', 'frame', 'body', 'content', 'event', 'json',
  'value', 'log', 'textPayload', 'jsonPayload', 'params', 'response', 'args', 'extra', 'record', 'fields',
]; // prettier-ignore
const DIRECTIONS = ['direction', 'dir', 'type', 'method', 'kind', 'op', 'event', 'action', 'side', 'from', 'sender', 'source', 'origin']; // prettier-ignore
export const TIMES = [
  'time', 'ts', 'timestamp', 't', 'at', '@timestamp', 'date', 'datetime', 'asctime', 'created', 'wallTime',
  'time_ms', 'ts_ms', 'timestamp_ms', 'received_at', 'sent_at', 'receivedAt', 'sentAt', 'recv_time', 'arrived',
  'arrived_at', 'elapsed', 'elapsed_ms', 'offset_ms', 'timeMs', 'tsMs', 'timestampMs', 'elapsedMs', 'offsetMs',
]; // prettier-ignore
/** Fields that say with true or false whether a message was sent. */
const IS_SENT = ['sent', 'isSent', 'is_sent', 'outgoing', 'isOutgoing', 'is_outgoing', 'fromClient', 'from_client', 'from_me']; // prettier-ignore
/** Where some recorders, and the product's own stream, write the type of a message (docs/contract/backend.md 4.1). */
const TYPED = ['event', 'event_type', 'eventType'];
/** Names that a message of the product itself does not have: beside its own fields they tell of its journey. */
const OF_THE_JOURNEY = new Set([...TIMES, '_time', '_ts', 'recv_ts'].filter((name) => name !== 'timestamp'));
/** What files call a socket. */
export const SOCKETS = ['socket', 'socket_id', 'connection', 'connection_id', 'conn', 'requestId'];
/** Fields by which a message of an unknown type is one of the product nevertheless. */
const OF_THE_PRODUCT = ['run_id', 'thread_id', 'user_id', 'agent_name', 'payload', 'data', 'timestamp'];
/** Where a tool keeps the text of a frame as it travelled. */
const RAW = ['text', 'data', 'raw', 'payloadData', 'payload', 'frame'];
const DEEPEST = 5;
/** Levels of a message that no person and no program writes. */
const MOST_LEVELS = 1_000;

/**
 * Finds the message of the product in a value: the message itself, its text, or something that holds it, with or
 * without direction and time.
 * @returns null when there is none
 * @throws RangeError for one that is nested deeper than any message
 */
export function messageOf(value: unknown, depth = 0): Message | null {
  if (depth > DEEPEST) return null;
  if (typeof value === 'string') return inText(value, depth);
  if (Array.isArray(value)) return value.length <= 6 ? inTuple(value, depth) : null;
  const fields = objectOf(value);
  if (!fields) return null;
  if (isMessage(fields)) return itself(fields);
  const typed = underType(fields);
  if (typed) return { ...itself(typed), typedAs: TYPED.find((name) => fields[name] === typed.type)! };
  return (
    noted(fields) ??
    held(fields, depth) ??
    (isUnknown(fields) ? { ...itself(fields), unknown: true } : heldAnywhere(fields, depth))
  );
}

/** @returns whether the value is itself a message of the product, of a type that is known */
export function isMessage(value: unknown): boolean {
  const fields = objectOf(value);
  if (typeof fields?.type !== 'string') return false;
  const { type } = fields;
  // `message` and `connect` are types of the product and events of a socket as well.
  if (/^(message|text|connect|disconnect)$/.test(type) && directionOf(type) === null && holdsJson(fields)) return false;
  return Object.hasOwn(VOCABULARY.events, type) || Object.hasOwn(VOCABULARY.messages, type);
}

/** A message of a known type whose type stands under another name; null for everything else. */
function underType(fields: Fields): Fields | null {
  const name = TYPED.find((one) => typeof fields[one] === 'string' && Object.hasOwn(VOCABULARY.events, fields[one]));
  if (name === undefined || fields.type !== undefined || !isOfTheProduct(fields)) return null;
  const { [name]: type, ...others } = fields;
  return typeof others.data === 'string' ? null : { type, ...others };
}

function holdsJson({ data, text, raw }: Fields): boolean {
  return [data, text, raw].some((one) => typeof one === 'string' && typeof objectOf(parseJson(one))?.type === 'string');
}

function isUnknown(fields: Fields): boolean {
  return typeof fields.type === 'string' && directionOf(fields.type) === null && isOfTheProduct(fields);
}

function isOfTheProduct(fields: Fields): boolean {
  return OF_THE_PRODUCT.some((name) => Object.hasOwn(fields, name));
}

/** A message that carries what was noted of it among its own fields. */
function itself(fields: Fields): Message {
  if (isDeeper(fields, MOST_LEVELS)) throw new RangeError('nested too deep to be a message');
  const { direction, dir } = fields;
  const time = Object.keys(fields).find((name) => OF_THE_JOURNEY.has(name));
  return {
    direction: directionOf(direction) ?? directionOf(dir),
    time: time === undefined ? null : momentOf(fields[time], time),
    text: JSON.stringify(fields),
  };
}

function isDeeper(value: unknown, levels: number): boolean {
  if (typeof value !== 'object' || value === null) return false;
  return levels === 0 || Object.values(value).some((one) => isDeeper(one, levels - 1));
}

/** The message within, with what stands around it. */
function held(fields: Fields, depth: number): Message | null {
  for (const name of HOLDERS) {
    const inner = fields[name];
    const message = inner === undefined || inner === null ? null : messageOf(inner, depth + 1);
    if (message) return around(fields, message);
  }
  return null;
}

/** The message of a known type in an object under any name, with what stands around it. */
function heldAnywhere(fields: Fields, depth: number): Message | null {
  for (const inner of Object.values(fields).map(objectIn)) {
    if (inner === null || (isMessage(inner) && !isOfTheProduct(inner))) continue;
    const message = messageOf(inner, depth + 1);
    if (message) return around(fields, message);
  }
  return null;
}

/** An object, or the one that a text holds and nothing else. */
function objectIn(value: unknown): Fields | null {
  return objectOf(typeof value === 'string' && value.startsWith('{') ? parseJson(value) : value);
}

/** The message in a line of a log, with what is said before it. */
function inText(text: string, depth: number): Message | null {
  for (const { value, before } of valuesIn(text)) {
    const message = messageOf(value, depth + 1);
    if (!message) continue;
    return {
      ...message,
      ...(before.trim() === '' ? {} : { wrapped: true }),
      direction: message.direction ?? directionIn(before),
      time: message.time ?? momentIn(before),
    };
  }
  return null;
}

function around(fields: Fields, message: Message): Message {
  const socket = SOCKETS.map((name) => fields[name]).find((one) => typeof one === 'string' || typeof one === 'number');
  const { seq, page } = fields;
  const direction = firstOf(DIRECTIONS, (name) => directionOf(fields[name])) ?? sideIn(fields) ?? message.direction;
  const time = firstOf(TIMES, (name) => momentOf(fields[name], name)) ?? message.time;
  const found: Message = { ...message, wrapped: true, direction, time };
  if (socket !== undefined) found.socket = String(socket);
  if (typeof page === 'number') found.page = page;
  if (typeof seq === 'number') found.seq = seq;
  if (fields.binary === true || fields.opcode === 2) found.binary = true;
  return found;
}

/** What the first of these fields says that says anything. */
function firstOf<T>(names: readonly string[], read: (name: string) => T | null): T | null {
  for (const name of names) {
    const said = read(name);
    if (said !== null) return said;
  }
  return null;
}

function sideIn(fields: Fields): Frame['direction'] | null {
  const told = IS_SENT.map((name) => fields[name]).find((one) => typeof one === 'boolean');
  return told === undefined ? null : told ? 'sent' : 'received';
}

/** A frame as a tool notes it, whose text is taken as it travelled, whatever it is. */
function noted(fields: Fields): Message | null {
  const name = RAW.find((one) => typeof fields[one] === 'string');
  const isFrame = DIRECTIONS.slice(0, 4).some((one) => directionOf(fields[one]) !== null);
  if (name === undefined || !isFrame) return null;
  return around(fields, { direction: null, time: null, text: textOf(fields[name]) });
}

/** `[1795850674.2, "recv", {...}]`, as `json.dumps` writes a list of tuples. */
function inTuple(values: readonly unknown[], depth: number): Message | null {
  const found = values.map((value) => messageOf(value, depth + 1)).filter((one) => one !== null);
  const [message] = found;
  if (!message || found.length > 1) return null;
  const time = values.find((value) => typeof value === 'number' || (typeof value === 'string' && momentOf(value)));
  return {
    ...message,
    direction: values.map(directionOf).find((one) => one !== null) ?? message.direction,
    time: momentOf(time) ?? message.time,
  };
}
