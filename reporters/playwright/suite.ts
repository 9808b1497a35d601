import { showsSummary } from '../../config/environment.ts';
import { suiteReporterIsMade } from '../../config/reporters.ts';
import AdviceNotFollowed from './advice.ts';
import { Composite } from './composite.ts';
import ErrorInWords from './error-in-words.ts';
import FullDisk from './full-disk.ts';
import IdleFaults from './idle-faults.ts';
import KnownDefects from './known-defects.ts';
import NoAssertions from './no-assertions.ts';
import Outcome from './outcome.ts';
import RunRecorder from './record.ts';
import Scrubber from './scrubber.ts';
import Shards from './shards.ts';
import Summary from './summary.ts';
import TargetDown from './target-down.ts';

/**
 * Everything around the record of a run. It stands first among the reporters: what it takes out of a result or changes
 * in it, the others never see; and what it writes when the run is over, it writes after them. Where others are chosen
 * on the command line it stands last.
 */
export default class SuiteReporter extends Composite {
  constructor(options: ConstructorParameters<typeof RunRecorder>[0]) {
    suiteReporterIsMade();
    const recorder = new RunRecorder(options);
    super([
      new Scrubber(),
      new ErrorInWords(),
      new NoAssertions(),
      recorder,
      new IdleFaults(),
      new AdviceNotFollowed(),
      new Shards(),
      new KnownDefects(),
      ...(showsSummary ? [new Summary()] : []),
      new TargetDown(),
      new Outcome(() => recorder.assessment),
      new FullDisk(),
    ]);
  }
}
