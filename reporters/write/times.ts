import { type Figure, quantileOf } from '../assess/figures.ts';
import { NOT_MEASURED, duration } from './worklog/words.ts';

/** A time as a table shows it, and whether it is over the budget. */
export interface TimeCell {
  text: string;
  over: boolean;
}

/** What stands behind a time that is over its budget: no reader may need the colour. */
export const OVER = 'over budget';

/**
 * The median, the 95th percentile and the longest of a figure; what has too few samples for a percentile says so. Where
 * the budget is of the percentile, the longest is held against it only in the percentile's place.
 */
export function timeCells({ samples, budget, budgetOf }: Figure): TimeCell[] {
  const cell = (value: number | null, counts = true): TimeCell =>
    value === null
      ? { text: samples.length === 0 ? NOT_MEASURED : 'n < 20', over: false }
      : { text: duration(value), over: counts && budget !== null && value > budget };
  const p95 = quantileOf(samples, 0.95);
  const most = samples.length === 0 ? null : Math.max(...samples.map(({ value }) => value));
  return [cell(quantileOf(samples, 0.5)), cell(p95), cell(most, budgetOf === 'each' || p95 === null)];
}

/** The budget of a figure, and of what it is. */
export function budgetText({ budget, budgetOf }: Figure): string {
  if (budget === null) return 'none';
  return `${duration(budget)}${budgetOf === 'p95' ? ' (p95)' : ''}`;
}
