import { expect, test } from '@playwright/test';
import { budgets } from '../../config/budgets.ts';
import { Latencies } from '../../fixtures/latency.ts';
import type { ObservedRun } from '../../fixtures/observed-run.ts';

/** What a run of four pieces, whose first event came so late, leaves to say. */
function faultsOf(firstEvent: number | null): string[] {
  const latencies = new Latencies(budgets.local);
  latencies.add({
    latency: () => ({ firstEvent, firstText: 1, answer: 1, end: 1 }),
    showing: () => ({ pieces: [1, 2, 3, 4].map((time) => ({ time })) }),
    evidence: () => ({ lag: { each: [1, 1, 1] } }),
  } as unknown as ObservedRun);
  return latencies.faults.filter((fault) => fault.startsWith('firstEvent'));
}

test('Times within their budget are no fault', () => {
  expect(faultsOf(1)).toEqual([]);
});

test('A 95th percentile above its budget is one', () => {
  expect(faultsOf(budgets.local.firstEvent + 1)).toEqual([expect.stringContaining('firstEvent: p95 of 1 samples is 5001.0 ms, the budget is 5000 ms')]);
});

test('A measure that was not taken is one', () => {
  expect(faultsOf(null)).toEqual([expect.stringContaining('firstEvent: 0 samples of 1 runs')]);
});
