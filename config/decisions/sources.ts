import { teamChecks } from './team-checks.ts';

/** What any person may expect of any page, whatever its contract says. */
type Expectation = 'to see' | 'that nobody else gets in' | 'to lose nothing' | 'to go on';

/** Where it stands that a product must do what a spec checks. */
export type Source =
  | `docs/contract/${'backend' | 'frontend' | 'failures' | 'team-checks'}.md ${string}`
  | `WCAG 2.2, ${string}`
  | `RFC ${number}, ${string}`
  | `any person may expect ${Expectation}`;

/** The type of the annotation that names a spec's source. */
export const SOURCE = 'source';

/** The tag of a spec that only advises a product. */
export const ADVICE = '@advice';

/** The type of the annotation of an advice that a product does not follow; its description says what went wrong. */
export const BETTER_IF = 'better if';

/**
 * What a spec rests on: the sources that it names, and the team's checks that it is tagged with.
 * @returns none when nothing says that a product must do what the spec checks
 */
export function sourcesOf(
  tags: readonly string[],
  annotations: readonly { type: string; description?: string }[],
): string[] {
  const checks = teamChecks.filter(({ id }) => tags.includes(`@${id}`)).map(({ id }) => `team check ${id}`);
  const named = annotations.filter(({ type }) => type === SOURCE).map(({ description = '' }) => description);
  return [...named, ...checks];
}
