import { ADVICE } from '../../config/decisions/sources.ts';
import { fileTest } from '../../config/decisions/suites.ts';
import { tags } from '../../config/decisions/tags.ts';
import { teamChecks } from '../../config/decisions/team-checks.ts';
import { allFaults, type Fault } from '../../stack/faults/index.ts';
import { goldenPath, specFor } from '../../tests/mutants/specs.ts';
import { COMMANDS } from '../commands.mjs';
import type { Listed } from '../team-checks.ts';
import { WALLS } from '../walls.mjs';
import type { Described, DescribedFixture } from './api.ts';
import { code, table } from './markdown.ts';

/** What the tags of specs say. */
export function tagTable(): string {
  return table(
    ['tag', 'says'],
    Object.entries(tags).map(([tag, says]) => [code(tag), says]),
  );
}

/** The tags of the team's suites, and of the checks in each. */
export function suiteTable(): string {
  const suites = [...new Set(teamChecks.map(({ suite }) => suite))];
  return table(
    ['tag of the suite', 'suite', 'priority', 'tags of its checks'],
    suites.map((tag) => {
      const ids = teamChecks.filter(({ suite }) => suite === tag).map(({ id }) => code(`@${id}`));
      const { suite, priority } = fileTest({ project: 'local', file: '', tags: [tag] });
      return [code(tag), suite, priority, `${ids[0]} to ${ids.at(-1)}`];
    }),
  );
}

const link = (file: string) => `[${file.slice(file.indexOf('/') + 1)}](${file})`;

/** What a spec can ask for. */
export function fixtureTable(fixtures: readonly DescribedFixture[]): string {
  return table(
    ['fixture', 'kind', 'what it is', 'file'],
    fixtures.map(({ name, kind, about, file }) => [code(name), kind, about, link(file)]),
  );
}

/** What a spec can hold against what it saw, besides Playwright's own matchers. */
export function matcherTable(matchers: readonly Described[]): string {
  return table(
    ['matcher', 'what it checks', 'file'],
    matchers.map(({ name, about, file }) => [code(name), about, link(file)]),
  );
}

/** What each command is used for, how long that takes, and where its result is. */
export function commandTable(): string {
  return table(
    ['task', 'command', 'takes', 'result'],
    Object.values(COMMANDS).flatMap(({ uses, result }) =>
      uses.map(([task, line, takes]) => [task, code(line), takes, result]),
    ),
  );
}

/** Each spec that runs on a product: where its promise stands, and whether it binds or advises. */
export function promiseTable(specs: readonly Listed[]): string {
  return table(
    ['spec', 'source', 'on a product it'],
    specs.map(({ place, groups, title, tags, sources }) => {
      const file = place.replace(/:\d+$/, '');
      const name = [...groups, title].join(' › ');
      return [`[${file}](../tests/${file}) ${name}`, sources.join('; '), tags.includes(ADVICE) ? 'advises' : 'binds'];
    }),
  );
}

/** What each room may import. */
export function wallTable(): string {
  const list = (names: readonly string[]) => names.map(code).join(', ');
  return table(
    ['room', 'may import, of ours', 'packages', 'because'],
    Object.entries(WALLS).map(([room, { rooms, packages, why }]) => [
      code(room === '.' ? 'top level' : `${room}/`),
      rooms.length > 0 ? list(rooms.map((one) => (one === '.' ? 'top level' : one))) : 'nothing',
      packages ? list(packages) || 'none' : 'any',
      why,
    ]),
  );
}

const places = { stack: 'in the stack', wire: 'on the wire', runner: 'by the runner' };

function injected({ where, params }: Fault): string {
  const told = Object.entries(params).map(
    ([name, { about, default: value }]) => `${code(`${name}=${value}`)} ${about}`,
  );
  return [places[where], ...told].join('; ');
}

function noticedBy({ id, where }: Fault): string {
  if (where === 'runner') return 'no test runs, and the run says so';
  const spec = specFor(id);
  const name = spec === goldenPath ? 'the golden path' : `${spec.title} …`;
  return `[${name}](../tests/${spec.file})`;
}

/** Every fault that can be injected. */
export function faultTable(): string {
  return table(
    ['id', 'title', 'cause that is named', 'owner', 'what is injected', 'noticed by'],
    allFaults.map((one) => [code(one.id), one.title, one.cause, one.owner, injected(one), noticedBy(one)]),
  );
}
