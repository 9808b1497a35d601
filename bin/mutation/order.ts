import type { CodeMutant } from './instrument.ts';
import type { Place } from './run-specs.ts';
import type { Reach } from './survey.ts';

/** Milliseconds that every test costs, however quick it is. */
const START = 3_000;

/** Tests that hold all that the stack says, or all of a screen, and so notice most changes at once. */
const HOLDS_ALL = /snapshots\.spec\.ts:/;

/** So many of those come first, so that the tests beside a change are tried as well. */
const FIRST = 18;

/** Which tests reach a mutant, the most promising first. */
export class Order {
  readonly #reaches: readonly Reach[];
  readonly #mutants: readonly CodeMutant[];
  /** How many tests reach each mutant. */
  readonly #counts = new Map<string, number>();
  readonly #reached: ReadonlyMap<Reach, ReadonlySet<string>>;
  readonly #atStart: ReadonlySet<string>;

  constructor(reaches: readonly Reach[], mutants: readonly CodeMutant[]) {
    this.#reaches = reaches;
    this.#mutants = mutants;
    this.#atStart = new Set(reaches.flatMap(({ atStart }) => atStart));
    this.#reached = new Map(reaches.map((reach) => [reach, new Set(reach.mutants)]));
    for (const id of reaches.flatMap((reach) => reach.mutants)) this.#counts.set(id, (this.#counts.get(id) ?? 0) + 1);
  }

  /**
   * The tests that run through a mutant. What a server runs through when it starts concerns every test. First come
   * some that hold all that they see; then those that reach what stands beside it and is reached by few, and those that
   * are quick; what all of them reach counts next to nothing. Of tests in one file, which look at much the same, each
   * counts less than the one before.
   */
  of(mutant: CodeMutant): Place[] {
    const neighbours = this.#mutants.filter(({ file }) => file === mutant.file);
    const reaching = this.#reaches.filter(
      (reach) => this.#atStart.has(mutant.id) || this.#reached.get(reach)!.has(mutant.id),
    );
    const rareness = (id: string) => {
      const count = this.#counts.get(id)!;
      return 1 / count - 0.99 / Math.max(count, reaching.length);
    };
    const promise = (reach: Reach) => {
      const reached = this.#reached.get(reach)!;
      const worth = neighbours
        .filter(({ id }) => reached.has(id))
        .map(({ id, start }) => rareness(id) / (1 + Math.abs(start.line - mutant.start.line)));
      return worth.reduce((sum, one) => sum + one, 0) / (START + reach.milliseconds);
    };
    const before = new Map<string, number>();
    const byWorth = (one: { worth: number }, other: { worth: number }) => other.worth - one.worth;
    const inOrder = reaching
      .map((reach) => ({ place: reach.place, worth: promise(reach) }))
      .sort(byWorth)
      .map(({ place, worth }) => {
        const file = place.split(':', 1)[0]!;
        const earlier = before.get(file) ?? 0;
        before.set(file, earlier + 1);
        return { place, worth: worth / (1 + earlier) };
      })
      .sort(byWorth)
      .map(({ place }) => place);
    const first = inOrder.filter((place) => HOLDS_ALL.test(place)).slice(0, FIRST);
    return [...new Set([...first, ...inOrder])];
  }
}
