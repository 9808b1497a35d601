import type { Locator, Page } from '@playwright/test';

/** What the page shows of an agent run while it goes on. */
export class RunCard {
  readonly root: Locator;
  /** Heading of the answer's text as it streams in. */
  readonly partialResults: Locator;
  readonly thinking: Locator;
  readonly completedAgents: Locator;

  constructor(page: Page) {
    this.root = page.getByRole('region', { name: 'response card' });
    this.partialResults = this.root.getByText('Partial Results', { exact: true });
    this.thinking = this.root.getByText('Agent Thinking', { exact: true });
    this.completedAgents = this.root.getByText('Completed Agents');
  }
}
