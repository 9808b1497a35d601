import { type BrowserServer, chromium } from '@playwright/test';
import { findBrowser } from '../../config/browser.mjs';

/** Starts the browser that all runs share. */
export function startBrowser(): Promise<BrowserServer> {
  const { args, executablePath } = findBrowser();
  return chromium.launchServer({ args, ...(executablePath ? { executablePath } : {}) });
}
