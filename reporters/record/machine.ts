import { execFileSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { cpus, platform, release } from 'node:os';
import { join } from 'node:path';
import type { Machine } from './schema.ts';

/** What the run is made with: versions of the tools, revision of the suite. @param root the project's folder */
export function machineAt(root: string): Machine {
  const { version } = JSON.parse(readFileSync(join(root, 'package.json'), 'utf8')) as { version: string };
  const playwright = JSON.parse(readFileSync(join(root, 'node_modules/@playwright/test/package.json'), 'utf8')) as {
    version: string;
  };
  return {
    suite: { version, ...revisionAt(root) },
    node: process.versions.node,
    playwright: playwright.version,
    browser: null,
    platform: `${platform()} ${release()}`,
    cpus: cpus().length,
  };
}

function revisionAt(root: string): Omit<Machine['suite'], 'version'> {
  try {
    const status = execFileSync('git', ['status', '--porcelain=2', '--branch', '--untracked-files=no'], {
      cwd: root,
      encoding: 'utf8',
      stdio: ['ignore', 'pipe', 'ignore'],
      timeout: 5_000,
    });
    return revisionIn(status);
  } catch {
    // Not a clone, or no git: then the revision is not known.
    return { revision: null, branch: null, changed: null };
  }
}

/** Reads the answer of `git status --porcelain=2 --branch`. */
export function revisionIn(status: string): Omit<Machine['suite'], 'version'> {
  const header = (name: string) => new RegExp(`^# branch\\.${name} (.+)$`, 'm').exec(status)?.[1] ?? null;
  return { revision: header('oid'), branch: header('head'), changed: /^[12u] /m.test(status) };
}
