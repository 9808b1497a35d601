import { Composite } from './composite.ts';
import Mutants from './mutants.ts';
import Scrubber from './scrubber.ts';

/** What hears a run of the mutants: nothing is told before it is scrubbed. */
export default class MutantsReporter extends Composite {
  constructor() {
    super([new Scrubber(), new Mutants()]);
  }
}
