/** One message on a socket as the tap saw it, before anything is made of it. */
export interface Frame {
  /**
   * Number of the frame among all frames of a page, both directions, in order of arrival. Violations name a frame by
   * it.
   */
  seq: number;
  /** Number of the socket of the page, in order of opening. */
  socket: number;
  /** Number of the page that holds the socket; left out where there is one page only. */
  page?: number;
  direction: 'sent' | 'received';
  /** Epoch milliseconds on the page's clock. */
  time: number;
  /** The raw text; for a binary frame whatever the tap could decode. */
  text: string;
  binary?: boolean;
}
