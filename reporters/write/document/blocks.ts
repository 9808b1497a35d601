/** A piece of running text. Plain strings are text and nothing else: no markup in them is ever understood. */
export type Inline =
  string | { strong: Inline } | { code: string } | { link: string; to: string } | { muted: Inline } | Inline[];

export type Tone = 'good' | 'bad' | 'warn' | 'none';

/** A file that a test left, or its place in Playwright's report. */
export interface FileOfTest {
  label: string;
  /** Relative to the run's folder. */
  path: string;
  sha256: string | null;
}

/** One block of a report; a document is a list of them, and Markdown and HTML are two ways of writing the same list. */
export type Block =
  | { kind: 'heading'; level: 2 | 3 | 4; text: string; tone?: Tone; mark?: string }
  | { kind: 'text'; text: Inline }
  | { kind: 'note'; text: Inline; tone: Tone }
  | { kind: 'list'; items: Inline[]; ordered?: boolean }
  | {
      kind: 'table';
      head: string[];
      rows: Inline[][];
      source: string;
      /** Columns of figures, from 0. */ figures?: number[];
    }
  | { kind: 'picture'; name: string; svg: string; caption: string }
  | {
      kind: 'screenshot';
      of: Omit<FileOfTest, 'label'>;
      /** What it holds, where it was found. */
      png?: Buffer;
      caption: string;
    }
  | { kind: 'files'; says: string; files: FileOfTest[] }
  | { kind: 'preformatted'; text: string; title?: string }
  | { kind: 'folded'; summary: string; blocks: Block[] };

/** A whole report: what stands on top, then the blocks. */
export interface Report {
  title: string;
  verdict: {
    status: string;
    statusTone: Tone;
    /** That of the whole report. */
    tone: Tone;
    /** A second line, below the status. */
    also: string;
    says: Inline;
  };
  /** Why it is red, the worst first: the first that was seen of it, what else it could be, what to look at first. */
  causes: { title: string; owner: string; says: string; seen: string; or: string; lookFirst: string }[];
  /** Facts about the run, name and value. */
  facts: [name: string, value: Inline][];
  /** Figures that people look for first. */
  tiles: { name: string; value: string; says: string; tone: Tone }[];
  blocks: Block[];
}

export const heading = (level: 2 | 3 | 4, text: string, tone?: Tone, mark?: string): Block => ({
  kind: 'heading',
  level,
  text,
  ...(tone ? { tone } : {}),
  ...(mark ? { mark } : {}),
});
export const text = (...parts: Inline[]): Block => ({ kind: 'text', text: parts });
export const note = (tone: Tone, ...parts: Inline[]): Block => ({ kind: 'note', tone, text: parts });
export const list = (items: Inline[]): Block => ({ kind: 'list', items });
export const table = (head: string[], rows: Inline[][], source: string, figures: number[] = []): Block => ({
  kind: 'table',
  head,
  rows,
  source,
  figures,
});
export const strong = (inner: Inline): Inline => ({ strong: inner });
export const code = (inner: string): Inline => ({ code: inner });
export const link = (label: string, to: string): Inline => ({ link: label, to });
/** Links to files that tests left, as running text. */
export const filesText = ({ says, files }: Extract<Block, { kind: 'files' }>): Inline => [
  says,
  files.map(({ label, path }, index): Inline => [index > 0 ? ' · ' : '', link(label, path)]),
];
export const muted = (inner: Inline): Inline => ({ muted: inner });
/** What stands in the place of a screenshot that is too large, or whose file is not in the run's folder. */
export const withoutScreenshot = (caption: string) =>
  `${caption} The screenshot is not here: it is too large, or no longer in the run's folder.`;
