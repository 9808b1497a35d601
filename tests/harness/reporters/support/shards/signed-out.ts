import { expect, test as base } from '@playwright/test';

const test = base.extend<{ arrives: string }>({ arrives: ['signed in', { option: true }] });
test.use({ arrives: 'signed out' });

for (const name of ['left', 'right']) test(`signed out ${name}`, ({ arrives }) => expect(arrives).toBe('signed out'));
