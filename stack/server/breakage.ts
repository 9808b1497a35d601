import {
  chain,
  checkFault,
  effectsOf,
  type Addressees,
  type Answer,
  type Asked,
  type Check,
  type Effects,
  type FaultSpec,
  type FrameEditor,
  type MessageFate,
  type MessageSeen,
  type RunFate,
  type SocketFate,
  type TokenSeen,
  type TokenVerdict,
  type UpgradeFate,
} from '../faults/index.ts';
import { decodeJwt } from 'jose/jwt/decode';
import { JOSEError } from 'jose/errors';
import { BadToken, type Identity, type Tokens } from './auth/tokens.ts';
import { bearerOf, headerOf } from './http/exchange.ts';
import type { Memory } from './memory.ts';
import { negotiate } from './socket/negotiate.ts';

interface Active {
  id: string;
  effects: Effects;
  /** Whether it changed anything so far, or was asked where it always does. */
  acted: boolean;
  person: string | undefined;
  since: number;
  /** Sockets that each person has had. */
  sockets: Map<string, number>;
}

/** What a token was refused for, and the check that would have to be left out for it to be taken. */
const refusedFor: readonly [Check, RegExp][] = [
  ['expiry', /expired/],
  ['signature', /signature|"alg"|unsecured|compact/i],
  ['kind', /of type/],
  ['session-end', /revoked/],
];

/** The person that any token signs in while a fault accepts every token (docs/contract/backend.md 0, fact 7). */
const anybody = { personId: 'demo-user-001', email: 'demo@example.com', permissions: [], session: '', claims: {} };

function emailIn(body: string): string[] {
  const found = /"email"\s*:\s*"([^"]+)"/.exec(body)?.[1];
  return found === undefined ? [] : [found];
}

/** The names of the person who seems to make a request: claims of any token in it, and an e-mail in its body. */
function peopleOf(asked: Asked): string[] {
  const refresh = /"(?:refresh_token|refreshToken)"\s*:\s*"([^"]+)"/.exec(asked.body)?.[1];
  const tokens = [bearerOf(asked), negotiate(headerOf(asked, 'sec-websocket-protocol'))?.token, refresh];
  return [...tokens.filter((token) => token !== undefined).flatMap(claimed), ...emailIn(asked.body)];
}

/** Subject and e-mail that a token claims, which nobody has verified; nothing if it is none. */
function claimed(token: string): string[] {
  try {
    const claims = decodeJwt(token);
    return [claims.sub, claims['email']].filter((value) => typeof value === 'string');
  } catch (error) {
    if (error instanceof JOSEError) return [];
    throw error;
  }
}

/** What a token says of itself; nobody has verified it. @throws JOSEError when it is none */
function unverified(token: string): Omit<Identity, 'expiresAt'> {
  const claims = decodeJwt(token);
  const email = typeof claims['email'] === 'string' ? claims['email'] : '';
  return { personId: claims.sub ?? '', email, permissions: [], session: claims.jti ?? '', claims };
}

/** Where a token was shown, and in which wrapping. */
function placeOf(request: Asked, token: string | undefined): Omit<TokenSeen, 'since'> {
  if (request.headers['upgrade'] === undefined) return { where: 'api' };
  const offered = request.headers['sec-websocket-protocol'];
  if (token === undefined || bearerOf(request) === token || offered === undefined) return { where: 'socket' };
  return { where: 'socket', wrapping: offered.includes(token) ? 'raw' : 'base64url' };
}

/** What each fault says of one thing. */
type Said<T> = readonly (readonly [Active, T | undefined])[];

/** What the first fault says that says anything: the others change nothing. */
function first<T>(said: Said<T>): T | undefined {
  const [fault, one] = said.find(([, found]) => found !== undefined) ?? [];
  if (fault) fault.acted = true;
  return one;
}

