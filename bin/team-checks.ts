import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { JSONReport, JSONReportSuite } from '@playwright/test/reporter';
import { childEnvironment } from '../config/child-environment.mjs';
import { ADVICE, sourcesOf } from '../config/decisions/sources.ts';
import { type TeamCheck, teamChecks } from '../config/decisions/team-checks.ts';
import { PLAYWRIGHT_CLI } from '../config/playwright-internals.mjs';
import { run } from './child.mjs';
import { Refusal } from './refusal.mjs';

/** A spec as Playwright lists it. */
export interface Listed {
  /** Below `tests/`, with forward slashes, and its line: `websocket/handshake.spec.ts:3`. */
  place: string;
  /** Of the groups around it, outermost first. */
  groups: string[];
  title: string;
  /** With their `@`. */
  tags: string[];
  /** Where it stands that a product must do what the spec checks. */
  sources: string[];
}

/**
 * Every spec of the projects, by default those of the embedded stack, from Playwright's own list.
 * @throws Refusal with what Playwright said when it cannot list them
 */
export async function listSpecs(...projects: string[]): Promise<Listed[]> {
  const folder = mkdtempSync(join(tmpdir(), 'specs-'));
  const file = join(folder, 'specs.json');
  const chosen = (projects.length > 0 ? projects : ['local']).map((name) => `--project=${name}`);
  const args = [PLAYWRIGHT_CLI, 'test', '--list', ...chosen, '--reporter=json'];
  const env = childEnvironment({ PLAYWRIGHT_JSON_OUTPUT_FILE: file });
  try {
    const { code, output } = await run(process.execPath, args, { env });
    if (code !== 0) throw new Refusal(`Playwright could not list the specs:\n${output.trim()}`);
    const report = JSON.parse(readFileSync(file, 'utf8')) as JSONReport;
    return report.suites.flatMap((file) => specsIn(file));
  } finally {
    rmSync(folder, { recursive: true });
  }
}

function specsIn({ specs, suites = [] }: JSONReportSuite, groups: string[] = []): Listed[] {
  const own = specs.map(({ file, line, title, tags: names, tests }) => {
    const tags = names.map((name) => `@${name.replace(/^@/, '')}`);
    const annotations = tests.flatMap((one) => one.annotations);
    return { place: `${file}:${line}`, groups, title, tags, sources: sourcesOf(tags, annotations) };
  });
  return [...own, ...suites.flatMap((group) => specsIn(group, [...groups, group.title]))];
}

/** The specs that are tagged with the check. */
export function specsOf({ id }: TeamCheck, specs: readonly Listed[]): Listed[] {
  return specs.filter(({ tags }) => tags.includes(`@${id}`));
}

/**
 * What is wrong with the map from checks to specs, one sentence each; empty when every check has a spec. One that only
 * advises proves nothing.
 */
export function problemsIn(all: readonly TeamCheck[], specs: readonly Listed[]): string[] {
  const binding = specs.filter(({ tags }) => !tags.includes(ADVICE));
  const orphans = all.filter((check) => specsOf(check, binding).length === 0);
  const looksLikeCheck = new RegExp(
    `^@(${[...new Set(all.map(({ id }) => id.replace(/-\d+$/, '')))].join('|')})-\\d+$`,
  );
  const known = new Map(all.map((check) => [`@${check.id}`, check]));
  const wrong = specs.flatMap(({ place, tags }) =>
    tags
      .filter((tag) => looksLikeCheck.test(tag))
      .flatMap((tag) => {
        const check = known.get(tag);
        if (!check) return [`${place} is tagged ${tag}, which is not a team check.`];
        return tags.includes(check.suite) ? [] : [`${place} is tagged ${tag} but not with its suite, ${check.suite}.`];
      }),
  );
  return [...orphans.map(({ id, name }) => `Team check ${id} ${name} has no spec.`), ...wrong];
}

/** The map as lines of text: each check, what it proves, and its specs. */
export function linesOf(all: readonly TeamCheck[], specs: readonly Listed[]): string[] {
  return all.flatMap((check) => [
    `${check.id} ${check.name} (${check.suite})`,
    `  ${check.proves}`,
    ...specsOf(check, specs).map(
      ({ place, title, tags }) => `  -> ${place} ${title}${tags.includes('@embedded') ? ' [embedded stack only]' : ''}`,
    ),
  ]);
}

/**
 * `npm run team-checks`: which spec proves which check of the team's suites, read from the tags of the specs.
 * @returns the exit code: 0 only when every check has a spec
 */
export async function main(): Promise<number> {
  const specs = await listSpecs();
  const problems = problemsIn(teamChecks, specs);
  const covered = teamChecks.filter((check) => specsOf(check, specs).length > 0).length;
  console.log(
    [
      ...linesOf(teamChecks, specs),
      '',
      ...problems,
      `${covered} of ${teamChecks.length} team checks have a spec.`,
    ].join('\n'),
  );
  return problems.length === 0 ? 0 : 1;
}
