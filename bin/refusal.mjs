/** An error that a person can act on: `bin/run.mjs` prints its sentence, without a stack. */
export class Refusal extends Error {
  /**
   * @param {string} sentence
   * @param {number} [exitCode] 2 for a command line that cannot be understood
   */
  constructor(sentence, exitCode = 1) {
    super(sentence);
    this.exitCode = exitCode;
  }
}

/** That npm took an option for itself. @param {string} command as it is typed @param {string} option */
export function withoutDashes(command, option) {
  return new Refusal(`npm took --${option} for itself: write "${command} -- --${option} ...", with "--" before it.`, 2);
}
