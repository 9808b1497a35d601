import { z } from 'zod';
import type { MetDefect } from '../../config/decisions/known-defect.ts';
import { attempt } from './schema-attempt.ts';

/** Version of the record's form; a reader refuses a record of another one. */
export const RECORD_FORM = 1;

const text = z.string();
const time = z.iso.datetime();

export const OUTCOMES = ['passed', 'failed', 'flaky', 'skipped', 'timedOut', 'notRun', 'unmet'] as const;
/**
 * How a test ended, all attempts together. `flaky` passed only when tried again; `notRun` was never begun, or never
 * ended; `unmet` is an advice that the product does not follow, which is no failure.
 */
export const outcome = z.enum(OUTCOMES);
export type Outcome = z.infer<typeof outcome>;

export const PRIORITIES = ['P1', 'P2', 'P3', 'P4'] as const;
const priority = z.enum(PRIORITIES);
export type Priority = z.infer<typeof priority>;

/** What is known of a test before it runs. */
export const plannedTest = z.object({
  /** Playwright's id: the same test has it in every run, and the HTML report is addressed by it. */
  id: text,
  project: text,
  /** Path below `tests/`. */
  file: text,
  line: z.int(),
  /** Titles of the groups and the test, outermost first. */
  titles: z.array(text).min(1),
  /** The suite as the team names it, what part of the product it looks at, and how much hangs on it. */
  suite: text,
  component: text,
  priority,
  tags: z.array(text),
  /** Nothing in it is asked of the product: it proves the suite itself. */
  ofTheSuite: z.boolean(),
  /** It advises the target, and binds it to nothing. */
  advice: z.boolean().default(false),
  /** The entry that says that it is flaky on this target, where there is one that was still valid. */
  flake: z.object({ why: text, owner: text, expires: text }).nullable().default(null),
});
export type PlannedTest = z.infer<typeof plannedTest>;

const annotation = z.object({ type: text, description: text });

export const testRecord = plannedTest.extend({
  outcome,
  /** Why it did not run, or what is remarkable; null when there is nothing to say. */
  note: text.nullable(),
  annotations: z.array(annotation),
  attempts: z.array(attempt),
});
export type TestRecord = z.infer<typeof testRecord>;

export const counts = z
  .object({
    planned: z.int(),
    passed: z.int(),
    failed: z.int(),
    flaky: z.int(),
    skipped: z.int(),
    timedOut: z.int(),
    notRun: z.int(),
    unmet: z.int().default(0),
  })
  .refine((all) => OUTCOMES.reduce((sum, name) => sum + all[name], 0) === all.planned, {
    error: 'planned is not the sum of the outcomes',
  });
export type Counts = z.infer<typeof counts>;

/** What the run was made with and on. */
export const machine = z.object({
  suite: z.object({
    version: text,
    revision: text.nullable(),
    branch: text.nullable(),
    changed: z.boolean().nullable(),
  }),
  node: text,
  playwright: text,
  browser: text.nullable(),
  platform: text,
  cpus: z.int(),
});
export type Machine = z.infer<typeof machine>;

/** Where the run was made, if by a continuous-integration system. */
export const ci = z.object({
  system: text,
  job: text.nullable(),
  runUrl: text.nullable(),
  pullRequest: text.nullable(),
  artifactsUrl: text.nullable(),
  /** The workflow run and which attempt of it, by which the parts of one night find together. */
  run: text.nullable().default(null),
  attempt: z.int().nullable().default(null),
});
export type Ci = z.infer<typeof ci>;

/** One answer of a health endpoint. */
export const healthProbe = z.object({
  when: z.enum(['before', 'after']),
  target: text,
  url: text,
  at: time,
  /** Null: no answer. */
  status: z.int().nullable(),
  took: z.number().nullable(),
  /** Status words as the body gives them: overall under ``, components under their names. */
  says: z.record(text, z.object({ status: text, took: z.number().nullable() })),
  headers: z.record(text, text),
  failure: text.nullable(),
});
export type HealthProbe = z.infer<typeof healthProbe>;

const fault = z.object({ message: text, place: text.nullable(), at: time });
export type Trouble = z.infer<typeof fault>;

