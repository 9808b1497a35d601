import { chromium } from '@playwright/test';
import { findBrowser } from './browser.mjs';

/** Milliseconds within which a browser must start, on a busy machine too. */
const PATIENCE = 30_000;

/**
 * Starts the browser that somebody named in PW_CHROMIUM_PATH and closes it again: any program can stand there.
 * @throws Error with one sentence when it is no browser, or none that Playwright can drive
 */
export async function checkNamedBrowser(): Promise<void> {
  const { executablePath, args, source } = findBrowser();
  if (executablePath === undefined || source !== 'PW_CHROMIUM_PATH') return;
  try {
    const browser = await chromium.launch({ executablePath, args, timeout: PATIENCE });
    await browser.close();
  } catch {
    throw new Error(
      `PW_CHROMIUM_PATH is ${executablePath}, but this program does not start as a Chromium browser: correct or unset it.`,
    );
  }
}
