import { expect, test } from '@playwright/test';
import { installFromSystem } from '../../../bin/system-browser.mjs';

interface Step {
  code: number;
  output: string;
}

const OK: Step = { code: 0, output: '' };
const LOCKED: Step = {
  code: 100,
  output:
    'E: Could not get lock /var/lib/apt/lists/lock. It is held by process 7 (apt-get)\nE: Unable to lock directory\n',
};
const NO_PACKAGE: Step = { code: 100, output: 'Reading package lists...\nE: Unable to locate package chromium\n' };

/** An apt-get that gives these answers, the last one again and again; a browser is there once an install went well. */
async function install(...answers: Step[]) {
  const asked: string[] = [];
  let waited = 0;
  let there = false;
  const error = await installFromSystem(
    (args) => {
      const answer = answers[Math.min(asked.length, answers.length - 1)]!;
      asked.push(args.join(' '));
      there ||= args.includes('install') && answer.code === 0;
      return Promise.resolve(answer);
    },
    () => there,
    (ms) => Promise.resolve((waited += ms)),
  );
  return { error, asked, waited };
}

test.describe('browser of the system', () => {
  test('the lists of packages are updated before the install, and apt-get waits for its lock', async () => {
    const { error, asked } = await install(OK);
    expect(error).toBeUndefined();
    expect(asked).toEqual([
      '-o DPkg::Lock::Timeout=300 update -qq',
      '-o DPkg::Lock::Timeout=300 install -y -qq --no-install-recommends chromium-headless-shell',
    ]);
  });

  test('a lock on the lists is waited for', async () => {
    const { error, asked, waited } = await install(LOCKED, LOCKED, OK);
    expect(error).toBeUndefined();
    expect(asked.filter((step) => step.includes('update'))).toHaveLength(3);
    expect(waited).toBe(6_000);
  });

  test('a lock that is never released ends in its own error after five minutes', async () => {
    const { error, waited } = await install(LOCKED);
    expect(error).toBe('E: Unable to lock directory');
    expect(waited).toBe(300_000);
  });

  test('an update that fails does not stop the install', async () => {
    const { error, asked } = await install({ code: 100, output: 'E: Failed to fetch http://example.invalid\n' }, OK);
    expect(error).toBeUndefined();
    expect(asked).toHaveLength(2);
  });

  test('the second package is tried, and the last error of apt-get is handed on', async () => {
    const { error, asked } = await install(OK, NO_PACKAGE);
    expect(error).toBe('E: Unable to locate package chromium');
    expect(asked.slice(1).map((step) => step.split(' ').at(-1))).toEqual(['chromium-headless-shell', 'chromium']);
  });
});
