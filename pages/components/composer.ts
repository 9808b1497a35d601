import type { Locator, Page } from '@playwright/test';

/** The form in which a person writes and sends a message. */
export class Composer {
  readonly field: Locator;
  readonly sendButton: Locator;
  readonly stopButton: Locator;
  readonly characterCount: Locator;
  /** Error box: why the last message was not delivered; its text returns to the field. */
  readonly failure: Locator;
  readonly tryAgain: Locator;
  readonly dismiss: Locator;
  /** Status shown while a message waits for the connection. */
  readonly queued: Locator;

  constructor(page: Page) {
    this.field = page.getByRole('textbox', { name: 'Message input' });
    this.sendButton = page.getByRole('button', { name: 'Send message' });
    this.stopButton = page.getByRole('button', { name: 'Stop agent' });
    this.characterCount = page.getByTestId('character-count').describe('the character count');
    const form = page.getByRole('form', { name: 'Write a message' });
    this.failure = page
      .getByTestId('message-input')
      .locator('.bg-red-50')
      .describe('the error below the message field');
    this.tryAgain = this.failure.getByRole('button', { name: 'Try Again' });
    this.dismiss = this.failure.getByRole('button', { name: 'Dismiss' });
    this.queued = form.getByRole('status');
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
