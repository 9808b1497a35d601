import type { TargetName } from './target-names.ts';

/**
 * Time limits of a target, in milliseconds. A wait of the suite is a wait for a fact within one of these, and a broken
 * budget is named in the message. The figures of `staging` are the thresholds of the contract
 * (docs/contract/team-checks.md 7.7) (welcome 10 s, first event 5 s, gap 15 s, completion 120 s); those of `local` are
 * generous for a busy two-core machine.
 */
export interface Budgets {
  /** Page open until the composer can be used. */
  ready: number;
  /** Socket opened until it is welcomed. */
  welcome: number;
  /** Message sent until the first event of its run. */
  firstEvent: number;
  /** Message sent until the first piece of the answer is visible. */
  firstText: number;
  /** Longest silence inside a run. */
  silence: number;
  /** Message sent until the run's end. */
  runEnd: number;
  /** Frame received until its text is visible, 95th percentile. */
  lag: number;
  /** Run's end on the wire until the screen agrees with it. */
  settle: number;
  /** One request to the API, 95th percentile. */
  request: number;
  /** Longest time that the page's main thread is busy in one piece while an answer streams, 95th percentile. */
  busy: number;
  /** Allowed difference between a stamp and its arrival: of two clocks, or of a machine that is both and busy. */
  skew: number;
}

/** How long a part of a night may take, in milliseconds; the workflow grants its step a little more. */
export const partLimit = 40 * 60_000;

/** How long a test on a product target may take, in milliseconds. */
export const testLimit = 180_000;

export const budgets = {
  local: {
    ready: 10_000,
    welcome: 5_000,
    firstEvent: 5_000,
    firstText: 10_000,
    silence: 5_000,
    runEnd: 20_000,
    lag: 500,
    settle: 5_000,
    request: 2_000,
    busy: 200,
    skew: 15_000,
  },
  dev: {
    ready: 20_000,
    welcome: 10_000,
    firstEvent: 5_000,
    firstText: 30_000,
    silence: 15_000,
    runEnd: 60_000,
    lag: 3_000,
    settle: 10_000,
    request: 2_000,
    busy: 200,
    skew: 15_000,
  },
  staging: {
    ready: 30_000,
    welcome: 10_000,
    firstEvent: 5_000,
    firstText: 30_000,
    silence: 15_000,
    runEnd: 120_000,
    lag: 1_000,
    settle: 10_000,
    request: 2_000,
    busy: 200,
    skew: 5_000,
  },
  production: {
    ready: 30_000,
    welcome: 10_000,
    firstEvent: 5_000,
    firstText: 30_000,
    silence: 15_000,
    runEnd: 120_000,
    lag: 1_000,
    settle: 10_000,
    request: 2_000,
    busy: 200,
    skew: 5_000,
  },
  /** An embedded stack that is broken on purpose: nobody waits longer for what does not come. */
  mutants: {
    ready: 2_000,
    welcome: 2_000,
    // Longer than the silence: a message that nothing answers then breaks its rule, too.
    firstEvent: 3_000,
    firstText: 3_000,
    silence: 2_500,
    runEnd: 12_000,
    lag: 1_000,
    settle: 1_500,
    request: 2_000,
    busy: 200,
    skew: 5_000,
  },
} satisfies Record<TargetName | 'mutants', Budgets>;
