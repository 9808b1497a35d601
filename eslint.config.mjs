import { createHash } from 'node:crypto';
import { readFileSync } from 'node:fs';
import eslint from '@eslint/js';
import playwright from 'eslint-plugin-playwright';
import tseslint from 'typescript-eslint';
import { importCyclesRule } from './bin/import-cycles.mjs';
import { sourceRule } from './bin/sources.mjs';
import { wallsRule } from './bin/walls.mjs';

/** @typedef {import('eslint').Linter.RulesRecord} Rules */

const OUR_RULES = ['bin/imports.mjs', 'bin/import-cycles.mjs', 'bin/sources.mjs', 'bin/walls.mjs'];

/** The version is made of the rules' text: the linter's cache does not outlive a wall that has changed. */
const ours = {
  meta: {
    name: 'ours',
    version: createHash('sha256')
      .update(OUR_RULES.map((file) => readFileSync(new URL(file, import.meta.url))).join())
      .digest('hex'),
  },
  rules: { walls: wallsRule, 'no-import-cycle': importCyclesRule, source: sourceRule },
};

const OUR_TESTS = 'tests/**/*.spec.ts';

/**
 * What a person's test says is about a person: no CSS, no waiting for time, no pushing through.
 * @type {Rules}
 */
const inPersonsTests = {
  'ours/source': 'error',
  'playwright/no-raw-locators': 'error',
  'playwright/no-conditional-in-test': 'error',
  'playwright/no-nth-methods': 'error',
  'no-restricted-globals': ['error', { name: 'setTimeout', message: 'Wait for a fact, not for time.' }],
};

/** @type {Rules} */
const inEveryTest = {
  'playwright/expect-expect': [
    'error',
    { assertFunctionNames: ['fc.assert'], assertFunctionPatterns: ['^assert', '^expect[A-Z]'] },
  ],
  'playwright/missing-playwright-await': ['error', { includePageLocatorMethods: true }],
  'playwright/no-commented-out-tests': 'error',
  'playwright/no-conditional-expect': 'error',
  'playwright/no-duplicate-hooks': 'error',
  'playwright/no-focused-test': 'error',
  'playwright/no-skipped-test': 'error',
  'playwright/no-slowed-test': 'error',
  'playwright/no-standalone-expect': 'error',
  'playwright/no-unsafe-references': 'error',
  'playwright/prefer-web-first-assertions': 'error',
  'playwright/valid-describe-callback': 'error',
  'playwright/valid-expect': 'error',
  'playwright/valid-expect-in-promise': 'error',
  'playwright/valid-title': 'error',
};

/** @type {Rules} */
const wherePagesAreDriven = {
  'playwright/no-element-handle': 'error',
  'playwright/no-force-option': 'error',
  'playwright/no-networkidle': 'error',
  'playwright/no-page-pause': 'error',
  'playwright/no-wait-for-navigation': 'error',
  'playwright/no-wait-for-selector': 'error',
  'playwright/no-wait-for-timeout': 'error',
};

export default tseslint.config(
  { ignores: ['node_modules', 'reports'] },
  { linterOptions: { noInlineConfig: true, reportUnusedDisableDirectives: 'error' } },
  eslint.configs.recommended,
  ...tseslint.configs.recommended,
  {
    files: ['**/*.{ts,mjs}'],
    plugins: { ours },
    languageOptions: { parserOptions: { projectService: true, tsconfigRootDir: import.meta.dirname } },
    rules: {
      'ours/walls': 'error',
      'ours/no-import-cycle': 'error',
      '@typescript-eslint/no-unused-vars': [
        'error',
        { argsIgnorePattern: '^_', varsIgnorePattern: '^_', ignoreRestSiblings: true },
      ],
      '@typescript-eslint/await-thenable': 'error',
      '@typescript-eslint/no-floating-promises': 'error',
      eqeqeq: 'error',
      'max-len': [
        'error',
        { code: 120, ignoreUrls: true, ignoreStrings: true, ignoreTemplateLiterals: true, ignoreRegExpLiterals: true },
      ],
      'max-lines': ['error', 350],
      'no-empty-pattern': ['error', { allowObjectPatternsAsParameters: true }], // Playwright's way to ask for no fixture
      'no-undef': 'off', // the type check knows better
      'no-warning-comments': 'error',
      'prefer-const': 'error',
      'no-restricted-properties': [
        'error',
        { object: 'process', property: 'env', message: 'Only config/ reads the environment.' },
      ],
      'no-restricted-imports': [
        'error',
        {
          paths: ['process', 'node:process'].map((name) => ({
            name,
            importNames: ['env'],
            message: 'Only config/ reads the environment.',
          })),
        },
      ],
    },
  },
  { files: ['config/**'], rules: { 'no-restricted-properties': 'off', 'no-restricted-imports': 'off' } },
  {
    files: ['tests/**', 'pages/**', 'fixtures/**', 'bin/bench/**'],
    plugins: { playwright },
    rules: wherePagesAreDriven,
  },
  { files: [OUR_TESTS], rules: inEveryTest },
  { files: [OUR_TESTS], ignores: ['tests/harness/**'], rules: inPersonsTests },
);
