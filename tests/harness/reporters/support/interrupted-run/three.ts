import { test } from '@playwright/test';

test('the first test ends', () => undefined);
test('the second test is running', () => new Promise<void>(() => undefined));
test('the third test never begins', () => undefined);
