/** What a person could see of the conversation at one moment; taken when the browser is about to paint. */
export interface ScreenSample {
  /** Epoch milliseconds in the page's clock. */
  time: number;
  /** Number of the page, from 1. */
  page: number;
  /** Path of the page's URL. */
  path: string;
  /** The answer's text so far in the run card; null when none is shown. */
  streaming: string | null;
  /** Why that text cannot be read, as the end of a sentence that begins with "it"; left out where it can. */
  unseen?: string;
  /** Milliseconds from the change to the moment at which it was drawn; left out where the screen kept up. */
  drawnAfter?: number;
  /** Bodies of the product's own answers ("Netra Agent"), oldest first. */
  answers: readonly string[];
  /** Bodies of the person's messages, oldest first. */
  questions: readonly string[];
}
