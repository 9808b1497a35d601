/**
 * How tests are classified: by the tags of the product's suites, else by their folder under `tests/`. Weights, grades,
 * the value at risk and the exit gate are computed from this table, and the reports print it.
 */
export interface Filed {
  suite: string;
  component: string;
  priority: 'P1' | 'P2' | 'P3' | 'P4';
  /** Whether it tests the suite itself, not the product. */
  ofTheSuite: boolean;
}

type Priority = Filed['priority'];

/** The suites by their tags; the first that fits names the test's suite and its priority. */
const suites: readonly { tags: readonly string[]; suite: string; priority: Priority }[] = [
  { tags: ['@golden', '@golden-path'], suite: 'Golden path', priority: 'P1' },
  { tags: ['@p1'], suite: 'Priority 1 critical', priority: 'P1' },
  { tags: ['@critical-path'], suite: 'Critical path', priority: 'P1' },
  { tags: ['@websocket-events'], suite: 'WebSocket events', priority: 'P1' },
  { tags: ['@message-flow'], suite: 'Message flow', priority: 'P2' },
  { tags: ['@agent-pipeline'], suite: 'Agent pipeline', priority: 'P2' },
];

/** The folders: the part of the product they test, and the priority of a test there without a suite's tag. */
const folders: Readonly<Record<string, { component: string; suite?: string; priority: Priority }>> = {
  'golden-path': { component: 'Golden path', priority: 'P1' },
  authentication: { component: 'Authentication', priority: 'P1' },
  websocket: { component: 'WebSocket', suite: 'WebSocket authentication', priority: 'P1' },
  agents: { component: 'Agents', priority: 'P2' },
  messages: { component: 'Messages', priority: 'P2' },
  threads: { component: 'Threads', priority: 'P2' },
  isolation: { component: 'Isolation', priority: 'P1' },
  resilience: { component: 'Resilience', priority: 'P2' },
  services: { component: 'Services', priority: 'P2' },
  latency: { component: 'Latency', priority: 'P3' },
  accessibility: { component: 'Accessibility', priority: 'P3' },
};

/** What each priority weighs in a grade: one critical test counts as much as eight of the lowest. */
export const weights: Readonly<Record<Priority, number>> = { P1: 8, P2: 4, P3: 2, P4: 1 };

/** Projects that test the suite rather than the product. */
const ownProjects = ['harness'];

/**
 * Files a test.
 * @param file its path below `tests/`, with forward slashes
 * @param tags with their `@`
 */
export function fileTest({ project, file, tags }: { project: string; file: string; tags: readonly string[] }): Filed {
  if (ownProjects.includes(project)) {
    const suite = 'The suite itself';
    return { suite, component: suite, priority: 'P4', ofTheSuite: true };
  }
  const folder = file.split('/')[0] ?? '';
  const place = folders[folder] ?? { component: words(folder), priority: 'P3' as const };
  const suite = suites.find((one) => one.tags.some((tag) => tags.includes(tag)));
  return {
    suite: suite?.suite ?? place.suite ?? place.component,
    component: place.component,
    priority: suite?.priority ?? place.priority,
    ofTheSuite: false,
  };
}

/** `message-flow` as a title: `Message flow`. */
function words(folder: string): string {
  const text = folder.replaceAll('-', ' ');
  return text.charAt(0).toUpperCase() + text.slice(1);
}

/**
 * The value that the team assigns to a priority. It is configured, not measured, and every report that prints it says
 * so (source: the product team's own index of its staging tests).
 */
export const valueAtRisk: Readonly<Partial<Record<Priority, string>>> = {
  P1: '$120K+ MRR, $500K+ ARR with the golden path',
};

/** What the exit gate requires of a run. */
export const gate = {
  /** Share of executed tests that passed at the first attempt. */
  firstAttemptRate: 0.95,
  /** Share of mutants that were killed. */
  mutationScore: 1,
  /** Share of mutants whose cause was named exactly. */
  causesNamed: 0.95,
  /** A score over fewer mutants comes from a selection of them, and says nothing about the suite. */
  leastMutants: 60,
};
