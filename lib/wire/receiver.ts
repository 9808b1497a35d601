import type { Frame } from '../evidence/index.ts';
import type { TappedSocket } from './socket.ts';

/** A socket as its source first reports it: with the real URL and offer, which the tap does not keep. */
export interface SocketSeen {
  page: number;
  url: string;
  offer: string[];
  origin: string | null;
  time: number;
  clock: TappedSocket['clock'];
}

/** A frame as its source reports it. */
export type FrameSeen = Omit<Frame, 'seq' | 'socket' | 'page'>;

/** A socket that Playwright itself reported: its first frame, by which it is identified, and how many it carried. */
export interface Announced {
  page: number;
  first: string | null;
  frames: number;
}

/** What the sources of the tap report to. */
export interface Receiver {
  readonly announced: Announced[];
  opened(seen: SocketSeen): TappedSocket;
  frame(socket: TappedSocket, frame: FrameSeen): void;
  /** The document of a socket went away, and the socket with it. */
  left(socket: TappedSocket): void;
  /** A source changed a socket in place. */
  changed(): void;
}
