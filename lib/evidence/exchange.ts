/** One HTTP request of a page, or of the test itself, and its outcome. */
export interface Exchange {
  method: string;
  /** URL with the values of secret parameters replaced. */
  url: string;
  /**
   * What asked for it: `document`, `iframe` for a document within another one, `script`, `fetch` and so on; `test` for
   * the test itself.
   */
  resource: string;
  /** Number of the page that asked, from 1; left out where it is not known. */
  ofPage?: number;
  /** Epoch milliseconds in the browser's clock, or in the runner's where the browser does not report it. */
  startedAt: number;
  /** Null before the answer and where none came. */
  status: number | null;
  /** Answer headers that tell of the server and of what it answered, names in lower case. */
  server: Readonly<Record<string, string>>;
  /** Milliseconds from the request to the end of the answer; null where it did not end. */
  took: number | null;
  /** The error that the browser reported. */
  failure: string | null;
  /** Milliseconds from the request to that error; not there where there was none, and in older recordings. */
  failedAfter?: number;
  /** Parsed JSON body of the request, where it has one. */
  sent: unknown;
  /** Parsed JSON body of an answer of the API or the auth service; null for others and for unreadable ones. */
  received: unknown;
  /** Characters of a body that is no JSON although its content type says so; not there where there is none. */
  malformed?: number;
}
