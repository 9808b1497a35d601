import { expect, test } from '@playwright/test';
import { chooseBrowser } from '../../config/browser.mjs';

type Machine = Parameters<typeof chooseBrowser>[0];

/** A machine on which only these files and these downloads of Playwright exist. */
function machine({ files = [] as string[], downloads = [] as string[], ...more }: Partial<Machine> & { files?: string[]; downloads?: string[] }): Machine {
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

test.describe('The browser', () => {
  test('is the one that the environment names, before all others', () => {
    const named = machine({ files: ['/opt/mine', '/usr/bin/chromium'], downloads: ['chromium', 'chromium-headless-shell'], env: { PW_CHROMIUM_PATH: '/opt/mine' } });
    expect(chooseBrowser(named)).toMatchObject({ executablePath: '/opt/mine', source: 'PW_CHROMIUM_PATH' });
  });

  test('is never another one than the environment names', () => {
    const wrong = machine({ files: ['/usr/bin/chromium'], env: { PW_CHROMIUM_PATH: '/nowhere' } });
    expect(() => chooseBrowser(wrong)).toThrow('PW_CHROMIUM_PATH is /nowhere, but no browser is there: correct it or unset it.');
  });

  test("is Playwright's own when that was downloaded", () => {
    const both = machine({ files: ['/usr/bin/chromium'], downloads: ['chromium', 'chromium-headless-shell', 'ffmpeg'] });
    expect(chooseBrowser(both)).toEqual({ args: [], source: "Playwright's own", video: true });
    expect(chooseBrowser(machine({ downloads: ['chromium-headless-shell'] }))).toEqual({ args: [], source: "Playwright's own", video: false });
    expect(chooseBrowser(machine({ downloads: ['chromium'] }))).toMatchObject({ executablePath: '/cache/chrome', source: "Playwright's own" });
  });

  for (const [where, expected, given] of [
    ['on the PATH', '/snap/bin/chromium', machine({ env: { PATH: '/snap/bin' }, files: ['/snap/bin/chromium'] })],
    ['a Chrome before a Chromium', '/usr/bin/google-chrome', machine({ files: ['/usr/bin/chromium', '/usr/bin/google-chrome'] })],
    ['beside an empty PATH', '/usr/bin/chromium', machine({ env: {}, files: ['/usr/bin/chromium'] })],
    [
      'in a Mac\'s applications',
      '/Applications/Google Chrome.app/Contents/MacOS/Google Chrome',
      machine({ platform: 'darwin', files: ['/Applications/Google Chrome.app/Contents/MacOS/Google Chrome'] }),
    ],
    [
      'in the applications of one person',
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
    test(`of the system is found: ${where}`, () => {
      expect(chooseBrowser(given)).toMatchObject({ executablePath: expected, source: 'the system' });
    });
  }

  test('is the light one without a window, and a whole one when somebody wants to see it', () => {
    const files = ['/usr/bin/chromium', '/usr/bin/chromium-headless-shell'];
    expect(chooseBrowser(machine({ files }))).toMatchObject({ executablePath: '/usr/bin/chromium-headless-shell' });
    expect(chooseBrowser(machine({ files, window: true }))).toMatchObject({ executablePath: '/usr/bin/chromium' });
    const downloads = ['chromium', 'chromium-headless-shell'];
    expect(chooseBrowser(machine({ downloads, window: true }))).toMatchObject({ executablePath: '/cache/chrome' });
  });

  test('of the system makes no calls of its own, and only root goes without a sandbox', () => {
    const person = chooseBrowser(machine({ files: ['/usr/bin/chromium'] }));
    expect(person.args).toEqual(['--disable-background-networking', '--disable-component-update', '--disable-sync', '--no-first-run']);
    expect(chooseBrowser(machine({ files: ['/usr/bin/chromium'], root: true })).args).toEqual(['--no-sandbox', ...person.args]);
  });

  test('is "none" where there is none', () => {
    expect(chooseBrowser(machine({}))).toEqual({ args: [], source: 'none', video: false });
  });
});
