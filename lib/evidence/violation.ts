/** A broken rule: where it broke, what was legal there, and what came. */
export interface Violation {
  rule: string;
  /** `seq` of the frame at which it broke; null when what is wrong is that nothing came. */
  frame: number | null;
  event: string | null;
  /** One sentence that names the frame. */
  message: string;
  legal: string[];
  came: string;
  /** What did not come, by label and how often, where the violation is an absence. */
  absent?: { label: string; times: number };
  /** Violations that say the same fact again, or that follow from it. */
  consequences?: Violation[];
}
