import { expect, test } from '@playwright/test';
import { type Diagnosis, diagnose } from '../../../../lib/diagnosis/index.ts';
import { corpus, isKeptBack, type Item } from './corpus.ts';

interface Told {
  item: Item;
  diagnosis: Diagnosis;
}

const told: Told[] = corpus().map((item) => ({ item, diagnosis: diagnose(item.observed) }));

/** The causes told with this confidence, those that are not true among them. */
function causesTold(half: readonly Told[], confidence: 'certain' | 'likely') {
  const all = half.flatMap(({ item, diagnosis }) =>
    diagnosis.causes
      .filter((cause) => cause.confidence === confidence)
      .map(({ id }) => ({ item: item.id, id, isTrue: item.causes.includes(id) })),
  );
  return { all, wrong: all.filter(({ isTrue }) => !isTrue) };
}

function share(part: number, whole: number): string {
  return whole === 0 ? 'none' : `${Math.round((100 * part) / whole)} % of ${whole}`;
}

for (const [name, half] of [
  ['open half', told.filter(({ item }) => !isKeptBack(item))],
  ['kept-back half', told.filter(({ item }) => isKeptBack(item))],
  ['injected faults', told.filter(({ item }) => item.id.startsWith('injected '))],
] as const) {
  test.describe(name, () => {
    test(`every certain cause is true, and nine of ten likely ones, in the ${name} of the corpus`, () => {
      const certain = causesTold(half, 'certain');
      const likely = causesTold(half, 'likely');
      const withCause = half.filter(({ item }) => item.causes.length > 0);
      const named = withCause.filter(({ item, diagnosis }) =>
        diagnosis.causes.some(({ id }) => item.causes.includes(id)),
      );
      const precision = ({ all, wrong }: typeof certain) => share(all.length - wrong.length, all.length);
      console.log(
        `Corpus, ${name}: ${half.length} red tests. Precision: certain ${precision(certain)}, likely ${precision(likely)}. ` +
          `Recall: ${share(named.length, withCause.length)}.`,
      );
      expect(half.length).toBeGreaterThan(20);
      expect(certain.wrong, 'certain causes that are not true').toEqual([]);
      expect(likely.wrong.length, JSON.stringify(likely.wrong)).toBeLessThanOrEqual(likely.all.length / 10);
      expect(named.length / withCause.length, 'recall').toBeGreaterThan(0.8);
    });
  });
}
