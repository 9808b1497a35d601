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
import { BadToken, claimed, type Identity, type Tokens, unverified } from './auth/tokens.ts';
import { bearerOf } from './http/exchange.ts';
import { negotiate } from './socket/negotiate.ts';

interface Active {
  effects: Effects;
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
  const tokens = [bearerOf(asked), negotiate(asked.headers['sec-websocket-protocol'])?.token, refresh];
  return [...tokens.filter((token) => token !== undefined).flatMap(claimed), ...emailIn(asked.body)];
}

/** The faults that are on in a stack, asked at the points where they can change something. */
export class Breakage {
  #active: Active[] = [];
  /** Counts the changes of faults. */
  generation = 0;

  /**
   * These faults and no others are on.
   * @throws Error with one sentence for one that makes no sense; then nothing has changed.
   */
  replace(specs: readonly FaultSpec[]): void {
    const checked = specs.map(checkFault);
    this.#active = checked.map((spec) => ({
      effects: effectsOf(spec),
      person: spec.person,
      since: Date.now(),
      sockets: new Map(),
    }));
    this.generation += 1;
  }

  #of(people: readonly string[]): Active[] {
    return this.#active.filter(({ person }) => person === undefined || people.includes(person));
  }

  /** Each fault that may concern a request, with the request as it sees it. */
  #concerned(asked: Asked): { effects: Effects; asked: Asked }[] {
    if (this.#active.length === 0) return [];
    const now = Date.now();
    return this.#of(peopleOf(asked)).map(({ effects, since }) => ({
      effects,
      asked: { ...asked, since: now - since },
    }));
  }

  /** Milliseconds to wait before a request is looked at. */
  delay(request: Asked): number {
    return this.#concerned(request).reduce((sum, { effects, asked }) => sum + (effects.delay?.(asked) ?? 0), 0);
  }

  answer(request: Asked): Answer | undefined {
    return this.#concerned(request)
      .map(({ effects, asked }) => effects.answer?.(asked))
      .find((answer) => answer !== undefined);
  }

  edit(request: Asked, answer: Answer): Answer {
    return this.#concerned(request).reduce(
      (edited, { effects, asked }) => effects.edit?.(asked, edited) ?? edited,
      answer,
    );
  }

  upgrade(request: Asked): UpgradeFate {
    return Object.assign(
      {},
      ...this.#concerned(request).map(({ effects, asked }) => effects.upgrade?.(asked)),
    ) as UpgradeFate;
  }

  /**
   * The owner of a token, unless a fault decides otherwise.
   * @throws BadToken
   */
  async verify(
    tokens: Tokens,
    request: Asked,
    token: string | undefined,
    seen: Omit<TokenSeen, 'since'>,
  ): Promise<Identity> {
    const verdicts = this.#concerned(request).map(({ effects, asked }) =>
      effects.token?.({ ...seen, since: asked.since }),
    );
    const verdict: TokenVerdict | undefined = verdicts.find((one) => one !== undefined);
    if (verdict !== undefined && 'refuse' in verdict && token !== undefined)
      throw new BadToken(verdict.refuse, { ...verdict, told: verdict.refuse });
    try {
      if (token === undefined) throw new BadToken('No token');
      return await tokens.verify(token);
    } catch (error) {
      if (error instanceof BadToken && verdict !== undefined && 'accept' in verdict)
        return { ...anybody, expiresAt: Date.now() + 3_600_000 };
      const isLeftOut = refusedFor.some(([check, reason]) => this.skips(check) && reason.test(String(error)));
      if (error instanceof BadToken && token !== undefined && isLeftOut)
        return { ...unverified(token), expiresAt: Date.now() + 3_600_000 };
      throw error;
    }
  }

  /** Whether the server leaves out a check. */
  skips(check: Check): boolean {
    return this.#active.some(({ effects }) => effects.unchecked?.() === check);
  }

  /** Seconds that a new token of a person lives, if a fault says so. */
  tokenLife(people: readonly string[]): number | undefined {
    return this.#of(people)
      .map(({ effects }) => effects.tokenLife?.())
      .find((life) => life !== undefined);
  }

  /** What becomes of a socket that a person just opened. */
  socket(people: readonly string[]): SocketFate {
    const fates = this.#of(people).map(({ effects, sockets, since }) => {
      const key = people[0] ?? '';
      const count = (sockets.get(key) ?? 0) + 1;
      sockets.set(key, count);
      return effects.socket?.({ count, since: Date.now() - since });
    });
    return Object.assign({}, ...fates) as SocketFate;
  }

  message(seen: MessageSeen, people: readonly string[]): MessageFate | undefined {
    return this.#of(people)
      .map(({ effects }) => effects.message?.(seen))
      .find((fate) => fate !== undefined);
  }

  addressees(people: readonly string[]): Addressees | undefined {
    return this.#of(people)
      .map(({ effects }) => effects.addressees?.())
      .find((who) => who !== undefined);
  }

  run(people: readonly string[]): RunFate {
    return Object.assign({}, ...this.#of(people).map(({ effects }) => effects.run?.())) as RunFate;
  }

  /** A new editor for the frames of one socket. */
  editor(people: readonly string[]): FrameEditor {
    return chain(
      this.#of(people)
        .map(({ effects }) => effects.frames?.())
        .filter((editor) => editor !== undefined),
    );
  }
}
