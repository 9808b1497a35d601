import { type BrowserServer, chromium } from '@playwright/test';
import { findBrowser } from '../../config/browser.mjs';

/** Starts the browser that all runs share. It goes on when somebody ends us, until those runs have ended. */
export function startBrowser(): Promise<BrowserServer> {
  const { args, executablePath } = findBrowser();
  return chromium.launchServer({
    args,
    handleSIGINT: false,
    handleSIGTERM: false,
    handleSIGHUP: false,
    ...(executablePath ? { executablePath } : {}),
  });
}
