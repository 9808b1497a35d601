/** One line of text on the page, with the texts of what it stands in, the nearest first. */
export interface ToldLine {
  text: string;
  within: readonly string[];
}

/**
 * What a part of the page says at one moment, until the next state of the same part; question and answers themselves
 * apart, which are in the transcript.
 */
export interface ToldState {
  /** Epoch milliseconds in the page's clock. */
  time: number;
  /** Number of the page, from 1. */
  page: number;
  /**
   * A number of the part. `card`: of a run; `message`: of the conversation; `thread`: an entry of the list of threads;
   * `chat`: all else between header and composer; `list`: the ids of the listed threads, one a line.
   */
  part: number;
  place: 'card' | 'message' | 'thread' | 'chat' | 'list';
  /** Heading of a message; id of a thread, of `chat` the open one; empty for others. */
  name: string;
  /** Text of a message. */
  body: string;
  /** Milliseconds that the page's clock is ahead of the real one; a test may have moved it. */
  ahead: number;
  /** Minutes from the person's time of day to that of Greenwich, east of it negative. */
  zone: number;
  lines: readonly ToldLine[];
}

/** A text that was on the page, if only for one picture of it. */
export interface SeenText {
  /** Epoch milliseconds in the page's clock. */
  time: number;
  /** Number of the page, from 1. */
  page: number;
  /** Subject of the token that the page keeps at this moment; null for nobody. */
  who: string | null;
  text: string;
}
