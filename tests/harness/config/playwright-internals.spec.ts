import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { chromium, expect, test } from '@playwright/test';
import { ROOT } from '../../../bin/child.mjs';
import {
  ALLURE_CLI,
  BEHAVIOUR,
  BROWSER_REVISIONS,
  NAMES_INSIDE,
  PLAYWRIGHT_CLI,
  PLAYWRIGHT_CORE,
  TRACE_VIEWER,
} from '../../../config/playwright-internals.mjs';
import { sourceFiles } from '../support/project-files.ts';

const read = (path: string) => readFileSync(join(ROOT, path), 'utf8');

/** What only the file of internals may hold. */
const INTERNAL =
  /node_modules\/(?:@playwright|playwright|@?allure)(?!.*package\.json)|\bPWTEST_|\.playwright-artifacts/;

test.describe('internals of Playwright and Allure', () => {
  for (const { name, file } of NAMES_INSIDE) {
    test(`"${name}" is in ${file} of the installed version`, () => {
      expect(read(`node_modules/${file}`)).toContain(name);
    });
  }

  for (const path of [PLAYWRIGHT_CLI, ALLURE_CLI, `${TRACE_VIEWER}/index.html`]) {
    test(`${path} exists in the installed version`, () => {
      expect(existsSync(join(ROOT, path))).toBe(true);
    });
  }

  test("Playwright's browser is in the folder that its list of revisions gives", () => {
    const { browsers } = JSON.parse(read(`${PLAYWRIGHT_CORE}/${BROWSER_REVISIONS}`)) as {
      browsers: { name: string; revision: string }[];
    };
    const revision = browsers.find(({ name }) => name === 'chromium')?.revision;
    expect(revision).toMatch(/^\d+$/);
    expect(chromium.executablePath().split(/[\\/]/)).toContain(`chromium-${revision}`);
  });

  test('every behaviour that is relied on is tested by a spec', () => {
    expect(BEHAVIOUR.map(({ spec }) => spec).filter((spec) => !existsSync(join(ROOT, spec)))).toEqual([]);
  });

  test('no other file of the project names an internal of Playwright or Allure', () => {
    const others = sourceFiles().filter(
      (file) => file !== 'config/playwright-internals.mjs' && !file.startsWith('tests/harness/'),
    );
    expect(others.filter((file) => INTERNAL.test(read(file)))).toEqual([]);
  });
});
