/**
 * The commands of this project. Help, refusals of what is not known, and the README's table are made from this.
 */

import { FAULTS, NIGHT, PORTS, RECORD, RUN, TARGETS } from './common-options.mjs';

/** @satisfies {Record<string, import('./given.ts').Command>} */
export const COMMANDS = /** @type {const} */ ({
  golden: {
    file: './golden.ts',
    browser: true,
    does: 'runs the golden path once and prints what it saw; with a fault that only another spec notices, that spec too',
    options: {
      target: { value: 'NAME', about: 'what it runs against', oneOf: ['local', 'dev', 'staging'], default: 'local' },
      ...FAULTS,
      ...RECORD,
      headed: { about: 'show the browser' },
      debug: { about: "stop before each step, in Playwright's inspector" },
      ui: { about: "open Playwright's window, in which the steps can be gone through again" },
    },
    uses: [
      ['golden path', 'npm run golden', 'seconds'],
      ['golden path, in a window', 'npm run golden -- --headed', ''],
      ['golden path against staging', 'npm run golden -- --target staging', 'a minute'],
      ['golden path with something broken', 'npm run golden -- --fault F19', 'seconds'],
    ],
    result: 'terminal, `reports/latest/`',
    exits: { 0: 'it passed', 1: 'it failed, or could not run' },
  },
  test: {
    file: './test.ts',
    browser: true,
    does:
      'checks the code, runs every spec on the embedded stack, the tests of the suite itself, and the specs under every ' +
      'fault; the last line is the count. With arguments the specs under faults are left out',
    playwright: '../playwright.config.ts',
    options: RECORD,
    uses: [
      ['everything, as in CI', 'npm test', 'under half an hour'],
      ['the checks of the code and some tests', 'npm test -- --grep sign-in', 'minutes'],
      ['only the tests that import a file changed since main', 'npm test -- --only-changed=origin/main', 'minutes'],
    ],
    result: 'terminal, `reports/latest/`',
    exits: { 0: 'everything passed', 1: 'something failed or did not run' },
  },
  mutants: {
    file: './mutants.ts',
    browser: true,
    does: 'runs specs under every fault, and shows which faults were noticed, by which check, and whether the cause was named',
    playwright: '../tests/mutants/mutants.config.ts',
    options: {
      random: { value: 'N', about: "change the stack's code in N random places instead, one at a time", least: 1 },
      seed: { value: 'N', about: 'choose the same places as an earlier run with this seed', least: 0, with: 'random' },
      from: { value: 'N', about: 'skip the first N of them', least: 0, default: 0, with: 'random' },
      minutes: { value: 'N', about: 'start no new change after N minutes', least: 1, default: 600, with: 'random' },
      workers: { value: 'N', about: 'how many are tried at the same time', least: 1 },
    },
    uses: [
      ['specs under every fault', 'npm run mutants', 'minutes'],
      ['specs under one fault', 'npm run mutants -- --project=F19', 'seconds'],
      ['specs under random changes of the stack', 'npm run mutants -- --random 40', 'minutes, then half a minute each'],
    ],
    result: 'terminal: the mutation score, what survived',
    exits: { 0: 'every fault was noticed and named', 1: 'one was not' },
  },
  nightly: {
    file: './nightly.ts',
    does: 'does what the night does: runs the specs in parts side by side, then makes one record, worklog and report, and judges them',
    options: {
      target: { value: 'NAME', about: 'what it runs against', oneOf: TARGETS, default: 'staging' },
      shards: { value: 'N', about: 'number of parts (2, or 1 where there is one account)', least: 1 },
      plan: { about: 'run nothing; print the parts, and save the times by which tests are distributed' },
      shard: { value: 'I/N', about: 'run this part only; another machine runs the others' },
      times: { value: 'FILE', about: 'distribute the tests by the times in this file, not by those in the history' },
      merge: { value: 'FOLDER', about: 'run nothing; merge the parts below this folder and judge them' },
      ...FAULTS,
      ...RECORD,
      grep: { value: 'TEXT', about: 'only the tests that match this regular expression', pattern: true },
      focus: { value: 'TEXT', about: 'what the run covers, in your words, for the worklog', default: 'nightly' },
    },
    uses: [['what the night does, on this machine', 'npm run nightly -- --target local', 'minutes']],
    result: 'terminal, `reports/latest/`',
    exits: {
      0: 'every condition of the gate is met; of one part: its tests passed',
      1: 'one is not met, or this run does not tell; of one part: a test failed',
    },
  },
  stack: {
    file: '../stack/main.ts',
    does: 'starts the embedded stack: auth service, REST and WebSocket API, and the web page',
    options: {
      ...PORTS,
      pace: { value: 'MS', about: 'milliseconds between two agent frames (15); 500 is slow enough to watch', least: 0 },
      envelope: {
        value: 'NAME',
        about: 'how events are wrapped',
        oneOf: ['payload', 'data', 'flat', 'server'],
        default: 'payload',
      },
      transport: { value: 'NAME', about: 'how the page sends', oneOf: ['websocket', 'rest'], default: 'websocket' },
      scenario: {
        value: 'NAME',
        about: 'what the agents do',
        oneOf: ['answer', 'no-tool', 'tool-error', 'agent-error'],
        default: 'answer',
      },
      seed: { value: 'N', about: 'another seed gives other answers', least: 0, default: 1 },
      'token-life': { value: 'S', about: 'lifetime of an access token in seconds', least: 1, default: 900 },
      oauth: { about: 'sign in by OAuth instead of the development form' },
      'no-web': { about: 'do not serve the page, because you run your own' },
      'frontend-url': { value: 'URL', about: 'address that OAuth returns to' },
      ...FAULTS,
    },
    uses: [
      ['the stack as a backend for a frontend', 'npm run stack', ''],
      ['the stack, slow enough to watch', 'npm run stack -- --pace 500', ''],
    ],
    result: 'addresses in the terminal; Ctrl-C stops it',
    exits: { 0: 'it was stopped', 2: 'it could not start' },
  },
  report: {
    file: './reports/report.ts',
    does: 'makes the Allure report of a run and opens it',
    takes: { value: '[RUN]', about: 'id or folder of a run below reports/runs (the newest that has results)', most: 1 },
    options: { 'no-open': { about: 'make it without opening it, as in CI' } },
    uses: [['Allure report', 'npm run report', 'seconds']],
    result: 'browser, `allure-report/` in the folder of the run',
    exits: { 0: 'the report is made', 1: 'it could not be made', 2: 'there is no such run, or no result of it' },
  },
  worklog: {
    file: './reports/worklog.ts',
    does: 'makes the worklog of a run again, from its record; of a run that was cut off, the record first',
    takes: RUN,
    uses: [['worklog of a run, made again; RUN: its id below reports/runs', 'npm run worklog -- RUN', 'seconds']],
    result: '`worklog.html` in the folder of the run',
    exits: { 0: 'the worklog is made', 2: 'there is no such run' },
  },
  gate: {
    file: './reports/gate.ts',
    does: 'says by which conditions the release may go on or must wait',
    takes: RUN,
    uses: [['may the release go on?', 'npm run gate', 'seconds']],
    result: 'terminal, exit code',
    exits: { 0: 'every condition is met', 1: 'one is not, or the run does not tell', 2: 'there is no such run' },
  },
  issues: {
    file: './reports/issues.ts',
    does:
      'opens, updates and closes GitHub issues, one per cause of a run and one for nights that are not green; without ' +
      'GITHUB_TOKEN and GITHUB_REPOSITORY it only prints what it would do',
    takes: RUN,
    options: { target: NIGHT, anyway: { about: 'also for a run that is no night and was not made by CI' } },
    uses: [['an issue for each cause of the latest night', 'npm run issues', 'seconds']],
    result: 'terminal, GitHub',
    exits: { 0: 'done', 1: 'not done: no access to GitHub', 2: 'there is no such run, or GitHub did not answer' },
  },
  tell: {
    file: './reports/tell.ts',
    does: 'posts a one-line summary of a run to a chat, and tells an outside monitor that it ran; each only where its address is set',
    takes: RUN,
    options: { target: NIGHT },
    uses: [['the latest run, announced in the chat', 'npm run tell', 'seconds']],
    result: 'terminal, the chat',
    exits: { 0: 'done', 2: 'there is no such run, or the chat or monitor did not answer' },
  },
  metrics: {
    file: './reports/metrics.ts',
    does: 'writes what a dashboard shows of a run, and sends it to a Pushgateway and an OTLP receiver where one is set',
    takes: RUN,
    uses: [['numbers of the latest run for a dashboard', 'npm run metrics', 'seconds']],
    result: '`metrics.prom` in the folder of the run',
    exits: { 0: 'done', 2: 'there is no such run, or something could not be sent' },
  },
  pack: {
    file: './reports/pack.ts',
    does: 'gathers the files of a run that CI keeps, each file once',
    takes: RUN,
    uses: [['the files of the latest run that CI keeps', 'npm run pack', 'seconds']],
    result: '`reports/kept/`, the worklog beside it',
    exits: { 0: 'gathered', 1: 'there is nothing to keep', 2: 'there is no such run' },
  },
  clean: {
    file: './reports/clean.ts',
    does:
      'deletes runs below reports/runs: those of which no test began, then the oldest green ones, then the oldest red ' +
      'ones, until no more than the limits are left; every run does the same when it ends',
    takes: RUN,
    options: {
      runs: {
        value: 'N',
        about: 'number of runs that stay, beside those of --keep (NETRA_KEEP_RUNS, else 20)',
        least: 0,
      },
      megabytes: { value: 'N', about: 'size that they take together, in MB (NETRA_KEEP_MB, else 500)', least: 0 },
      keep: { about: 'delete nothing, and protect RUN from every later clean-up' },
    },
    uses: [
      ['disk space freed', 'npm run clean -- --runs 5', 'seconds'],
      ['the latest run kept for good', 'npm run clean -- --keep', 'seconds'],
    ],
    result: 'terminal, `reports/runs/`',
    exits: { 0: 'done', 2: 'there is no such run' },
  },
  judge: {
    file: './judge.ts',
    does:
      'judges what was recorded elsewhere, without browser or target: a HAR, a trace, frames, messages or a log, by ' +
      'content; several files are several people',
    takes: { value: 'FILE...', about: 'the files' },
    options: {
      person: { value: 'ID', about: 'id of the user, where the file does not say it; once per file', many: true },
      thread: { value: 'ID', about: 'the thread that every event must belong to' },
      question: { value: 'TEXT', about: 'what the user asked, where the file does not have their message' },
      json: { about: 'print JSON, for a program' },
    },
    uses: [['judge a recording of a browser, a test or a log', 'npm run judge -- customer.har', 'a second']],
    result: 'terminal, exit code',
    exits: {
      0: 'every rule holds',
      1: 'something is broken',
      2: 'a file cannot be read',
      3: 'there is no run to judge',
    },
  },
  replay: {
    file: './replay.ts',
    browser: true,
    does:
      'plays the server of a recorded test to the page again, by the same spec: every red test leaves a recording, ' +
      'and every test of a run with --record',
    takes: {
      value: 'RUN [TEST]',
      about: 'id or folder of a run, or a recording; part of a title chooses among its tests',
      most: 2,
    },
    options: {
      target: { value: 'NAME', about: 'whose page it is played to', oneOf: ['local', 'dev'], default: 'local' },
      pace: { value: 'MS', about: 'milliseconds between two frames, instead of the recorded times', least: 0 },
      step: { about: 'show the browser; each frame waits for F8 in its window, and nothing is too late' },
      headed: { about: 'show the browser' },
      keep: { value: 'NAME', about: 'keep the recording in tests/recordings, with what must be true of it' },
    },
    uses: [
      ['the red tests of the latest run, replayed', 'npm run replay -- latest', 'seconds each'],
      ['one of them, frame by frame', 'npm run replay -- latest "sees the AI answer" --step', ''],
    ],
    result: 'terminal, `reports/latest/`',
    exits: { 0: 'every replayed test is green', 1: 'one is red', 2: 'there is no such recording' },
  },
  merge: {
    file: './reports/merge.ts',
    does: 'merges the parts of a run into one, with one record, worklog and set of Allure results',
    takes: { value: 'FOLDER...', about: 'folders that contain the parts, at any depth' },
    uses: [['parts of a run that were made on several machines, merged', 'npm run merge -- reports/parts', 'seconds']],
    result: '`reports/latest/`',
    exits: { 0: 'merged', 2: 'there are no parts' },
  },
  watchdog: {
    file: './reports/watchdog.ts',
    does: 'asks GitHub whether the nightly run happened',
    uses: [['did the night happen?', 'npm run watchdog', 'seconds']],
    result: 'terminal, exit code',
    exits: { 0: 'it did', 1: 'it did not', 2: 'GitHub cannot be asked' },
  },
  frontend: {
    file: './frontend.ts',
    browser: true,
    does: 'runs the specs against a frontend of your own, with the embedded stack as its backend',
    options: {
      directory: { value: 'FOLDER', about: 'where the frontend is', default: '.' },
      start: { value: 'COMMAND', about: 'command that serves it, e.g. "next start"' },
      url: { value: 'URL', about: 'address where it then answers', default: 'http://localhost:3000' },
      grep: { value: 'TEXT', about: 'only the tests that match this regular expression', pattern: true },
      ...RECORD,
    },
    uses: [['a frontend of your own', 'npm run frontend -- --directory ../web --start ./serve.sh', 'minutes']],
    result: 'terminal, `reports/latest/`',
    exits: { 0: 'everything passed', 1: 'something failed, or the frontend did not answer' },
  },
  browser: {
    file: './own-browser.ts',
    does: "installs Playwright's own browser, whatever other browser there is",
    uses: [["Playwright's own browser, as the night uses it", 'npm run browser', 'a minute']],
    result: "the cache of Playwright's browsers",
    exits: { 0: 'it is there', 1: 'it could not be installed' },
  },
  actions: {
    file: './actions.ts',
    does: "asks GitHub what the workflows' actions need, for the check of the workflows",
    uses: [['the actions of the workflows, after one was raised', 'npm run actions', 'seconds']],
    result: '`.github/actions.json`',
    exits: { 0: 'done', 1: 'GitHub did not answer' },
  },
  bench: {
    file: './bench.ts',
    browser: true,
    does: 'measures what the suite itself costs, compared with a bare script of the same steps',
    takes: {
      value: '[TEST...]',
      about: 'with --against: files of tests, as `playwright test` takes them (the golden path)',
    },
    options: {
      rounds: { value: 'N', about: 'how many times each is measured', least: 1, default: 6 },
      against: { value: 'REV', about: 'compare with another commit instead: what a test takes here and there' },
    },
    uses: [
      ['what the suite itself costs', 'npm run bench', 'minutes'],
      ['what a change costs, compared with another commit', 'npm run bench -- --against main', 'minutes'],
    ],
    result: 'terminal',
    exits: { 0: 'within the limits', 1: 'above a limit' },
  },
  'team-checks': {
    file: './team-checks.ts',
    does: "prints which spec proves which of the team's checks",
    uses: [["which spec proves which of the team's checks", 'npm run team-checks', 'seconds']],
    result: 'terminal',
    exits: { 0: 'every check has a spec', 1: 'one has none' },
  },
  lint: {
    file: './lint.ts',
    does: 'looks for mistakes, bad format and unused code',
    options: { fix: { about: 'fix what can be fixed automatically' } },
    uses: [['mistakes, format, unused code', 'npm run lint', 'a minute']],
    result: 'terminal',
    exits: { 0: 'nothing found', 1: 'something found' },
  },
  typecheck: {
    file: './typecheck.ts',
    does: 'checks the types',
    uses: [['types', 'npm run typecheck', 'a minute']],
    result: 'terminal',
    exits: { 0: 'no mistakes', 1: 'mistakes' },
  },
  docs: {
    file: './docs.ts',
    browser: true,
    does: 'updates the tables, samples and pictures of the documents that are stale',
    options: { tables: { about: 'only what is made from the code, without running the golden path' } },
    uses: [['tables, samples and pictures of these pages', 'npm run docs', 'a minute']],
    result: 'the pages',
    exits: { 0: 'all is up to date', 1: 'a sample could not be made' },
  },
});

/** How a person types a command. @param {string} name */
export function typed(name) {
  return name === 'test' ? 'npm test' : `npm run ${name}`;
}
