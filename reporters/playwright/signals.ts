/** Exit codes of a program that a signal ended: 128 and the signal's number. */
const INTERRUPTED = 130;
const TERMINATED = 143;

/**
 * Makes SIGINT and SIGTERM end the run at any time, with the exit code of the signal. While the runner listens it ends
 * its tests first and then the run; it knows only SIGINT, and neither while it starts nor when all tests have ended.
 * @param unheard called when the runner does not listen, before this process ends
 */
export function endOnSignals(unheard: () => void): void {
  process.on('SIGINT', () => {
    if (process.listenerCount('SIGINT') > 1) return;
    unheard();
    process.exit(INTERRUPTED);
  });
  process.on('SIGTERM', () => {
    process.once('exit', () => {
      process.exitCode = TERMINATED;
    });
    process.emit('SIGINT');
  });
}
