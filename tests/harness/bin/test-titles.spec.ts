import { expect, test } from '@playwright/test';
import { listSpecs } from '../../../bin/team-checks.ts';
import { mutants } from '../../mutants/mutants.ts';

// On a busy machine, to list all specs takes most of a minute.
test.describe.configure({ timeout: 180_000 });

/** Words with which a title would go on with a sentence that its group has begun. */
const CONTINUING = new RegExp(
  `^(${[
    ...['is', 'are', 'was', 'were', 'be', 'has', 'have', 'had', 'does', 'do', 'can', 'could', 'may', 'might', 'must'],
    ...['shall', 'should', 'will', 'would', 'and', 'or', 'but', 'nor', 'so', 'than', 'that', 'which', 'who', 'whose'],
    ...['if', 'unless', 'until', 'when', 'where', 'while', 'because', 'although', 'after', 'before', 'since', 'as'],
    ...['at', 'by', 'for', 'from', 'in', 'into', 'of', 'on', 'onto', 'out', 'over', 'through', 'to', 'under', 'up'],
    ...['via', 'with', 'within', 'without', 'about', 'above', 'among', 'behind', 'between', 'during', 'inside', 'like'],
    ...['asks', 'becomes', 'comes', 'does', 'finds', 'gets', 'gives', 'goes', 'keeps', 'knows', 'lets', 'makes'],
    ...['names', 'refuses', 'says', 'sees', 'sends', 'stays', 'takes', 'tells', 'works'],
  ].join('|')}) `,
);

/** A word before an article is a verb ("keep the stack", "opens a socket"), except these words and those in -ing. */
const VERB = /^(?!(?:all|both|half|many|such|what|every)\b|\w+ing\b)[a-z]+ (?:a|an|the|its|their|it|them|itself) /;

const ENDS_OPEN = /:$| (?:a|an|the|is|are|when|while|if|of|for|with|without|not|that)$/;

/** Why a title does not stand alone, where reports print it; undefined when it does. */
function problemWith(groups: readonly string[], title: string): string | undefined {
  if (CONTINUING.test(`${title} `)) return 'begins in the middle of a sentence';
  if (VERB.test(title)) return 'begins with a verb';
  if (!title.includes(' ')) return 'is a single word';
  if (groups.some((group) => ENDS_OPEN.test(group))) return 'stands in a group that ends in the middle of a sentence';
  return undefined;
}

test.describe('test titles', () => {
  test('every title of a test stands alone', async () => {
    const specs = await listSpecs('local', 'harness', 'latency');
    expect(specs.length).toBeGreaterThan(1000);
    const problems = specs.flatMap(({ place, groups, title }) => {
      const problem = problemWith(groups, title);
      return problem ? [`${place} ${[...groups, title].join(' › ')}: ${problem}`] : [];
    });
    expect([...new Set(problems)]).toEqual([]);
  });

  test('every fault has a spec that exists under its title', async () => {
    const specs = await listSpecs('local');
    const isThere = ({ file, title }: (typeof mutants)[number]['spec']) =>
      specs.some((spec) => spec.place.startsWith(`${file}:`) && spec.title.startsWith(title));
    expect(mutants.filter(({ spec }) => !isThere(spec)).map(({ name, spec }) => `${name}: ${spec.title}`)).toEqual([]);
  });

  for (const [group, title, problem] of [
    ['The stack host', 'is ended by a signal', 'begins in the middle of a sentence'],
    ['A socket', 'without a token', 'begins in the middle of a sentence'],
    ['The linter', 'knows no-empty everywhere', 'begins in the middle of a sentence'],
    ['The walls', 'keep the stack from the grammar', 'begins with a verb'],
    ['A socket', 'opens a run', 'begins with a verb'],
    ['A token', 'expired', 'is a single word'],
    ['A token is refused when it is', 'of another issuer', 'begins in the middle of a sentence'],
    ['A token is refused when it is', 'no JSON', 'stands in a group that ends in the middle of a sentence'],
    ['The cause is named:', 'no subprotocol', 'stands in a group that ends in the middle of a sentence'],
  ] as const) {
    test(`"${group} › ${title}" is reported, since it ${problem}`, () => {
      expect(problemWith([group], title)).toBe(problem);
    });
  }

  for (const title of [
    'a blank message is not sent',
    'all the tabs of a person are signed out',
    'hammering on Enter sends once',
    'reading the messages of an unknown thread is refused',
    'sockets in two tabs are both accepted',
    'F19 is named when an agent never completes',
  ]) {
    test(`"${title}" stands alone`, () => {
      expect(problemWith(['messages'], title)).toBeUndefined();
    });
  }
});
