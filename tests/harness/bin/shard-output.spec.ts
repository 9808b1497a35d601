import { expect, test } from '@playwright/test';
import { ShardOutput } from '../../../bin/shard-output.ts';

test('the lines of several parts can be distinguished, and their tests count together', () => {
  const lines: string[] = [];
  const output = new ShardOutput((line) => lines.push(line));
  output.take(1, '2 tests\n✓ one (0.1 s)\n');
  output.take(2, '3 te');
  output.take(2, 'sts\n\n✗ two (1.0 s): it broke\nThe disk is full.\n- thr');
  output.take(1, '✓ four (0.2 s)\n');
  output.end(2);
  expect(lines).toEqual([
    'part 1  2 tests',
    'part 1  1 of 2  ✓ one (0.1 s)',
    'part 2  3 tests',
    'part 2  2 of 5  ✗ two (1.0 s): it broke',
    'part 2  The disk is full.',
    'part 1  3 of 5  ✓ four (0.2 s)',
    'part 2  4 of 5  - thr',
  ]);
});
