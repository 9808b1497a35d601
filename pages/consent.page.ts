import type { Locator, Page } from '@playwright/test';

/** The consent page of the identity provider; the embedded stack has one of its own. */
export class ConsentPage {
  /** E-mail address of an account that is not in the list. */
  readonly email: Locator;
  readonly allow: Locator;
  readonly deny: Locator;

  constructor(page: Page) {
    this.email = page.getByLabel('Another account');
    this.allow = page.getByRole('button', { name: 'Allow' });
    this.deny = page.getByRole('button', { name: 'Deny' });
  }
}
