/**
 * Everything that this project uses of Playwright and Allure beyond their public interfaces, with the reason. A new
 * version may change it without notice; the harness specs named here then fail.
 */

/** Playwright's command line, started with our Node and without a shell. `npx` would need both. */
export const PLAYWRIGHT_CLI = 'node_modules/@playwright/test/cli.js';

/** Allure's command line, for the same reason. */
export const ALLURE_CLI = 'node_modules/allure/cli.js';

/** The folder of Playwright's library. */
export const PLAYWRIGHT_CORE = 'node_modules/playwright-core';

/** Playwright's trace viewer: the Allure report gets a copy, so that traces open offline and stay on this machine. */
export const TRACE_VIEWER = `${PLAYWRIGHT_CORE}/lib/vite/traceViewer`;

/** The report's program names the site of the trace viewer once: its origin, then the page in it. */
export const TRACE_VIEWER_SITE = /"https:\/\/trace\.playwright\.dev",(\w+)=`\$\{\w+\}\/`/;

/** The analytics script that a page of the Allure report would load. */
export const ALLURE_ANALYTICS = /<script[^>]*googletagmanager[^>]*><\/script>\s*<script>[^<]*gtag\([^<]*<\/script>/g;

/** Endings of Allure's files: one test, to which the record adds what it knows; and what is shown of the whole run. */
export const ALLURE_RESULT = '-result.json';
export const ALLURE_GLOBALS = 'globals.json';

/** Which revision of each browser belongs to the installed Playwright: asked before anything can be imported. */
export const BROWSER_REVISIONS = 'browsers.json';

/** The folder of Playwright's downloads in the cache of the system, and the one inside playwright-core. */
export const DOWNLOADS = 'ms-playwright';
export const DOWNLOADS_INSIDE = '.local-browsers';

/** A file in the folder of a browser whose download is complete. */
export const DOWNLOAD_COMPLETE = 'INSTALLATION_COMPLETE';

/** Workers keep what is not yet complete in folders of this prefix; a killed runner leaves them behind. */
export const UNFINISHED_ARTIFACTS = '.playwright-artifacts-';

/**
 * How long the runner waits for a worker to exit, in milliseconds; five minutes by default. Node can lock up in
 * `process.exit`, rarely, more often on a busy machine (nodejs/node#54918, microsoft/playwright#40637).
 */
export const WORKER_EXIT_TIMEOUT = 'PWTEST_CHILD_PROCESS_TIMEOUT';

/** A reporter more, beside those of the command line: so the suite's own hears of every run. */
export const MORE_REPORTER = 'PW_TEST_REPORTER';

/**
 * The names above as they stand in the files of a package.
 * @type {readonly { name: string, file: string }[]}
 */
export const NAMES_INSIDE = [
  { name: DOWNLOADS, file: 'playwright-core/lib/coreBundle.js' },
  { name: DOWNLOADS_INSIDE, file: 'playwright-core/lib/coreBundle.js' },
  { name: DOWNLOAD_COMPLETE, file: 'playwright-core/lib/coreBundle.js' },
  { name: UNFINISHED_ARTIFACTS, file: 'playwright/lib/runner/index.js' },
  { name: MORE_REPORTER, file: 'playwright/lib/runner/index.js' },
  { name: WORKER_EXIT_TIMEOUT, file: 'playwright/lib/runner/index.js' },
  { name: ALLURE_RESULT, file: '@allurereport/reader/dist/allure2/index.js' },
  { name: ALLURE_GLOBALS, file: '@allurereport/reader/dist/allure2/index.js' },
];

/**
 * What is used without a name of its own, and the harness spec that notices a change.
 * @type {readonly { use: string, reason: string, spec: string }[]}
 */
export const BEHAVIOUR = [
  {
    use: 'All reporters of a run are given the same objects, in the order of the configuration.',
    reason: 'The scrubber stands first and takes the secrets out of them in place.',
    spec: 'tests/harness/secrets/canary.spec.ts',
  },
  {
    use: 'A trace is a ZIP archive whose entries are text or pictures.',
    reason: 'Secrets are taken out of its entries, and it still has to open.',
    spec: 'tests/harness/secrets/canary.spec.ts',
  },
  {
    use: 'The runner starts its workers with node:child_process.',
    reason: 'The keeper of a run learns of them from the diagnostics channel of that module, to outlive them.',
    spec: 'tests/harness/reporters/interrupted-run.spec.ts',
  },
  {
    use: 'The program and the page of the Allure report have the two places that are replaced.',
    reason: 'The report opens traces in its own viewer, and loads nothing from the internet.',
    spec: 'tests/harness/bin/report.spec.ts',
  },
];
