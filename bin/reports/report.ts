import {
  cpSync,
  existsSync,
  readFileSync,
  readdirSync,
  realpathSync,
  renameSync,
  rmSync,
  writeFileSync,
} from 'node:fs';
import { join, relative } from 'node:path';
import { hasDisplay } from '../../config/display.ts';
import { ALLURE_ANALYTICS, ALLURE_CLI, TRACE_VIEWER, TRACE_VIEWER_SITE } from '../../config/playwright-internals.mjs';
import { runsFolder } from '../../config/run.ts';
import { openRun } from '../../reporters/record/open.ts';
import { Unusable } from '../../reporters/record/save.ts';
import { ROOT, run } from '../child.mjs';
import type { Given } from '../given.ts';
import { Refusal } from '../refusal.mjs';
import { folderNamed, orTell } from './run-folder.ts';

const VIEWER = join(ROOT, TRACE_VIEWER);

/**
 * The folder of a run that has results to report: the one named, else the newest.
 * @throws Unusable with one sentence when there is none
 */
function runToReport(named: readonly string[]): string {
  const hasResults = (dir: string) => existsSync(join(dir, 'allure-results'));
  if (named.length > 0) {
    const dir = realpathSync(folderNamed(named));
    if (hasResults(dir)) return dir;
    openRun(dir);
    throw new Unusable(`No test of the run in ${dir} began, so there is nothing to report.`);
  }
  const names = existsSync(runsFolder) ? readdirSync(runsFolder).sort().reverse() : [];
  const newest = names.map((name) => join(runsFolder, name)).find(hasResults);
  if (!newest) throw new Unusable('There are no results yet: run "npm test" or "npm run golden" first.');
  return newest;
}

/**
 * The report's program, opening traces in the viewer beside the report; undefined when it names the viewer's site in
 * another way.
 */
export function withOwnViewer(program: string): string | undefined {
  return TRACE_VIEWER_SITE.test(program)
    ? program.replace(TRACE_VIEWER_SITE, 'location.origin,$1=new URL("trace/",location.href.split("#")[0]).href')
    : undefined;
}

/** The report's page without analytics. */
export function withoutAnalytics(page: string): string {
  return page.replace(ALLURE_ANALYTICS, '');
}

/**
 * Makes the report again: one that was made before is put aside meanwhile, since Allure would leave it and write beside
 * it.
 * @throws Refusal when Allure fails; then the former report is back
 */
async function generate(results: string, report: string): Promise<void> {
  const former = `${report}.old`;
  if (existsSync(report)) {
    rmSync(former, { recursive: true, force: true });
    renameSync(report, former);
  }
  const { code, output } = await run(process.execPath, [ALLURE_CLI, 'generate', results, '--output', report]);
  if (code !== 0) {
    rmSync(report, { recursive: true, force: true });
    if (existsSync(former)) renameSync(former, report);
    throw new Refusal(`${output}Allure could not create the report (exit code ${code}); its output is above.`);
  }
  rmSync(former, { recursive: true, force: true });
  const page = join(report, 'index.html');
  writeFileSync(page, withoutAnalytics(readFileSync(page, 'utf8')));
}

/**
 * Puts Playwright's trace viewer into the report, so that traces open without a network and never leave this machine.
 * @returns whether it could; else the report goes on opening traces at trace.playwright.dev
 */
function bringTraceViewer(report: string): boolean {
  const name = readdirSync(report).find((file) => /^app-.*\.js$/.test(file));
  const program = name && existsSync(VIEWER) ? withOwnViewer(readFileSync(join(report, name), 'utf8')) : undefined;
  if (!name || !program) return false;
  writeFileSync(join(report, name), program);
  cpSync(VIEWER, join(report, 'trace'), { recursive: true });
  return true;
}

/**
 * `npm run report [-- RUN]`: makes the Allure report of the newest run, or of the one named, and opens it. Without a
 * display, or with `--no-open`, it says where the report is.
 * @returns the exit code: 2 when there is no such run, or it has no results
 * @throws Refusal when Allure fails
 */
export function main({ options, rest }: Given<'report'>): Promise<number> {
  return orTell(() => report(runToReport(rest), options['no-open']));
}

async function report(folder: string, keepsClosed: boolean): Promise<number> {
  const made = join(folder, 'allure-report');
  const results = join(folder, 'allure-results');
  await generate(results, made);
  // The traces of a merged run are in Playwright's report, which has its own viewer.
  const hasTraces = readdirSync(results).some((file) => file.endsWith('.zip'));
  if (hasTraces && !bringTraceViewer(made)) console.log('Traces in this report open at trace.playwright.dev.');
  const shown = relative(ROOT, made);
  if (keepsClosed || !hasDisplay) {
    console.log(`The report is in ${shown}; "npx allure open ${shown}" serves it.`);
    return 0;
  }
  console.log(`Opening ${shown} (Ctrl-C ends it)...`);
  const served = await run(process.execPath, [ALLURE_CLI, 'open', made], { show: true });
  return served.interrupted ? 0 : served.code;
}
