import type { Locator, Page } from '@playwright/test';

/** Where a person writes and sends a message. */
export class Composer {
  readonly field: Locator;
  readonly sendButton: Locator;
  readonly stopButton: Locator;
  readonly characterCount: Locator;

  constructor(page: Page) {
    this.field = page.getByRole('textbox', { name: 'Message input' });
    this.sendButton = page.getByRole('button', { name: 'Send message' });
    this.stopButton = page.getByRole('button', { name: 'Stop agent' });
    this.characterCount = page.getByTestId('character-count');
  }

  /** Writes the message and presses Enter. */
  async send(message: string): Promise<void> {
    await this.field.fill(message);
    await this.field.press('Enter');
  }

  /** Writes the message and clicks the button. */
  async sendByButton(message: string): Promise<void> {
    await this.field.fill(message);
    await this.sendButton.click();
  }
}
