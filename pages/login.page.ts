import type { Locator, Page } from '@playwright/test';

/** `/login`: the development form, or the button to the identity provider. */
export class LoginPage {
  readonly page: Page;
  readonly quickDevLogin: Locator;
  readonly email: Locator;
  readonly password: Locator;
  readonly customLogin: Locator;
  /** Goes to the identity provider. */
  readonly accessBeta: Locator;
  /** The sign-in button of the page: quick dev login or identity provider. */
  readonly wayIn: Locator;
  /** Why the person is not signed in. */
  readonly problem: Locator;

  constructor(page: Page) {
    this.page = page;
    this.quickDevLogin = page.getByRole('button', { name: /^Quick Dev Login/ });
    this.email = page.getByPlaceholder('Email');
    this.password = page.getByPlaceholder('Password');
    this.customLogin = page.getByRole('button', { name: 'Login with Custom Credentials' });
    this.accessBeta = page.getByRole('button', { name: 'Access Beta' });
    this.wayIn = this.quickDevLogin.or(this.accessBeta);
    this.problem = page.getByRole('alert');
  }

  async goto(): Promise<void> {
    await this.page.goto('/login');
  }

  /** Signs in with the development form's own fields. */
  async signInAs(email: string, password: string): Promise<void> {
    await this.email.fill(email);
    await this.password.fill(password);
    await this.customLogin.click();
  }
}
