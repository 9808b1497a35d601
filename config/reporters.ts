import { fileURLToPath } from 'node:url';
import { join, resolve } from 'node:path';
import { MORE_REPORTER } from './playwright-internals.mjs';

const root = join(import.meta.dirname, '..');

/** The suite's own reporter: it takes secrets out, and keeps the record of the run. */
const SUITE = fileURLToPath(new URL('../reporters/playwright/suite.ts', import.meta.url));

/** Whether reporters were chosen on the command line: they replace those of the configuration. */
const chosen = process.argv.some((arg) => /^--reporter(?:=|$)/.test(arg));

/** Keeps the suite's own reporter when others are chosen on the command line. Called before reporters are made. */
export function keepSuiteReporter(): void {
  if (chosen) process.env[MORE_REPORTER] ??= SUITE;
}

/** Called when it is made: runs that are started from this one choose their own reporters. */
export function suiteReporterIsMade(): void {
  if (process.env[MORE_REPORTER] === SUITE) delete process.env[MORE_REPORTER];
}

/** Where Playwright's reporters and Allure's write unless they are told otherwise, and the variables that do so. */
const OUTPUTS = ['playwright-report', 'blob-report', 'allure-results', 'test-results'];
const VARIABLES = [
  'HTML_OUTPUT_DIR',
  'BLOB_OUTPUT_DIR',
  'BLOB_OUTPUT_FILE',
  'JSON_OUTPUT_DIR',
  'JSON_OUTPUT_FILE',
  'JUNIT_OUTPUT_DIR',
  'JUNIT_OUTPUT_FILE',
];

/** Files and folders into which the reporters that were chosen on the command line write; none where none were. */
export function outputsOfReporters(): string[] {
  if (!chosen) return [];
  const named = VARIABLES.map((name) => process.env[`PLAYWRIGHT_${name}`]).filter((path) => path !== undefined);
  return [...OUTPUTS, ...named].map((path) => resolve(root, path));
}
