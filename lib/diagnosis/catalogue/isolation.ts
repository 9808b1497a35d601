import type { Entry } from './entry.ts';

/** What belongs to somebody else. */
export const isolation: readonly Entry[] = [
  {
    id: 'F38',
    name: 'Authentication takes anything',
    class: 'isolation',
    owner: 'backend',
    lookFirst: 'DEMO_MODE and the permissive level of the environment',
    behind: 'a mode for demonstrations that was left on',
  },
  {
    id: 'F49',
    name: 'Frames of one person reach another',
    class: 'isolation',
    owner: 'backend',
    lookFirst: 'how the server finds the socket of a user',
    behind: 'a handler or a supervisor shared by all',
  },
  {
    id: 'F50',
    name: 'Only the newest socket gets the stream',
    class: 'isolation',
    owner: 'backend',
    lookFirst: 'the reference to the socket in the handler',
    behind: 'one reference for all sockets of a user',
  },
  {
    id: 'F69',
    name: 'A worthless credential is accepted',
    class: 'isolation',
    owner: 'auth',
    lookFirst: 'where the service checks life, kind and revocation of a token',
    behind: 'a check that was left out of one way in',
  },
];
