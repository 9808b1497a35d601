import type { Locator, Page } from '@playwright/test';

/** What the page shows of an agent run while it goes on. */
export class RunCard {
  readonly root: Locator;
  /** Heading of the answer's text as it streams in. */
  readonly partialResults: Locator;
  readonly thinking: Locator;
  readonly completedAgents: Locator;
  /** Names of the tools that work at this moment. */
  readonly toolsAtWork: Locator;
  /** Opens the card of a run that is over; it shrinks to this line. */
  readonly summary: Locator;
  readonly recommendations: Locator;
  readonly actionPlan: Locator;
  readonly costAnalysis: Locator;
  /** The figures of the report: what is spent, what it could be, what is saved, and more. */
  readonly figures: Locator;

  constructor(page: Page) {
    this.root = page.getByRole('region', { name: 'response card' });
    this.partialResults = this.root.getByText('Partial Results', { exact: true });
    this.thinking = this.root.getByText('Agent Thinking', { exact: true });
    this.completedAgents = this.root.getByText('Completed Agents');
    this.toolsAtWork = this.root.getByRole('list', { name: 'Tools at work' }).getByRole('listitem');
    this.summary = page.getByText(/^Analysis Complete/);
    this.recommendations = this.root.getByRole('heading', { name: 'Optimization Recommendations' });
    this.actionPlan = this.root.getByRole('heading', { name: 'Action Plan' });
    this.costAnalysis = this.root.getByRole('heading', { name: 'Cost Analysis' });
    this.figures = this.root.getByRole('definition');
  }
}
