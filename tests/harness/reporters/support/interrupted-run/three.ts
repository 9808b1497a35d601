import { test } from '@playwright/test';

test('ends', () => undefined);
test('is running', () => new Promise<void>(() => undefined));
test('is never begun', () => undefined);
