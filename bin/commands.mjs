/**
 * The commands of this project: the file whose `main` does it, beside this one, and whether it needs a browser.
 * @type {Record<string, { file: string, browser: boolean }>}
 */
export const COMMANDS = {
  bench: { file: './bench.ts', browser: true },
  docs: { file: './docs.ts', browser: true },
  gate: { file: './reports/gate.ts', browser: false },
  golden: { file: './golden.ts', browser: true },
  issues: { file: './reports/issues.ts', browser: false },
  lint: { file: './lint.ts', browser: false },
  merge: { file: './reports/merge.ts', browser: false },
  mutants: { file: './mutants.ts', browser: true },
  nightly: { file: './nightly.ts', browser: true },
  report: { file: './reports/report.ts', browser: false },
  stack: { file: '../stack/main.ts', browser: false },
  'team-checks': { file: './team-checks.ts', browser: false },
  test: { file: './test.ts', browser: true },
  typecheck: { file: './typecheck.ts', browser: false },
  watchdog: { file: './reports/watchdog.ts', browser: false },
  worklog: { file: './reports/worklog.ts', browser: false },
};
