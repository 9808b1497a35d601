import type { Locator, Page } from '@playwright/test';

/** The list of conversations. */
export class Sidebar {
  readonly root: Locator;
  readonly newChat: Locator;
  readonly search: Locator;
  readonly list: Locator;
  readonly threads: Locator;
  /** Those that are marked as the open one, in whichever way a screen reader is told. */
  readonly markedAsOpen: Locator;
  /** Shown instead of an empty list. */
  readonly noConversations: Locator;
  /** What the list shows once it is loaded: its threads, or that there are none. */
  readonly loaded: Locator;
  /** Why the list could not be loaded. */
  readonly problem: Locator;
  readonly retry: Locator;

  constructor(page: Page) {
    this.root = page.getByTestId('chat-sidebar').describe('the list of conversations');
    this.newChat = this.root.getByTestId('new-chat-button').describe('the button "New Chat"');
    this.search = this.root.getByPlaceholder('Search conversations...');
    this.list = this.root.getByTestId('thread-list').describe('the list of conversations');
    this.threads = this.list.getByTestId(/^thread-item-/).describe('a conversation in the list');
    const marked = page.locator(
      '[aria-current]:not([aria-current="false"]), [aria-selected="true"], [aria-pressed="true"], [aria-checked="true"]',
    );
    const around = marked.filter({ has: page.getByTestId(/^thread-item-/) });
    this.markedAsOpen = this.threads
      .and(marked)
      .or(this.threads.filter({ has: marked }))
      .or(around)
      .describe('a conversation that is marked as open');
    this.noConversations = this.root.getByText(/^No conversations (yet|found)$/);
    this.loaded = this.threads.or(this.noConversations).describe('the loaded list of conversations');
    this.problem = this.root.getByRole('alert');
    this.retry = this.problem.getByRole('button', { name: 'Retry' });
  }

  /** One conversation of the list. */
  thread(id: string): Locator {
    return this.list.getByTestId(`thread-item-${id}`).describe(`conversation ${id} in the list`);
  }
}
