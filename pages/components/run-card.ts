import type { Locator, Page } from '@playwright/test';

/** The card of an agent run, shown while it is running and after. */
export class RunCard {
  readonly root: Locator;
  /** Heading of the answer's text as it streams in. */
  readonly partialResults: Locator;
  readonly thinking: Locator;
  readonly completedAgents: Locator;
  /** Names of the tools that are running. */
  readonly toolsAtWork: Locator;
  /** The line to which the card of a finished run collapses; a click opens it. */
  readonly summary: Locator;
  /** That line as a button, and the button that collapses an opened card. */
  readonly bar: Locator;
  readonly collapse: Locator;
  readonly recommendations: Locator;
  readonly actionPlan: Locator;
  readonly costAnalysis: Locator;
  /** The figures of the report: current and possible costs, savings, and more. */
  readonly figures: Locator;

  constructor(page: Page) {
    this.root = page.getByRole('region', { name: 'response card' });
    this.partialResults = this.root.getByText('Partial Results', { exact: true });
    this.thinking = this.root.getByText('Agent Thinking', { exact: true });
    this.completedAgents = this.root.getByText('Completed Agents');
    this.toolsAtWork = this.root.getByRole('list', { name: 'Tools at work' }).getByRole('listitem');
    this.summary = page.getByText(/^Analysis Complete/);
    this.bar = page.getByRole('button', { name: /^Analysis Complete/ });
    this.collapse = this.root.getByRole('button', { name: 'Collapse Analysis' });
    this.recommendations = this.root.getByRole('heading', { name: 'Optimization Recommendations' });
    this.actionPlan = this.root.getByRole('heading', { name: 'Action Plan' });
    this.costAnalysis = this.root.getByRole('heading', { name: 'Cost Analysis' });
    this.figures = this.root.getByRole('definition');
  }
}
