export type Owner = 'frontend' | 'backend' | 'auth' | 'infrastructure' | 'suite' | 'machine';

/** The places where a golden path can break, in the order in which they are looked at: the earlier, the deeper. */
export const CLASSES = [
  'runner',
  'page',
  'hosts',
  'health',
  'login',
  'upgrade',
  'close',
  'silence',
  'events',
  'fields',
  'screen',
  'truth',
  'isolation',
] as const;
export type Class = (typeof CLASSES)[number];

/** An entry of the failure catalogue. */
export interface Entry {
  id: string;
  name: string;
  class: Class;
  owner: Owner;
  /** Where somebody who has to fix it looks first. */
  lookFirst: string;
  /** The cause behind it in the past. Evidence from a browser does not reach so far, so it is a hypothesis. */
  behind: string;
}
