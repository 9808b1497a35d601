/** What a run of the specs on the instrumented stack is for; its processes inherit it through the environment. */
export interface MutationRun {
  /** The instrumented stack's host, as a file. */
  host: string;
  /** Id of the mutant that is on; none in a survey of which mutants each test reaches. */
  mutant?: string;
  /** Folder of what the run writes, removed when it was read. */
  folder: string;
  /** Address of the browser that all runs share. */
  browser: string;
}

/** A mutant that was run through more often than this is an endless loop: it throws an error from then on. */
export const MOST_HITS = 1_000_000;

/** What this run is for; undefined in a run of the stack as it is. */
export const mutation = process.env['NETRA_MUTATION']
  ? (JSON.parse(process.env['NETRA_MUTATION']) as MutationRun)
  : undefined;

/** What a run of the specs must inherit. */
export function mutationEnvironment(run: MutationRun): Record<string, string> {
  return { NETRA_MUTATION: JSON.stringify(run) };
}
