import { readFileSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { expect, test } from '@playwright/test';
import { ESLint, type Linter } from 'eslint';
import { ROOT } from '../../../bin/child.mjs';
import { importPath } from '../../../bin/import-cycles.mjs';
import { specifiersIn } from '../../../bin/imports.mjs';
import { WALLS, permissionFor, trespass } from '../../../bin/walls.mjs';
import { sourceFiles } from '../support/project-files.ts';

const ROOMS = Object.keys(WALLS).filter((name) => name !== '.');

/** The way from a file of a room to the project's top folder. */
const up = (room: string) => '../'.repeat(room.split('/').length);

/** Without the type information, which takes seconds to gather. */
const quick: Linter.Config = {
  files: ['**/*.ts'],
  languageOptions: { parserOptions: { projectService: false } },
  rules: {
    '@typescript-eslint/await-thenable': 'off',
    '@typescript-eslint/no-floating-promises': 'off',
  },
};
const quickLinter = new ESLint({ cwd: ROOT, overrideConfig: quick });

/** The rules that fire on the text of a file. */
async function lint(filePath: string, code: string, linter = quickLinter): Promise<(string | null)[]> {
  const [result] = await linter.lintText(code, { filePath });
  return (result?.messages ?? []).map(({ ruleId, message }) => ruleId ?? message);
}

test.describe('import walls', () => {
  test('a room may import exactly what the table names', () => {
    for (const room of ROOMS) {
      const allowed = ROOMS.filter((other) => trespass(`${room}/a.ts`, `${up(room)}${other}/b.ts`) === undefined);
      expect(allowed.sort(), room).toEqual(
        ROOMS.filter((other) => other === room || WALLS[room]?.rooms.includes(other)).sort(),
      );
    }
  });

  test('the stack may not import the grammar, and no room may import the tests', () => {
    expect(trespass('stack/server/agent/run.ts', '../../../lib/protocol/rules.ts')).toMatch(
      /^stack\/server\/ may import stack\/, stack\/faults\/, not lib\/protocol\/: .*drift/,
    );
    expect(trespass('stack/web/app.ts', '../../lib/protocol/rules.ts')).toMatch(/not lib\/protocol/);
    for (const room of ROOMS.filter((name) => name !== 'tests'))
      expect(trespass(`${room}/a.ts`, `${up(room)}tests/a.spec.ts`), room).toMatch(/not tests/);
  });

  test('tests may import only the fixtures, and harness specs the room that they test', () => {
    expect(trespass('tests/chat/a.spec.ts', '../../fixtures/index.ts')).toBeUndefined();
    expect(trespass('tests/a.spec.ts', '@playwright/test')).toBe(
      'tests/ may import no package, not @playwright/test: a test has one import: test and expect.',
    );
    expect(trespass('tests/harness/protocol/a.spec.ts', '../../../lib/protocol/rules.ts')).toBeUndefined();
  });

  test('the pure rooms may not import files, clocks or browsers', () => {
    for (const name of ['node:fs', 'fs/promises', '@playwright/test', 'ws'])
      expect(trespass('lib/protocol/a.ts', name), name).toContain(name);
  });

  test('a room that is missing from the table may import nothing', () => {
    expect(trespass('attic/a.ts', '../lib/protocol/rules.ts')).toContain('not in bin/walls.mjs yet');
  });

  test('every permission in the table is used by an import', () => {
    const granted = Object.entries(WALLS).flatMap(([room, { rooms, packages = [] }]) => [
      ...rooms.map((name) => `${room}: rooms ${name}`),
      ...packages.map((name) => `${room}: packages ${name}`),
    ]);
    const used = new Set(
      sourceFiles().flatMap((file) =>
        specifiersIn(readFileSync(join(ROOT, file), 'utf8')).map((specifier) => {
          const { room, list, name } = permissionFor(file, specifier);
          return `${room}: ${list} ${name}`;
        }),
      ),
    );
    expect(granted.filter((permission) => !used.has(permission))).toEqual([]);
  });

  for (const [kind, code] of Object.entries({
    'an import': "import '../../lib/protocol/rules.ts';",
    'a type import': "import type { Run } from '../../lib/protocol/rules.ts'; export type R = Run;",
    'an imported type in place': "export type R = import('../../lib/protocol/rules.ts').Run;",
    'a re-export': "export * from '../../lib/protocol/rules.ts';",
    'a dynamic import': "export const rules = import('../../lib/protocol/rules.ts');",
  })) {
    test(`${kind} across a wall is an error`, async () => {
      expect(await lint('stack/server/agent.ts', code)).toEqual(['ours/walls']);
    });
  }
});

test.describe('import cycles', () => {
  const imports: Record<string, string[]> = { a: ['b', 'c'], b: ['c'], c: ['d'], d: ['b'], e: [] };
  const targets = (file: string) => imports[file] ?? [];

  test('the shortest path between two files is found', () => {
    expect(importPath('a', 'd', targets)).toEqual(['a', 'c', 'd']);
    expect(importPath('b', 'b', targets)).toEqual(['b']);
  });

  test('files that are in a cycle, or not connected, do not stop the search', () => {
    expect(importPath('b', 'e', targets)).toBeUndefined();
    expect(importPath('d', 'a', targets)).toBeUndefined();
  });

  for (const [kind, code] of Object.entries({
    'an import': "import './tap.ts';",
    'an import of a type': "import type { Tap } from './tap.ts'; export type T = Tap;",
    'an imported type in place': "export type T = import('./tap.ts').Tap;",
    'an export from': "export * from './tap.ts';",
    'a dynamic import': "export const tap = () => import('./tap.ts');",
  })) {
    test(`the linter reports ${kind} that closes a cycle`, async () => {
      expect(await lint('lib/wire/source.ts', code)).toEqual(['ours/no-import-cycle']);
      expect(await lint('lib/wire/outside.ts', code)).toEqual([]);
    });
  }

  test('the message names every file of the cycle', async () => {
    const [result] = await quickLinter.lintText("import './tap.ts';", { filePath: 'lib/wire/source.ts' });
    expect(result?.messages[0]?.message).toBe(
      'This import closes a cycle: lib/wire/source.ts -> lib/wire/tap.ts -> lib/wire/source.ts.',
    );
  });
});

test.describe('linter', () => {
  const inATest = (body: string) =>
    `import { test, expect } from '../fixtures/index.ts';\ntest('t', { tag: '@embedded' }, async ({ page }) => {\n${body}\n});\n`;

  test('a good test has no lint errors', async () => {
    expect(await lint('tests/a.spec.ts', inATest("await expect(page.getByRole('log')).toBeVisible();"))).toEqual([]);
  });

  for (const [rule, body] of Object.entries({
    'playwright/no-wait-for-timeout': 'await page.waitForTimeout(100); expect(1).toBe(1);',
    'playwright/no-networkidle': "await page.waitForLoadState('networkidle'); expect(1).toBe(1);",
    'playwright/no-force-option': "await page.getByRole('button').click({ force: true }); expect(1).toBe(1);",
    'playwright/no-raw-locators': "await expect(page.locator('.answer')).toBeVisible();",
    'playwright/missing-playwright-await': "expect(page.getByRole('log')).toBeVisible();",
    'playwright/no-conditional-in-test': "if (page.url()) await page.goto('/'); expect(1).toBe(1);",
    'playwright/expect-expect': "await page.goto('/');",
    'playwright/no-skipped-test': 'test.skip(); expect(1).toBe(1);',
    'no-restricted-globals': 'setTimeout(() => {}, 10); expect(1).toBe(1);',
    'no-restricted-properties': 'expect(process.env.CI).toBe(1);',
  })) {
    test(`${rule} is enforced in tests`, async () => {
      expect(await lint('tests/a.spec.ts', inATest(body))).toContain(rule);
    });
  }

  const spec = (details: string, group = '') => {
    const one = `test('t', ${details}async () => { expect(1).toBe(1); });`;
    const all = group === '' ? one : `test.describe('g', ${group}, () => {\n${one}\n});`;
    return `import { test, expect, source } from '../fixtures/index.ts';\nconst tags = ['@embedded'];\n${all}\n`;
  };
  for (const [what, code] of Object.entries({
    'a source': spec("{ annotation: source('docs/contract/frontend.md 8') }, "),
    'one of several sources': spec("{ tag: '@advice', annotation: [source('WCAG 2.2, 2.4.3')] }, "),
    'a source of its group': spec('', "{ annotation: source('WCAG 2.2, 2.4.3') }"),
    'a team check': spec("{ tag: ['@p1', '@P1-001'] }, "),
    'a place at home': spec('', "{ tag: '@embedded' }"),
  }))
    test(`a spec with ${what} may run on a product`, async () => {
      expect(await lint('tests/a.spec.ts', code)).not.toContain('ours/source');
    });

  for (const [what, code] of Object.entries({
    nothing: spec(''),
    'tags of another kind': spec("{ tag: ['@read-only', '@p1', '@advice'] }, "),
    'an annotation of another kind': spec("{ annotation: { type: 'issue' } }, "),
    'tags that stand elsewhere': spec('{ tag: tags }, '),
    'a source of another group': `${spec('', "{ annotation: source('RFC 6455, 4') }")}test('u', () => expect(1).toBe(1));`,
    'a modifier and nothing else': spec('').replace("test('t'", "test.only('t'"),
  }))
    test(`a spec with ${what} may not run on a product`, async () => {
      expect(await lint('tests/a.spec.ts', code)).toContain('ours/source');
      expect(await lint('tests/harness/bin/a.spec.ts', code)).not.toContain('ours/source');
    });

  for (const [rule, code] of Object.entries({
    'no-restricted-properties': 'export const { env } = process;',
    'no-restricted-imports': "export { env } from 'node:process';",
    '@typescript-eslint/no-explicit-any': 'export const anything = (it: any) => it;',
    '@typescript-eslint/ban-ts-comment': '// @ts-ignore\nexport const it = 1;',
    'no-empty': 'try { JSON.parse("x"); } catch {}',
    'no-warning-comments': '// TODO later',
    'max-lines': 'export {};\n'.repeat(351),
  })) {
    test(`${rule} is enforced in every file`, async () => {
      expect(await lint('lib/wire/tap.ts', code)).toContain(rule);
    });
  }

  test('only config/ may read the environment', async () => {
    expect(await lint('config/a.ts', 'export const ci = Boolean(process.env.CI);')).toEqual([]);
  });

  test('a comment cannot disable a lint rule', async () => {
    expect(await lint('lib/wire/tap.ts', '/* eslint-disable no-var */\nexport var it = 1;')).toContain('no-var');
  });

  test('a promise that nobody awaits is an error', async ({}, testInfo) => {
    const code = 'Promise.resolve(1);\nexport {};\n';
    const project = testInfo.outputPath('tsconfig.json');
    writeFileSync(project, JSON.stringify({ compilerOptions: { lib: ['ES2015'], types: [] }, files: ['a.ts'] }));
    writeFileSync(testInfo.outputPath('a.ts'), code); // under CI the types are those of the file
    const linter = new ESLint({
      cwd: dirname(project),
      overrideConfigFile: join(ROOT, 'eslint.config.mjs'),
      overrideConfig: { files: ['a.ts'], languageOptions: { parserOptions: { projectService: false, project } } },
    });
    expect(await lint('a.ts', code, linter)).toEqual(['@typescript-eslint/no-floating-promises']);
  });
});
