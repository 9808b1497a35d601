import { config } from './config.ts';
import { endSession, renewToken, SignedOutError } from './session.ts';
import { objectOf } from './json.ts';
import { accessToken } from './tokens.ts';

type ApiFailure = 'timeout' | 'unavailable' | 'refused';

/** Timeout in milliseconds. */
type Limits = { timeout?: number };

const UNREACHABLE = 'Unable to connect to backend API. Please ensure the backend is running.';

/** A call that brought no result. `kind` says why, `status` is the HTTP status or 0. */
export class ApiError extends Error {
  readonly kind: ApiFailure;
  readonly status: number;

  /** @param message for the person */
  constructor(kind: ApiFailure, status: number, message: string) {
    super(message);
    this.kind = kind;
    this.status = status;
  }
}

/** Whether the API is ready. It is asked when the page is loaded, and until it says so by every call first. */
let readiness = askReadiness();

function askReadiness(): Promise<boolean> {
  return fetch(`${config.apiUrl}/health/ready`, { signal: AbortSignal.timeout(10_000) }).then(
    (response) => response.ok,
    () => false,
  );
}

/**
 * Reads. Tried up to three times, with pauses of one and two seconds, when the server cannot answer now.
 * @returns the JSON of the answer
 * @throws ApiError
 */
export async function get(path: string): Promise<unknown> {
  for (let attempt = 0; ; attempt += 1) {
    try {
      return await call('GET', path);
    } catch (error) {
      const passing = error instanceof ApiError && (error.kind === 'unavailable' || error.kind === 'timeout');
      if (!passing || attempt === 2) throw error;
      await new Promise((resolve) => setTimeout(resolve, 1000 * 2 ** attempt));
    }
  }
}

/**
 * Writes. Never repeated by itself: a second try could do it twice.
 * @returns the JSON of the answer
 * @throws ApiError
 */
export function write(
  method: 'POST' | 'PUT' | 'DELETE',
  path: string,
  body: unknown,
  limits?: Limits,
): Promise<unknown> {
  return call(method, path, body, limits);
}

async function call(method: string, path: string, body?: unknown, limits?: Limits): Promise<unknown> {
  if (!(await readiness) && !(await (readiness = askReadiness()))) throw new ApiError('unavailable', 0, UNREACHABLE);
  const token = accessToken();
  const first = await request(method, path, body, token, limits);
  if (first.status !== 401) return resultOf(first);
  const second = await request(method, path, body, await renewed(token), limits);
  if (second.status === 401) endSession();
  return resultOf(second);
}

async function request(
  method: string,
  path: string,
  body: unknown,
  token: string | null,
  { timeout = 30_000 }: Limits = {},
): Promise<Response> {
  try {
    return await fetch(config.apiUrl + path, {
      method,
      credentials: 'include',
      signal: AbortSignal.timeout(timeout),
      headers: { 'Content-Type': 'application/json', ...(token && { Authorization: `Bearer ${token}` }) },
      body: JSON.stringify(body),
    });
  } catch (error) {
    if (error instanceof DOMException && error.name === 'TimeoutError') {
      throw new ApiError('timeout', 0, 'The server did not answer in time.');
    }
    throw new ApiError('unavailable', 0, 'The server cannot be reached.');
  }
}

async function renewed(spent: string | null): Promise<string> {
  try {
    return await renewToken(spent);
  } catch (error) {
    if (!(error instanceof SignedOutError)) throw new ApiError('unavailable', 0, 'The sign-in could not be renewed.');
    endSession();
    throw error;
  }
}

async function resultOf(response: Response): Promise<unknown> {
  const body: unknown = await response.json().catch(() => null);
  if (response.ok) return body;
  const { detail, message: told, error } = objectOf(body);
  const reason = Array.isArray(detail) ? detail.map((one) => objectOf(one).msg).join(', ') : (detail ?? told ?? error);
  const message = typeof reason === 'string' && reason ? reason : `The server answered ${response.status}.`;
  const passing = response.status >= 500 || response.status === 408 || response.status === 429;
  throw new ApiError(passing ? 'unavailable' : 'refused', response.status, message);
}
