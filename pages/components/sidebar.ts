import type { Locator, Page } from '@playwright/test';

/** The list of conversations. */
export class Sidebar {
  readonly root: Locator;
  readonly newChat: Locator;
  readonly search: Locator;
  readonly list: Locator;
  readonly threads: Locator;
  /** Shown instead of an empty list. */
  readonly noConversations: Locator;
  /** Why the list could not be loaded. */
  readonly problem: Locator;
  readonly retry: Locator;

  constructor(page: Page) {
    this.root = page.getByTestId('chat-sidebar');
    this.newChat = this.root.getByTestId('new-chat-button');
    this.search = this.root.getByPlaceholder('Search conversations...');
    this.list = this.root.getByTestId('thread-list');
    this.threads = this.list.getByTestId(/^thread-item-/);
    this.noConversations = this.root.getByText(/^No conversations (yet|found)$/);
    this.problem = this.root.getByRole('alert');
    this.retry = this.problem.getByRole('button', { name: 'Retry' });
  }

  /** One conversation of the list. */
  thread(id: string): Locator {
    return this.list.getByTestId(`thread-item-${id}`);
  }
}
