import { expect, test } from '@playwright/test';
import { assess } from '../../../reporters/assess/assess.ts';
import { fold } from '../../../reporters/record/fold.ts';
import type { Entry } from '../../../reporters/record/journal.ts';
import { Unusable } from '../../../reporters/record/save.ts';
import { merge } from '../../../reporters/record/merge.ts';
import type { RunRecord } from '../../../reporters/record/schema.ts';
import { attempted, ended, opened, planned, ran } from './support/record-samples.ts';

/** One part of a night of two. */
function part(current: number, title: string, ...rest: Entry[]): RunRecord {
  const [open, plan] = opened([planned(title)], { id: `night-${current}of2` });
  return fold([open!, { ...plan, shard: { current, total: 2 } } as Entry, ...rest]);
}

const one = part(1, 'one', ...ran('one', attempted('passed')), ended());
const two = part(2, 'two', ...ran('two', attempted('failed')), ended('failed'));
const shards = (...records: RunRecord[]) => records.map((record, index) => ({ record, folder: `shards/${index + 1}` }));

test.describe('parts of a night', () => {
  test('the parts of a night become one record whose counts add up', () => {
    const whole = merge('night', shards(one, two));
    expect(whole).toMatchObject({
      id: 'night',
      state: 'finished',
      counts: { planned: 2, passed: 1, failed: 1 },
      troubles: [],
    });
    expect(whole.parts.map(({ id }) => id)).toEqual(['night-1of2', 'night-2of2']);
  });

  test('a merged run is only as complete as its least complete part', () => {
    expect(merge('night', shards(one, part(2, 'two')))).toMatchObject({
      state: 'crashed',
      endedAt: null,
      counts: { notRun: 1 },
    });
    expect(merge('night', shards(part(1, 'one', ended('interrupted')), two)).state).toBe('interrupted');
  });

  test('missing parts are reported, since their planned tests are unknown', () => {
    const whole = merge('night', shards(two));
    expect(whole.state).toBe('crashed');
    expect(whole.troubles.map(({ message }) => message)).toEqual([
      'Shard 1 of 2 left no record: nobody knows what it was to run.',
    ]);
  });

  test('a part opens no gate alone, whatever its own tests did', () => {
    const alone = assess(one).gate.conditions.find(({ name }) => name === 'whole');
    expect(alone).toMatchObject({ open: false, found: 'shard 2 of 2 left no record' });
    const both = merge('night', shards(one, part(2, 'two', ...ran('two', attempted('passed')), ended())));
    expect(assess(both).gate.open).toBe(true);
  });

  test('a part may have been given no tests, but must have known it', () => {
    const [open, plan] = opened([], { id: 'night-2of2' });
    const began = [open!, { ...plan, shard: { current: 2, total: 2 }, tests: null } as Entry];
    const empty = merge('night', shards(one, fold([...began, ended()])));
    expect(assess(empty).gate.open).toBe(true);
    expect(empty.parts[1]).toMatchObject({ planned: 0 });
    const trouble = { message: 'The target "staging" is not configured.', place: null, at: '2026-11-22T03:17:00.000Z' };
    const blind = merge('night', shards(one, fold([...began, { kind: 'trouble', trouble }, ended('failed')])));
    expect(assess(blind).gate.conditions[1]).toMatchObject({
      open: false,
      found: 'part night-2of2 ended before its tests were known',
    });
  });

  test('a part whose runner reports worse than its tests keeps the gate closed', () => {
    for (const [status, found] of [
      ['failed', /says "failed", and no test or error says why/],
      ['timedout', /used up the time of the whole run/],
    ] as const) {
      const odd = fold([...opened([planned('one')]), ...ran('one', attempted('passed')), ended(status)]);
      expect(assess(odd).gate.conditions[1]).toMatchObject({ open: false, found: expect.stringMatching(found) });
    }
  });

  test('the files of the parts are kept below the merged run', () => {
    const artefacts = [{ path: 'artifacts/trace.zip', bytes: 1, sha256: 'a' }];
    expect(merge('night', shards(one, { ...two, artefacts })).artefacts[0]?.path).toBe('shards/2/artifacts/trace.zip');
  });

  test('parts of different runs are refused', () => {
    expect(() => merge('night', shards(one, one))).toThrow(Unusable);
    expect(() => merge('night', [])).toThrow('no part');
    const [begun, chosen] = opened([], { id: 'night-1of2' });
    const empty = fold([begun!, { ...chosen, shard: { current: 1, total: 2 }, tests: null } as Entry, ended()]);
    expect(() => merge('night', shards(empty, empty))).toThrow(
      new Unusable('The part night-1of2 is there twice: name each part once.'),
    );
    const again = { ...empty, parts: empty.parts.map((same) => ({ ...same, id: 'later-1of2' })) };
    expect(() => merge('night', shards(empty, again))).toThrow(
      new Unusable('The shard 1 is there twice: name each part once.'),
    );
    const [open, plan] = opened([planned('three')], { id: 'night-3of3' });
    const other = fold([
      open!,
      { ...plan, shard: { current: 3, total: 3 } } as Entry,
      ...ran('three', attempted('passed')),
      ended(),
    ]);
    expect(() => merge('night', shards(one, two, other))).toThrow(
      new Unusable('The parts are of runs with 2 and 3 shards: they are not parts of one run.'),
    );
  });
});
