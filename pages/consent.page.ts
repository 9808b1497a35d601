import type { Locator, Page } from '@playwright/test';

/**
 * The identity provider's question whether the product may know who the person is; the embedded stack has one of its
 * own.
 */
export class ConsentPage {
  /** Address of an account that is not in the list. */
  readonly email: Locator;
  readonly allow: Locator;
  readonly deny: Locator;

  constructor(page: Page) {
    this.email = page.getByLabel('Another account');
    this.allow = page.getByRole('button', { name: 'Allow' });
    this.deny = page.getByRole('button', { name: 'Deny' });
  }
}
