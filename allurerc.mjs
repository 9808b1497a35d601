import { existsSync } from 'node:fs';

const output = process.argv[process.argv.indexOf('--output') + 1] ?? '';
const red = /** @type {const} */ (['failed', 'broken']);

/** @type {import('allure').AllureConfig} */
export default {
  name: 'Netra Apex golden path',
  historyPath: './reports/allure-history.jsonl',
  historyLimit: 60,
  // A report that is made again is no new run: the former one was put aside.
  appendHistory: !existsSync(`${output}.old`),
  hideLabels: ['_fallbackTestCaseId', 'titlePath', 'package', 'language', 'framework', 'host', 'thread'],
  categories: {
    rules: [
      { name: 'Permissive authentication', matchers: { labels: { cause: /^(F38|F69) / } }, expand: true },
      {
        name: 'By cause',
        matchers: { labels: { cause: /^F\d+ / }, statuses: red },
        groupBy: [{ label: 'cause' }],
        expand: true,
      },
      {
        name: 'Not diagnosed',
        matchers: { labels: { cause: /^Not diagnosed$|^No known cause fits/ }, statuses: red },
        groupBy: ['severity'],
      },
      { name: 'Passed only when tried again', matchers: { flaky: true } },
    ],
  },
  plugins: {
    awesome: {
      options: {
        reportLanguage: 'en',
        theme: 'auto',
        // One level: each further one takes a quarter of the width that a phone has for a title.
        groupBy: ['group'],
        defaultSortBy: 'name,asc',
        stepTreeExpansion: 'expanded',
        sections: ['charts', 'timeline'],
        defaultSection: '',
        charts: [
          { type: 'currentStatus', title: 'This run' },
          { type: 'statusDynamics', title: 'Run by run', limit: 20 },
          { type: 'testResultSeverities', title: 'By severity' },
          { type: 'statusTransitions', title: 'Newly red and newly green', limit: 20 },
          { type: 'durationDynamics', title: 'Time run by run', limit: 20 },
          {
            type: 'stabilityDistribution',
            title: 'Stability by part of the product',
            groupBy: 'feature',
            threshold: 95,
          },
        ],
      },
    },
  },
};
