/** One message on a socket as the tap saw it, before anything is made of it. */
export interface Frame {
  /** Place among all frames of the test, in order of arrival, from 1; violations name a frame by it. */
  seq: number;
  /** Id of its socket, in order of opening, from 1. */
  socket: number;
  /** Number of the page that holds the socket, from 1; left out where there is one page only. */
  page?: number;
  direction: 'sent' | 'received';
  /** Epoch milliseconds, in the clock that the socket's `clock` names. */
  time: number;
  /** Of a replay: when it came as it was recorded, and by how many milliseconds the times in it have moved since. */
  recorded?: { time: number; moved: number };
  /** The message as it travelled; of a binary one, base64. */
  text: string;
  /** Length of a message of which only the beginning was kept (`lib/wire/tap.ts`), in characters. */
  length?: number;
  binary?: boolean;
}