/** One process of the runner: a run has one, a merged run one per shard. */
export const part = z.object({
  id: text,
  startedAt: time,
  endedAt: time.nullable(),
  /** `finished`: the runner came to its end. `interrupted`: somebody ended it. `crashed`: it vanished. */
  state: z.enum(['finished', 'interrupted', 'crashed']),
  /** What the runner itself said: passed, failed, timedout, interrupted; null when it could not. */
  status: z.enum(['passed', 'failed', 'timedout', 'interrupted']).nullable(),
  shard: z.object({ current: z.int(), total: z.int() }).nullable(),
  workers: z.int().nullable(),
  command: z.array(text),
  /** Null: it ended before its tests were known. */
  planned: z.int().nullable(),
  /** Of a shard: the tests that all shards together were to run, as their number and a digest of their ids. */
  sharedOut: z.object({ tests: z.int(), digest: text }).nullable().default(null),
  /** Which attempt of the workflow it is of; null outside of one. */
  attempt: z.int().nullable().default(null),
});
export type Part = z.infer<typeof part>;

export const target = z.object({
  name: text,
  hosts: z.array(text),
  /** The product's release, as the tester named it. */
  release: text.nullable(),
  /** How accounts signed in, in words. */
  signIn: text.nullable(),
  /** Template of a query for its log. */
  logQuery: text.nullable().default(null),
  /** Its time limits by name, in milliseconds. */
  budgets: z.record(text, z.number()),
});

const artefact = z.object({ path: text, bytes: z.int(), sha256: text });
export type Artefact = z.infer<typeof artefact>;

/** How a figure went, compared with earlier runs. */
const trend = z.object({
  metric: text,
  unit: text,
  now: z.number(),
  n: z.int(),
  /** Median of the earlier runs' figures, their spread (1.4826 × median absolute deviation) and how many there are. */
  baseline: z.number(),
  spread: z.number(),
  runs: z.int(),
  verdict: z.enum(['slower', 'faster', 'within noise']),
});
export type Trend = z.infer<typeof trend>;

export const earlierRun = z.object({
  id: text,
  startedAt: time,
  verdict: text,
  passRate: z.number().nullable(),
  firstAttemptRate: z.number().nullable(),
  score: z.number().nullable(),
  grades: z.record(text, z.number().nullable()),
  figures: z.record(text, z.object({ p50: z.number(), p95: z.number().nullable(), n: z.int() })),
});
export type EarlierRun = z.infer<typeof earlierRun>;

/** The run against the stored earlier ones of the same target; null when there are none. */
export const stability = z.object({
  previous: earlierRun,
  earlier: z.array(earlierRun),
  newlyRed: z.array(text),
  newlyGreen: z.array(text),
  stillRed: z.array(text),
  /** Titles that never ran before. */
  added: z.array(text),
  /** Titles that were both red and green in the earlier runs, with how often they changed. */
  unsteady: z.array(z.object({ title: text, changes: z.int(), runs: z.int() })),
  trends: z.array(trend),
});
export type Stability = z.infer<typeof stability>;

/** A known defect of the product (`config/decisions/known-defects.ts`). */
export const metDefect = z.object({
  cause: text,
  owner: text,
  expires: text,
  evidence: text,
}) satisfies z.ZodType<MetDefect>;

/** How far the suite itself can be trusted. */
export const compliance = z.object({
  /**
   * Null: no run that tried all mutants has left its score. `faults`: why that run was red, e.g. a spec that is red
   * without any fault.
   */
  mutation: z
    .object({
      killed: z.int(),
      mutants: z.int(),
      named: z.int(),
      survivors: z.array(text),
      faults: z.array(text).default([]),
      source: text,
    })
    .nullable(),
  /** The reviewed list, as far as it is about the run's targets and their releases. */
  knownDefects: z.array(metDefect),
});
export type Compliance = z.infer<typeof compliance>;

/** All that is known of one run of the suite. Every report is made of this and of nothing else. */
export const record = z.object({
  form: z.literal(RECORD_FORM),
  id: text,
  startedAt: time,
  endedAt: time.nullable(),
  /** The worst state of its parts. */
  state: part.shape.state,
  parts: z.array(part).min(1),
  machine,
  ci: ci.nullable(),
  selection: z.object({
    focus: text,
    why: text,
    projects: z.array(text),
    grep: text.nullable(),
    faults: z.array(text),
    /** Of a run that played a recording. */
    isReplay: z.literal(true).optional(),
  }),
  settings: z.record(text, text),
  targets: z.array(target),
  health: z.array(healthProbe),
  tests: z.array(testRecord),
  /** Errors outside of any test. */
  troubles: z.array(fault),
  counts,
  compliance,
  stability: stability.nullable(),
  /** What its reports lack, one sentence each. */
  notes: z.array(text).default([]),
  artefacts: z.array(artefact),
});
export type RunRecord = z.infer<typeof record>;
