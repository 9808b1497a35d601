import type { Answer } from '../../faults/index.ts';
import type { Core } from '../core.ts';
import { bodyOf, json, optionalText, Refusal, type ApiCall } from '../http/exchange.ts';

/** Not there, unless a fault has it give a token to anybody, as the product does (docs/contract/backend.md 2). */
export function createToken(core: Core): (exchange: ApiCall) => Promise<Answer> {
  return async (exchange) => {
    if (!core.breakage.skips('create-token')) throw new Refusal(404, 'Not Found');
    const body = bodyOf(exchange);
    const byId = core.memory.person(optionalText(body, 'user_id') ?? '');
    const person = byId ?? core.memory.personByEmail(optionalText(body, 'email') ?? '');
    if (person === undefined) throw new Refusal(404, 'User not found');
    return json({ access_token: (await core.tokens.issue(person)).access_token });
  };
}
