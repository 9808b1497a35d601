import { expect, test } from '@playwright/test';

for (const name of ['one', 'two', 'three', 'four']) test(`alone ${name}`, () => expect(name).toBeTruthy());

test.describe('in order', () => {
  test.describe.configure({ mode: 'serial' });
  for (const name of ['first', 'second', 'third']) test(`serial ${name}`, () => expect(name).toBeTruthy());
});
