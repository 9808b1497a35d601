import type { Locator, Page } from '@playwright/test';

/** The bar on top of every page. */
export class Header {
  /** Full name of the person who is signed in. */
  readonly userName: Locator;
  readonly logoutButton: Locator;

  constructor(page: Page) {
    this.userName = page.getByTestId('user-email').describe('the name in the header');
    this.logoutButton = page.getByTestId('logout-button').describe('the button that signs out');
  }
}
