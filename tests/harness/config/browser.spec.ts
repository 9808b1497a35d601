import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from '@playwright/test';
import { ROOT, run } from '../../../bin/child.mjs';
import { chooseBrowser, namedBrowser } from '../../../config/browser.mjs';
import { childEnvironment } from '../../../config/child-environment.mjs';

type Machine = Parameters<typeof chooseBrowser>[0];

/** A machine on which only these files and these downloads of Playwright exist. */
function machine({
  files = [] as string[],
  downloads = [] as string[],
  ...more
}: Partial<Machine> & { files?: string[]; downloads?: string[] }): Machine {
  return {
    platform: 'linux',
    env: { PATH: '/usr/local/bin:/usr/bin' },
    home: '/home/ada',
    window: false,
    root: false,
    usable: (file) => files.includes(file),
    downloaded: (name) => downloads.includes(name),
    ownPath: () => '/cache/chrome',
    ...more,
  };
}

test.describe('choice of the browser', () => {
  test('the browser named by the environment wins over all others', () => {
    const named = machine({
      files: ['/opt/mine', '/usr/bin/chromium'],
      downloads: ['chromium', 'chromium-headless-shell'],
      env: { PW_CHROMIUM_PATH: '/opt/mine' },
    });
    expect(chooseBrowser(named)).toMatchObject({ executablePath: '/opt/mine', source: 'PW_CHROMIUM_PATH' });
  });

  test('the browser named by the environment is never replaced by another one', () => {
    const wrong = machine({ files: ['/usr/bin/chromium'], env: { PW_CHROMIUM_PATH: '/nowhere' } });
    expect(() => chooseBrowser(wrong)).toThrow(
      'PW_CHROMIUM_PATH is /nowhere, but there is no browser at this path: correct or unset it.',
    );
  });

  for (const [what, path] of [
    ['does not exist', '/nowhere'],
    ['is a folder', import.meta.dirname],
    ['is not a program', import.meta.filename],
  ] as const) {
    test(`a named browser that ${what} is refused in one message`, async () => {
      const args = [
        join(ROOT, 'node_modules/@playwright/test/cli.js'),
        'test',
        '--list',
        '--project=harness',
        'config/browser.spec',
      ];
      const env = childEnvironment({ PW_CHROMIUM_PATH: path, NETRA_RUN: undefined, TEST_WORKER_INDEX: undefined });
      const { code, output } = await run(process.execPath, args, { env });
      expect(output.trim()).toBe(
        `PW_CHROMIUM_PATH is ${path}, but there is no browser at this path: correct or unset it.`,
      );
      expect(code).toBe(1);
    });
  }

  test('the browser is named by the environment, else by the settings file', ({}, testInfo) => {
    const folder = testInfo.outputPath();
    expect(namedBrowser({}, folder)).toBeUndefined();
    writeFileSync(join(folder, '.env'), 'STAGING_RELEASE=beta-14\nPW_CHROMIUM_PATH="/opt/my browser"\n');
    expect(namedBrowser({ PW_CHROMIUM_PATH: '' }, folder)).toBe('/opt/my browser');
    expect(namedBrowser({ PW_CHROMIUM_PATH: '/opt/other' }, folder)).toBe('/opt/other');
  });

  test("Playwright's own browser is used when it was downloaded", () => {
    const both = machine({ files: ['/usr/bin/chromium'], downloads: ['chromium', 'chromium-headless-shell'] });
    for (const one of [both, machine({ downloads: ['chromium-headless-shell'] })])
      expect(chooseBrowser(one)).toEqual({ args: [], source: "Playwright's own" });
    expect(chooseBrowser(machine({ downloads: ['chromium'] }))).toMatchObject({
      executablePath: '/cache/chrome',
      source: "Playwright's own",
    });
  });

  for (const [where, expected, given] of [
    ['on the PATH', '/snap/bin/chromium', machine({ env: { PATH: '/snap/bin' }, files: ['/snap/bin/chromium'] })],
    [
      'Chrome before Chromium',
      '/usr/bin/google-chrome',
      machine({ files: ['/usr/bin/chromium', '/usr/bin/google-chrome'] }),
    ],
    ['with an empty PATH', '/usr/bin/chromium', machine({ env: {}, files: ['/usr/bin/chromium'] })],
    [
      'in the applications of macOS',
      '/Applications/Google Chrome.app/Contents/MacOS/Google Chrome',
      machine({ platform: 'darwin', files: ['/Applications/Google Chrome.app/Contents/MacOS/Google Chrome'] }),
    ],
    [
      "in a user's applications on macOS",
      '/home/ada/Applications/Chromium.app/Contents/MacOS/Chromium',
      machine({ platform: 'darwin', files: ['/home/ada/Applications/Chromium.app/Contents/MacOS/Chromium'] }),
    ],
    [
      'in a Windows program folder',
      'C:\\Program Files\\Google\\Chrome\\Application\\chrome.exe',
      machine({
        platform: 'win32',
        env: { PROGRAMFILES: 'C:\\Program Files' },
        files: ['C:\\Program Files\\Google\\Chrome\\Application\\chrome.exe'],
      }),
    ],
  ] as const) {
    test(`an installed browser is found: ${where}`, () => {
      expect(chooseBrowser(given)).toMatchObject({ executablePath: expected, source: 'the system' });
    });
  }

  test('headless runs use the headless shell, and headed runs a full browser', () => {
    const files = ['/usr/bin/chromium', '/usr/bin/chromium-headless-shell'];
    expect(chooseBrowser(machine({ files }))).toMatchObject({ executablePath: '/usr/bin/chromium-headless-shell' });
    expect(chooseBrowser(machine({ files, window: true }))).toMatchObject({ executablePath: '/usr/bin/chromium' });
    const downloads = ['chromium', 'chromium-headless-shell'];
    expect(chooseBrowser(machine({ downloads, window: true }))).toMatchObject({ executablePath: '/cache/chrome' });
  });

  test('an installed browser makes no calls of its own, and only root runs it without a sandbox', () => {
    const person = chooseBrowser(machine({ files: ['/usr/bin/chromium'] }));
    expect(person.args).toEqual([
      '--disable-background-networking',
      '--disable-component-update',
      '--disable-sync',
      '--no-first-run',
    ]);
    expect(chooseBrowser(machine({ files: ['/usr/bin/chromium'], root: true })).args).toEqual([
      '--no-sandbox',
      ...person.args,
    ]);
  });

  test('the browser is "none" when there is none', () => {
    expect(chooseBrowser(machine({}))).toEqual({ args: [], source: 'none' });
  });
});
