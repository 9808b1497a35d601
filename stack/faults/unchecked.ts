import { type Check, checks } from './checks.ts';
import { fault, type Fault } from './fault.ts';

/** Who may do what, unasked. */
export const uncheckedFaults: readonly Fault[] = [
  fault({
    id: 'unchecked',
    title: 'The server skips an authorization check',
    owner: 'backend',
    cause: 'F80',
    where: 'stack',
    params: { what: { about: 'what is not checked', default: 'owner', oneOf: checks } },
    effects: ({ what }) => ({ unchecked: () => what as Check }),
  }),
];
