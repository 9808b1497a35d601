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

/** A socket that Playwright itself reported: its page, the beginning of its first frame and how many frames it had. */
export interface AnnouncedSocket {
  page: number;
  first: string | null;
  frames: number;
}

/** What a source of frames reports to: the tap. */
export interface SourceListener {
  readonly announced: AnnouncedSocket[];
  /** A socket was opened. @returns it as the tap keeps it; the source may change it in place. */
  opened(seen: SocketSeen): TappedSocket;
  frame(socket: TappedSocket, frame: Omit<Frame, 'seq' | 'socket' | 'page'>): void;
  /** The document of a socket went away, and the socket with it. */
  left(socket: TappedSocket): void;
  /** The source changed a socket in place. */
  changed(): void;
}
