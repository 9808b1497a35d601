import { randomUUID } from 'node:crypto';
import type { Answer, Asked } from '../../faults/index.ts';
import type { Identity } from '../auth/tokens.ts';
import { withOffset } from '../times.ts';

/** A request as a route sees it. */
export interface ApiCall extends Asked {
  /** The part of the path that stands for `:id` in the route; empty where it has none. */
  id: string;
  /** Whose valid bearer token came with it; set on routes that ask for one or may use one. */
  identity?: Identity;
}

/** Who makes a call, on a route that asks for a token. */
export const identityIn = ({ identity }: ApiCall): Identity => identity!;

export type Json = Record<string, unknown>;

/** Thrown by a route to answer with an error. The body is FastAPI's `{detail}` unless one is given. */
export class Refusal extends Error {
  readonly status: number;
  readonly body: Json;

  constructor(status: number, detail: unknown, body: Json = { detail }) {
    super(JSON.stringify(detail));
    this.status = status;
    this.body = body;
  }
}

/**
 * An error as the backend words those that it handles (docs/contract/backend.md 6.2); traces and variables, which a
 * backend in development adds, are left out.
 * @param inner the status that the error began with, where the answer has another.
 */
export function handled(status: number, error_code: string, message: string, inner = status): Refusal {
  const told = { error: true, error_code, message, user_message: message, details: { status_code: inner } };
  return new Refusal(status, message, { ...told, trace_id: randomUUID(), timestamp: withOffset(), request_id: null });
}

/** Answers with JSON. */
export function json(body: unknown, status = 200, headers: Record<string, string> = {}): Answer {
  return { status, headers: { 'content-type': 'application/json', ...headers }, body: JSON.stringify(body) };
}

/** Sends the browser elsewhere (302). */
export function redirect(location: string, status = 302): Answer {
  return { status, headers: { location, 'cache-control': 'no-store' }, body: '' };
}

/** A header of a request; empty where it has none. @param name in lower case */
export function headerOf({ headers }: Pick<Asked, 'headers'>, name: string): string {
  return headers[name] ?? '';
}

/** The token of an `Authorization: Bearer` header. */
export function bearerOf(asked: Asked): string | undefined {
  return /^Bearer (.+)$/i.exec(headerOf(asked, 'authorization'))?.[1];
}

/** FastAPI's 422 for one field of the body. */
export function unprocessable(field: string, message: string, type = 'value_error'): Refusal {
  return new Refusal(422, [{ type, loc: ['body', field], msg: message }]);
}

const deepest = 100;

function isDeeper(value: unknown, levels: number): boolean {
  return (
    typeof value === 'object' &&
    value !== null &&
    (levels === 0 || Object.values(value).some((inner) => isDeeper(inner, levels - 1)))
  );
}

/**
 * The JSON object in the body; an empty body is an empty object.
 * @throws Refusal 422 when it is not a JSON object, or so deep that an answer which holds it could not be written.
 */
export function bodyOf(exchange: ApiCall): Json {
  if (exchange.body.trim() === '') return {};
  let parsed: unknown;
  try {
    parsed = JSON.parse(exchange.body);
  } catch (error) {
    // From Node 22 on the line and the column are told, too: an answer does not depend on that.
    const ctx = { error: (error as SyntaxError).message.replace(/ \(line \d+ column \d+\)$/, '') };
    throw new Refusal(422, [{ type: 'json_invalid', loc: ['body', 0], msg: 'JSON decode error', ctx }]);
  }
  if (typeof parsed !== 'object' || parsed === null || Array.isArray(parsed)) {
    throw new Refusal(422, [
      { type: 'model_attributes_type', loc: ['body'], msg: 'Input should be a valid dictionary' },
    ]);
  }
  if (isDeeper(parsed, deepest)) {
    throw new Refusal(422, [
      { type: 'recursion_loop', loc: ['body'], msg: `Input should not be nested deeper than ${deepest} levels` },
    ]);
  }
  return parsed as Json;
}

/**
 * A string field of a body.
 * @throws Refusal 422 when it is missing, no string, or outside the length.
 */
export function text(body: Json, field: string, { min = 1, max = Infinity } = {}): string {
  const value = body[field];
  if (value === undefined || value === null) throw unprocessable(field, 'Field required', 'missing');
  if (typeof value !== 'string') throw unprocessable(field, 'Input should be a valid string', 'string_type');
  if (value.length < min)
    throw unprocessable(field, `String should have at least ${min} character(s)`, 'string_too_short');
  if (value.length > max) throw unprocessable(field, `String should have at most ${max} characters`, 'string_too_long');
  return value;
}

/** As `text`, but the field may be absent or null. */
export function optionalText(
  body: Json,
  field: string,
  limits: { min?: number; max?: number } = {},
): string | undefined {
  return body[field] === undefined || body[field] === null ? undefined : text(body, field, limits);
}

/**
 * A whole number in the query.
 * @throws Refusal 422 when it is no whole number or out of range.
 */
export function numberInQuery(exchange: ApiCall, name: string, fallback: number, min: number, max: number): number {
  const raw = exchange.query.get(name);
  if (raw === null) return fallback;
  const value = Number(raw);
  if (!/^-?\d+$/.test(raw) || value < min || value > max) {
    throw new Refusal(422, [
      {
        type: 'int_range',
        loc: ['query', name],
        msg: `Input should be a whole number from ${min} to ${max}`,
        input: raw,
      },
    ]);
  }
  return value;
}
