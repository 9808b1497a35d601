/** A random mutant that no spec can kill and that the product could do without: somebody has looked at it. */
export interface Accepted {
  file: string;
  /** The lines that it changes, before and after, trimmed. */
  before: string;
  after: string;
  /** Why neither a spec nor less code is the answer. */
  why: string;
}

/** There may be this many, and no more. */
export const MOST_ACCEPTED = 40;

/** Each with its reason; a harness spec holds that it is still a mutant of the code. */
export const accepted: readonly Accepted[] = [];
