import { readFileSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from '@playwright/test';
import { ROOT } from '../../../bin/child.mjs';

const read = (...path: string[]) => readFileSync(join(ROOT, ...path), 'utf8');

test("the devcontainer is Playwright's image of the version in package.json", () => {
  const { devDependencies } = JSON.parse(read('package.json')) as { devDependencies: Record<string, string> };
  const { image } = JSON.parse(read('.devcontainer', 'devcontainer.json')) as { image: string };
  expect(image).toMatch(/^mcr\.microsoft\.com\/playwright:v[\d.]+-[a-z]+$/);
  expect(/:v([\d.]+)-/.exec(image)?.[1]).toBe(devDependencies['@playwright/test']);
});

test('.nvmrc names the Node that the workflows use', () => {
  const workflows = readdirSync(join(ROOT, '.github', 'workflows')).map((name) => read('.github', 'workflows', name));
  const versions = workflows.flatMap((text) =>
    [...text.matchAll(/node-version: (\S+)/g)].map(([, version]) => version),
  );
  expect(versions.length).toBeGreaterThan(0);
  expect(new Set(versions)).toEqual(new Set([read('.nvmrc').trim()]));
});
