/** What a server must look at before it does what somebody asks; each can be left out. */
export const checks = [
  'owner',
  'password',
  'refresh-once',
  'session-end',
  'socket-end',
  'expiry',
  'signature',
  'kind',
  'place',
  'origin',
  'origin-begins',
  'oauth-state',
  'development-mode',
  'create-token',
  'ticket-once',
  'ticket-revoked',
  'ticket-life',
  'length',
  'rate',
] as const;
export type Check = (typeof checks)[number];