/** What all of them say, put together. */
function together<T extends object>(said: Said<T>): T {
  for (const [fault, one] of said) fault.acted ||= one !== undefined && Object.keys(one).length > 0;
  return Object.assign({}, ...said.map(([, one]) => one)) as T;
}

const sameAnswer = (one: Answer, other: Answer) =>
  one.status === other.status &&
  one.bare === other.bare &&
  one.body === other.body &&
  JSON.stringify(one.headers) === JSON.stringify(other.headers);

/** The editor of a fault, which notes whether it ever changes anything. */
function noting(fault: Active, edit: FrameEditor): FrameEditor {
  return (data) => {
    const frames = edit(data);
    const [only] = frames;
    fault.acted ||= frames.length !== 1 || only!.data !== data || only!.delay > 0 || only!.cut === true;
    return frames;
  };
}

/** The faults that are on in a stack, asked at the points where they can change something. */
export class Breakage {
  #active: Active[] = [];
  /** Every fault that was ever on. */
  readonly #ever: Active[] = [];
  /** Counts the changes of faults. */
  #generation = 0;

  /**
   * These faults and no others are on.
   * @throws Error with one sentence for one that makes no sense; then nothing has changed.
   */
  replace(specs: readonly FaultSpec[]): void {
    const checked = specs.map(checkFault);
    this.#active = checked.map((spec) => ({
      id: spec.id,
      effects: effectsOf(spec),
      acted: false,
      person: spec.person,
      since: Date.now(),
      sockets: new Map(),
    }));
    this.#ever.push(...this.#active);
    this.#generation += 1;
  }

  /** Ids of the faults that never came into play although they were on: nothing happened that they change. */
  get idle(): string[] {
    const acted = this.#ever.filter((fault) => fault.acted).map(({ id }) => id);
    return [...new Set(this.#ever.map(({ id }) => id))].filter((id) => !acted.includes(id));
  }

  #of(people: readonly string[]): Active[] {
    return this.#active.filter(({ person }) => person === undefined || people.includes(person));
  }

  /** Each fault that may concern a request, with the request as it sees it. */
  #concerned(asked: Asked): { fault: Active; asked: Asked }[] {
    if (this.#active.length === 0) return [];
    const now = Date.now();
    return this.#of(peopleOf(asked)).map((fault) => ({ fault, asked: { ...asked, since: now - fault.since } }));
  }

  /** Milliseconds to wait before a request is looked at. */
  delay(request: Asked): number {
    return this.#concerned(request).reduce((sum, { fault, asked }) => {
      const delay = fault.effects.delay?.(asked) ?? 0;
      fault.acted ||= delay > 0;
      return sum + delay;
    }, 0);
  }

  answer(request: Asked): Answer | undefined {
    return first(this.#concerned(request).map(({ fault, asked }) => [fault, fault.effects.answer?.(asked)]));
  }

  /** What is sent instead of an answer. @param own headers of the service, which its answers carry */
  edit(request: Asked, answer: Answer, own: Record<string, string>): Answer {
    const dressed = { ...answer, headers: { ...(answer.bare === true ? {} : own), ...answer.headers } };
    return this.#concerned(request).reduce<Answer>((before, { fault, asked }) => {
      const edited = fault.effects.edit?.(asked, before) ?? before;
      fault.acted ||= edited !== before && !sameAnswer(edited, before);
      return edited;
    }, dressed);
  }

  upgrade(request: Asked): UpgradeFate {
    return together(this.#concerned(request).map(({ fault, asked }) => [fault, fault.effects.upgrade?.(asked)]));
  }

  /**
   * The owner of a token, unless a fault decides otherwise.
   * @throws BadToken
   */
  async verify(tokens: Tokens, request: Asked, token: string | undefined): Promise<Identity> {
    const seen = placeOf(request, token);
    const said: Said<TokenVerdict> = this.#concerned(request).map(({ fault, asked }) => [
      fault,
      fault.effects.token?.({ ...seen, since: asked.since }),
    ]);
    const verdict = said.find(([, one]) => one !== undefined)?.[1];
    if (verdict !== undefined && 'refuse' in verdict && token !== undefined) {
      first(said);
      throw new BadToken(verdict.refuse, { ...verdict, told: verdict.refuse });
    }
    try {
      if (token === undefined) throw new BadToken('No token');
      return await tokens.verify(token);
    } catch (error) {
      if (error instanceof BadToken && verdict !== undefined && 'accept' in verdict) {
        first(said);
        return { ...anybody, expiresAt: Date.now() + 3_600_000 };
      }
      const isLeftOut = refusedFor.some(([check, reason]) => reason.test(String(error)) && this.skips(check));
      if (error instanceof BadToken && token !== undefined && isLeftOut)
        return { ...unverified(token), expiresAt: Date.now() + 3_600_000 };
      throw error;
    }
  }

  /** The token in the address of a request, where only a fault looks. */
  tokenInAddress({ query }: Asked): string | undefined {
    return this.skips('place') ? (query.get('token') ?? undefined) : undefined;
  }

  /** Whether the server leaves out a check. */
  skips(check: Check): boolean {
    const fault = this.#active.find(({ effects }) => effects.unchecked?.() === check);
    if (fault) fault.acted = true;
    return fault !== undefined;
  }

  /** Seconds that a new token of a person lives, if a fault says so. */
  tokenLife(people: readonly string[]): number | undefined {
    return first(this.#of(people).map((fault) => [fault, fault.effects.tokenLife?.()]));
  }

  /** What becomes of a socket that a person just opened. */
  socket(people: readonly string[]): SocketFate {
    return together(
      this.#of(people).map((fault) => {
        const key = people[0] ?? '';
        const count = (fault.sockets.get(key) ?? 0) + 1;
        fault.sockets.set(key, count);
        return [fault, fault.effects.socket?.({ count, since: Date.now() - fault.since })];
      }),
    );
  }

  /** The type as which a message is taken: its own, unless a fault has it overlooked or not known. */
  takenAs(type: string, fields: object, { people, openedAt }: { people: readonly string[]; openedAt: number }): string {
    const seen: MessageSeen = { type, age: Date.now() - openedAt, fields: Object.keys(fields) };
    const fate = first<MessageFate>(this.#of(people).map((fault) => [fault, fault.effects.message?.(seen)]));
    return fate === undefined ? type : { ignore: 'pong', acknowledge: 'unknown' }[fate];
  }

  /** Who gets a frame of a person's run: their own sockets, unless a fault means others. */
  addressees<T extends { email: string }>(personId: string, own: readonly T[], all: readonly T[]): readonly T[] {
    const people = [personId, ...own.map(({ email }) => email)];
    const others: Record<Addressees, readonly T[]> = { everybody: all, 'newest socket': own.slice(-1) };
    for (const fault of this.#of(people)) {
      const meant = fault.effects.addressees?.();
      if (meant === undefined) continue;
      fault.acted ||= others[meant].length !== own.length;
      return others[meant];
    }
    return own;
  }

  run(personId: string, memory: Memory): RunFate {
    const people = [personId, memory.person(personId)?.email ?? ''];
    return together(this.#of(people).map((fault) => [fault, fault.effects.run?.()]));
  }

  /** Edits the frames of one socket; begins anew whenever the faults change. */
  editor(people: readonly string[]): FrameEditor {
    let generation = -1;
    let edit: FrameEditor;
    return (data) => {
      if (generation !== this.#generation) edit = this.#editorNow(people);
      generation = this.#generation;
      return edit(data);
    };
  }

  #editorNow(people: readonly string[]): FrameEditor {
    return chain(
      this.#of(people).flatMap((fault) => {
        const edit = fault.effects.frames?.();
        return edit ? [noting(fault, edit)] : [];
      }),
    );
  }
}
