import { expect, test } from '@playwright/test';
import { Outbox } from '../../../stack/server/socket/outbox.ts';

test('frames that wait for the same moment go in the order in which they came', async () => {
  const sent: string[] = [];
  const outbox = new Outbox(({ data }) => sent.push(String(data)));
  const until = performance.now() + 20;
  const left = () => Math.max(until - performance.now(), 0);
  const names = Array.from({ length: 200 }, (_, place) => `frame ${place + 1}`);
  for (const data of names) outbox.put({ data, delay: left(), inOrder: true });
  while (left() > 0);
  // Its moment has come, and those before it still wait.
  outbox.put({ data: 'the last frame', delay: left(), inOrder: true });
  expect(sent).toEqual([]);
  await expect.poll(() => sent).toEqual([...names, 'the last frame']);
});
