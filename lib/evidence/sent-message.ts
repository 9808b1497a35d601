/** One time that a message left the browser. */
export interface SentMessage {
  by: 'websocket' | 'rest';
  /** Number of the page that sent it, from 1; left out where it is not known. */
  page?: number | undefined;
  /** How a report names it: `frame #7 start_agent` or `POST /api/agent/v2/execute`. */
  name: string;
  text: string;
  /** Thread that it names; null for one that opens a thread. */
  thread: string | null;
  /** Whether it has the fields that the server reads. */
  wellFormed: boolean;
  /** Epoch milliseconds. */
  time: number;
}
