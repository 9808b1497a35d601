import type { Locator, Page } from '@playwright/test';

/** The identity provider's question whether the product may know who the person is; the embedded stack has one of its own. */
export class ConsentPage {
  readonly email: Locator;
  readonly allow: Locator;
  readonly deny: Locator;

  constructor(page: Page) {
    this.email = page.getByLabel('Email');
    this.allow = page.getByRole('button', { name: 'Allow' });
    this.deny = page.getByRole('button', { name: 'Deny' });
  }
}
