import { mkdirSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { expect, test } from '@playwright/test';
import { changeOf } from '../../../bin/mutation/diff.ts';
import { startBrowser } from '../../../bin/mutation/browser.ts';
import {
  type CodeMutant,
  codeOfTheStack,
  hostOf,
  instrument,
  instrumentedStack,
} from '../../../bin/mutation/instrument.ts';
import { Order } from '../../../bin/mutation/order.ts';
import { Marks } from '../../../bin/mutation/marks.ts';
import { sampleOf } from '../../../bin/mutation/sample.ts';
import { type Sample, scoreOf } from '../../../bin/mutation/score.ts';
import { survey, surveyed } from '../../../bin/mutation/survey.ts';
import { type Trial, tryMutant } from '../../../bin/mutation/trial.ts';
import { MOST_ACCEPTED, accepted } from '../../mutants/accepted.ts';

const mutant = (id: string, line = 0, rest: Partial<CodeMutant> = {}): CodeMutant => ({
  id,
  file: 'stack/web/store.ts',
  start: { line, column: 0 },
  end: { line, column: 1 },
  kind: 'StringLiteral',
  replacement: '""',
  ...rest,
});

const trial = (fate: Trial['fate'], one = mutant('0')): Trial => ({
  mutant: one,
  fate,
  by: '',
  tests: 3,
  ran: 3,
  seconds: 1,
});

const sample = (trials: Trial[], rest: Partial<Sample> = {}): Sample => ({
  seed: 7,
  all: 100,
  chosen: trials.length,
  from: 0,
  next: trials.length,
  leftOut: {},
  troubles: [],
  seconds: 1,
  trials,
  ...rest,
});

test.describe('random mutants', () => {
  test('a planted mutant is killed, and one that no spec can notice survives', async ({}, testInfo) => {
    test.setTimeout(300_000);
    const page = 'stack/web/main.ts';
    const code = `${codeOfTheStack().get(page)}
if (location.pathname === 'planted') throw new Error('planted');
document.documentElement.dataset['planted'] = 'nobody looks at this';
`;
    const { folder, mutants } = await instrument(testInfo.outputPath('instrumented'), new Map([[page, code]]));
    const planted = (kind: string, replacement: string) => {
      const found = mutants.findLast((one) => one.kind === kind && one.replacement === replacement);
      expect(found, `${kind} ${replacement}`).toBeDefined();
      return found!;
    };
    const browser = await startBrowser();
    const bench = { host: hostOf({ folder }), browser: browser.wsEndpoint(), stopped: new AbortController() };
    const golden = ['golden-path/golden-path.spec.ts'];
    const killed = await tryMutant(bench, planted('ConditionalExpression', 'true'), golden);
    const survived = await tryMutant(bench, planted('StringLiteral', '""'), golden);
    await browser.close();
    expect(killed).toMatchObject({ fate: 'killed', by: expect.stringContaining('golden-path') });
    expect(survived).toMatchObject({ fate: 'survived', ran: 1, tests: 1 });
  });

  test('a mutant that no test reaches is no killed one', async () => {
    const tried = await tryMutant({ host: '', browser: '', stopped: new AbortController() }, mutant('0'), []);
    expect(tried).toMatchObject({ fate: 'not reached' });
    const { text, passed } = scoreOf(sample([tried!]));
    expect(passed).toBe(false);
    expect(text).toContain('no test reaches it');
  });

  test('a mutant whose time was up is no killed one, and is told apart from one that survived', () => {
    const { text, passed } = scoreOf(sample([trial('cut off')]));
    expect(passed).toBe(false);
    expect(text).toContain('the time was up before another test ended; 3 of 3 tests that reach it are green');
  });

  test('a survey says how many spec files it runs and which has ended, if there are any', async ({}, info) => {
    test.setTimeout(120_000);
    const stack = { folder: info.outputPath('kept', 'stack'), mutants: [mutant('0')], leftOut: {} };
    mkdirSync(join(stack.folder, 'stack'), { recursive: true });
    writeFileSync(hostOf(stack), 'process.exit(1);');
    const bench = { host: hostOf(stack), browser: '', stopped: new AbortController() };
    const told = async () => {
      const lines: string[] = [];
      const oneByOne = async <T>(items: readonly T[], task: (item: T) => Promise<void>) => {
        for (const item of items) await task(item);
      };
      await survey(stack, bench, oneByOne, (line) => lines.push(line));
      return lines;
    };
    const [one, two, ...others] = surveyed(stack);
    const know = ({ kept }: { kept: string }) => {
      mkdirSync(dirname(kept), { recursive: true });
      writeFileSync(kept, JSON.stringify({ known: [], tests: [] }));
    };
    others.forEach(know);
    expect(await told()).toEqual([
      'Surveying 2 spec files, once: which lines each reaches (kept for later runs).',
      `surveyed ${one!.spec} (1 of 2): red without a mutant`,
      `surveyed ${two!.spec} (2 of 2): red without a mutant`,
    ]);
    know(one!);
    know(two!);
    expect(await told()).toEqual([]);
  });

  test('an object that only names CSS classes is not changed', async ({}, testInfo) => {
    const page = 'stack/web/main.ts';
    const code = `${codeOfTheStack().get(page)}\nexport const some = [{ class: 'a' }, { class: 'b', id: 'c' }];\n`;
    const { mutants } = await instrument(testInfo.outputPath('instrumented'), new Map([[page, code]]));
    const last = Math.max(...mutants.map(({ start }) => start.line));
    const objects = mutants.filter(({ kind, start }) => kind === 'ObjectLiteral' && start.line === last);
    expect(objects).toHaveLength(1);
  });

  test('the same seed chooses the same mutants in the same order, another seed others', () => {
    const all = Array.from({ length: 1_000 }, (_, index) => index);
    expect(sampleOf(all, 40, 7)).toEqual(sampleOf(all, 40, 7));
    expect(sampleOf(all, 20, 7)).toEqual(sampleOf(all, 40, 7).slice(0, 20));
    expect(sampleOf(all, 40, 8)).not.toEqual(sampleOf(all, 40, 7));
    expect(new Set(sampleOf(all, 2_000, 7)).size).toBe(1_000);
  });

  test('what a test reaches is known after other lines changed, and of a new line when it reached the file', () => {
    const lines = [2, 5, 6].map((line) => mutant(String(line), line));
    const before = new Marks(lines);
    const known = new Set(before.every());
    expect(known.size).toBe(3);
    expect(before.of(['5', 'none'])).toHaveLength(1);
    const added = mutant('7', 7);
    const elsewhere = mutant('8', 2, { file: 'stack/web/dom.ts' });
    const now = new Marks([lines[2]!, { ...lines[0]!, id: '1' }, added, elsewhere]);
    expect(now.idsOf(before.of(['2']), known).sort()).toEqual(['1', '7', '8']);
    expect(now.idsOf([], known)).toEqual(['8']);
    expect(now.idsOf([], new Set([...known, ...now.every()]))).toEqual([]);
  });

  test('tests that reach little else come first, and those that do not reach a mutant never run', () => {
    const reach = (place: string, mutants: string[], milliseconds = 1_000) => ({
      place,
      mutants,
      milliseconds,
      atStart: ['9'],
    });
    const order = new Order(
      [reach('elsewhere', ['2']), reach('slow', ['0', '1'], 9_000), reach('quick', ['0', '1']), reach('wide', ['0'])],
      [mutant('0'), mutant('1', 1), mutant('2', 40), mutant('9', 50)],
    );
    expect(order.of(mutant('0')), 'what all of them reach does not count').toEqual(['quick', 'slow', 'wide']);
    expect(order.of(mutant('9', 50)), 'every test runs through what a server does at its start').toHaveLength(4);
  });

  test('tests that hold all that they see come first', () => {
    const reach = (place: string, milliseconds: number) => ({ place, mutants: ['0'], milliseconds, atStart: [] });
    const order = new Order(
      [reach('a.spec.ts:1', 10), reach('aria-snapshots.spec.ts:5', 9_000), reach('snapshots.spec.ts:2', 5_000)],
      [mutant('0')],
    );
    expect(order.of(mutant('0'))).toEqual(['snapshots.spec.ts:2', 'aria-snapshots.spec.ts:5', 'a.spec.ts:1']);
  });

  test('tests of other files come before the many of one file', () => {
    const reach = (place: string, milliseconds: number) => ({ place, mutants: ['0'], milliseconds, atStart: [] });
    const order = new Order(
      [...[1, 2, 3].map((line) => reach(`a.spec.ts:${line}`, 1_000)), reach('b.spec.ts:1', 2_000)],
      [mutant('0')],
    );
    expect(order.of(mutant('0'))).toEqual(['a.spec.ts:1', 'b.spec.ts:1', 'a.spec.ts:2', 'a.spec.ts:3']);
  });

  test('the score names each survivor as a diff, and fails below four of five', () => {
    const { text, passed } = scoreOf(sample([trial('killed'), trial('killed'), trial('killed'), trial('survived')]));
    expect(passed).toBe(false);
    expect(text).toContain('stack/web/store.ts:1 StringLiteral\n- ');
    expect(text).toMatch(/stack\/web\/store\.ts +3 of 4 +75 %/);
    expect(
      scoreOf(sample((['killed', 'killed', 'killed', 'killed', 'survived'] as const).map((fate) => trial(fate))))
        .passed,
    ).toBe(true);
    expect(scoreOf(sample([])).passed, 'nothing was tried').toBe(false);
    expect(scoreOf(sample([trial('killed')], { troubles: ['a.spec.ts:1'] })).passed, 'a red control').toBe(false);
  });

  test('a run that its time limit ended says how to go on', () => {
    const { text } = scoreOf(sample([trial('killed')], { chosen: 150, from: 40, next: 41 }));
    expect(text).toContain('Tried 1 of 110; go on with --random 150 --seed 7 --from 41.');
  });

  test('what may survive is still a mutant of the code, has a reason, and is rare', async () => {
    test.setTimeout(60_000);
    const { mutants } = await instrumentedStack();
    const changes = new Set(
      mutants.map((one) => {
        const { before, after } = changeOf(one);
        return [one.file, before.join('\n').trim(), after.join('\n').trim()].join('\n');
      }),
    );
    expect(accepted.length).toBeLessThanOrEqual(MOST_ACCEPTED);
    for (const { file, before, after, why } of accepted) {
      expect(why.length, `${file}: ${after}`).toBeGreaterThan(20);
      expect(changes, `${file}: ${after}`).toContain([file, before, after].join('\n'));
    }
  });
});
