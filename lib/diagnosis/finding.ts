import type { Owner } from './catalogue/index.ts';
import type { Facts } from './facts.ts';

export type Confidence = 'certain' | 'likely' | 'possible';

/** Something that was seen, and where: `socket 2`, `frame #17`, `GET /api/threads`. */
export interface Signal {
  says: string;
  at: string;
}

/** Another cause that would look the same, and the probe that would tell. */
export interface Candidate {
  id: string;
  why: string;
  probe: string;
}

/** A cause that the evidence points to. */
export interface Finding {
  id: string;
  confidence: Confidence;
  signals: Signal[];
  candidates?: Candidate[];
  /** In place of the catalogue's, where what was seen says otherwise. */
  owner?: Owner;
  /** Goes with `owner`. */
  lookFirst?: string;
  /** True of targets that work as well, so that it is named only where nothing else is. */
  weak?: boolean;
  /**
   * Names of the facts that the finding rests on. Where earlier findings explain all of them, it is a consequence and
   * no cause.
   */
  from: string[];
  /** Epoch milliseconds at which it was seen last, where `from` and the places of the signals do not tell. */
  seenAt?: number;
  /** What an error says that this cause can explain; where no error says it, the finding is a side note. */
  about?: RegExp;
  /**
   * What an error says that speaks of this cause: where none does, and other causes account for every error, the
   * finding is a side note.
   */
  beside?: RegExp;
  /** Names of further facts that this cause accounts for. */
  explains: string[];
  /** The test itself brought it about: it is no cause, and accounts for what follows all the same. */
  provoked?: boolean;
  /** It certainly accounts for them even where its name is not certain: a socket was cut, whatever cut it. */
  explainsSurely?: boolean;
}

/** Looks for one cause, or a few that are told apart by the same facts. */
export type Detector = (facts: Facts) => Finding[];

/** What a broken connection, a host that is down or a person who is not let in brings with it. */
export const SILENCE = 'silence';
export const SCREEN = 'screen';
/** What the page says of how agents ended, and its figures of how far a run is: they follow from what it got. */
export const OUTCOMES = 'outcomes';
export const FIGURES = 'figures';
/** That the screen does not show what the person wrote as they wrote it. */
export const QUESTIONS = 'questions';
/** That a message was entered and sent, and did not leave the page. */
export const UNSENT = 'unsent';
