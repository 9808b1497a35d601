/** Exit codes of a program that a signal ended: 128 and the signal's number. */
const INTERRUPTED = 130;
/** The terminal was closed; somebody, or a machine that shuts down, ends the run. */
const ENDED = { SIGHUP: 129, SIGTERM: 143 } as const;

/**
 * Makes SIGINT, SIGTERM and SIGHUP end the run at any time, with the exit code of the signal. While the runner listens
 * it ends its tests first and then the run; it knows only SIGINT, and none while it starts nor when all tests have
 * ended.
 * @param unheard called when the runner does not listen, before this process ends
 */
export function endOnSignals(unheard: () => void): void {
  process.on('SIGINT', () => {
    if (process.listenerCount('SIGINT') > 1) return;
    unheard();
    process.exit(INTERRUPTED);
  });
  for (const [signal, code] of Object.entries(ENDED))
    process.on(signal, () => {
      process.once('exit', () => {
        process.exitCode = code;
      });
      process.emit('SIGINT');
    });
}
