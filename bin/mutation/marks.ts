import { changeOf } from './diff.ts';
import { type CodeMutant, hashOf } from './instrument.ts';

/**
 * Tells mutants by the lines that they change, and not by their numbers: what is known of one outlives a change of
 * other code. Mutants that change the same lines of a file in the same way share a mark. A line that a test reaches
 * only since other code has changed counts as not reached until its spec is learnt again.
 */
export class Marks {
  readonly #byFile = new Map<string, { id: string; mark: string }[]>();

  constructor(mutants: readonly CodeMutant[]) {
    for (const mutant of mutants) {
      const { before, after } = changeOf(mutant);
      const mark = hashOf(mutant.file, ...before, '', ...after);
      if (!this.#byFile.has(mutant.file)) this.#byFile.set(mutant.file, []);
      this.#byFile.get(mutant.file)!.push({ id: mutant.id, mark });
    }
  }

  /** @returns the marks of all mutants, each once. */
  every(): string[] {
    return this.of([...this.#byFile.values()].flatMap((some) => some.map(({ id }) => id)));
  }

  /** @returns the marks of mutants with these ids, each once. */
  of(ids: readonly string[]): string[] {
    const wanted = new Set(ids);
    const found = [...this.#byFile.values()].flatMap((some) => some.filter(({ id }) => wanted.has(id)));
    return [...new Set(found.map(({ mark }) => mark))];
  }

  /**
   * The mutants that a test reaches today.
   * @param reached marks of those that it reached when it was run.
   * @param known marks of all that there were then: one that is new is reached by a test that reached another of its
   * file, and by all tests when all of its file are new.
   * @returns their ids.
   */
  idsOf(reached: readonly string[], known: ReadonlySet<string>): string[] {
    const wanted = new Set(reached);
    return [...this.#byFile.values()].flatMap((some) => {
      const reachesFile = some.some(({ mark }) => wanted.has(mark)) || !some.some(({ mark }) => known.has(mark));
      return some.filter(({ mark }) => wanted.has(mark) || (reachesFile && !known.has(mark))).map(({ id }) => id);
    });
  }
}
