import type { Locator, Page } from '@playwright/test';

/** What a person can go on with, on whichever page of the product they are: to write, to sign in, or to leave it. */
export function arrival(page: Page): Locator {
  return page
    .getByRole('textbox', { name: 'Message input' })
    .or(page.getByRole('button', { name: /^(Quick Dev Login|Access Beta|Try Again|Return to|Retry)/ }))
    .or(page.getByRole('heading', { name: /not found|404/i }))
    .first();
}
