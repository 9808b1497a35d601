import type { Locator, Page } from '@playwright/test';

/** The messages of the open conversation, the person's and the agents'. */
export class Transcript {
  readonly root: Locator;
  /** Every message, whoever wrote it. */
  readonly messages: Locator;
  readonly firstMessage: Locator;
  /** Texts of the person's messages. */
  readonly questions: Locator;
  readonly lastQuestion: Locator;
  /** Time of the first message. */
  readonly firstTime: Locator;
  /** Texts of the product's answers. */
  readonly answers: Locator;
  readonly lastAnswer: Locator;
  /** Questions and answers, in the order in which they are shown. */
  readonly said: Locator;
  /** Every place of the page whose changes are announced to a screen reader. */
  readonly announcements: Locator;
  /** The one of the embedded page. */
  readonly liveRegion: Locator;
  /** Lines about the steps of the agents. */
  readonly notes: Locator;
  /** A message that reports a failure. */
  readonly failure: Locator;
  readonly tryAgain: Locator;
  /** The one of the last failure. */
  readonly lastTryAgain: Locator;

  constructor(page: Page) {
    this.root = page.getByTestId('main-content').describe('the conversation');
    this.messages = this.root.getByRole('article');
    this.firstMessage = this.messages.first();
    this.questions = this.#textsBy(page, 'You').describe('a message of the person');
    this.lastQuestion = this.questions.last().describe('the last message of the person');
    this.firstTime = this.firstMessage.getByRole('time');
    this.answers = this.#textsBy(page, 'Netra Agent').describe('an answer');
    this.lastAnswer = this.answers.last().describe('the last answer');
    this.said = this.questions.or(this.answers).describe('questions and answers');
    this.announcements = page.locator(
      '[aria-live="polite"], [aria-live="assertive"], ' +
        ':is([role="log"], [role="status"], [role="alert"], output):not([aria-live="off"])',
    );
    this.liveRegion = page.getByRole('log', { name: 'Conversation' });
    this.notes = this.messages.locator('summary').describe('a line about a step');
    this.failure = this.messages.getByRole('alert');
    this.tryAgain = this.messages.getByRole('button', { name: 'Try Again' });
    this.lastTryAgain = this.tryAgain.last();
  }

  /** Scrolls up to the first message with the wheel, as a person does. */
  async scrollToStart(): Promise<void> {
    await this.root.hover();
    await this.root.page().mouse.wheel(0, -100_000);
  }

  /** A message about an agent's step, e.g. that it was started. */
  note(text: string | RegExp): Locator {
    return this.messages.filter({ hasText: text });
  }

  #textsBy(page: Page, author: string): Locator {
    return this.messages
      .filter({ has: page.getByRole('heading', { name: author, exact: true }) })
      .locator('.whitespace-pre-wrap');
  }
}
