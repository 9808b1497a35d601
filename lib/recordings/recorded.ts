import type { AttachedEvidence, Evidence, Exchange, Frame, Socket } from '../evidence/index.ts';
import type { Expectations } from '../protocol/index.ts';

/** What a file tells of one person's browser, or of one program that spoke with the server. */
export interface Recorded {
  /** Path of the file as it was given. */
  file: string;
  /** What kind of file it is, in words: `HAR of Chrome 142`. */
  kind: string;
  sockets: Socket[];
  /** Every frame of every socket, in order. */
  frames: Frame[];
  exchanges: Exchange[];
  /** Whether the file tells when each frame passed; if not, the frames have the times of their own timestamps. */
  timed: boolean;
  /** Whether the file tells which way each frame went; if not, its type decides. */
  directed: boolean;
  /** Epoch milliseconds at which the recording ended, where the file tells it. */
  endedAt: number | null;
  /** Rules that a test of this suite found broken, where the file has only their names. */
  foundBroken: string[];
  /** Further facts that a test of this suite has written down. */
  told: Partial<Evidence & Pick<AttachedEvidence, 'runs'>>;
  /** What the test expected of the run, where the file says it. */
  expectations: Partial<Expectations>;
  /** How the file was read, where there was a choice, a sentence each. */
  notes: string[];
}

/** A file of which nothing is known yet. */
export function nothingRecorded(file: string, kind: string): Recorded {
  return {
    file,
    kind,
    sockets: [],
    frames: [],
    exchanges: [],
    timed: true,
    directed: true,
    endedAt: null,
    foundBroken: [],
    told: {},
    expectations: {},
    notes: [],
  };
}

/** A connection of which no handshake was recorded, only its frames. */
export function unseenSocket(id: number, page: number, openedAt: number): Socket {
  return {
    id,
    page,
    url: '',
    offered: [],
    chosen: null,
    status: 101,
    credential: { by: 'none' },
    openedAt,
    answeredAt: null,
    closedAt: null,
    close: null,
    errors: [],
  };
}
