/** Whether a person who looks at the page can read a text of it. */
export interface Appearance {
  /** `unsure`: only the pixels can tell, because of an effect (`why`) that is not worked out. */
  verdict: 'readable' | 'unreadable' | 'unsure';
  /** What keeps the text from being read, as the end of a sentence that begins with "it"; empty where nothing does. */
  why: string;
  /** The text as it is laid out, with its line breaks. */
  text: string;
}
