import { spawn, spawnSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, test } from '@playwright/test';
import { ensurePackages, packagesMatch } from '../../../bin/packages.mjs';

const written = (file: string) => JSON.parse(readFileSync(file, 'utf8')) as { packages: Record<string, object> };

/** A project with one package, which lies beside it: npm needs no network for it. */
function project(root: string): string {
  mkdirSync(join(root, 'tool'));
  writeFileSync(join(root, 'tool', 'package.json'), JSON.stringify({ name: 'tool', version: '1.0.0' }));
  const manifest = { name: 'suite', version: '1.0.0', devDependencies: { tool: 'file:tool' } };
  writeFileSync(join(root, 'package.json'), JSON.stringify(manifest));
  const packages = {
    '': manifest,
    'node_modules/tool': { resolved: 'tool', link: true },
    'node_modules/for-another-system': { version: '1.0.0', optional: true, dev: true, os: ['none'] },
    tool: { version: '1.0.0', dev: true },
  };
  writeFileSync(
    join(root, 'package-lock.json'),
    JSON.stringify({ name: 'suite', version: '1.0.0', lockfileVersion: 3, requires: true, packages }),
  );
  return root;
}

test.describe('npm packages', () => {
  let root: string;

  test.beforeEach(() => {
    root = project(mkdtempSync(join(tmpdir(), 'packages-')));
  });

  test.afterEach(() => {
    rmSync(root, { recursive: true });
  });

  test('packages are installed once, also by two commands at the same time', async () => {
    expect(packagesMatch(root)).toBe(false);
    const said: string[] = [];
    await Promise.all([
      ensurePackages(root, (line) => said.push(line)),
      ensurePackages(root, (line) => said.push(line)),
    ]);
    expect(said).toEqual(['Installing packages (npm ci)...', 'Waiting for another command to install the packages...']);
    expect(packagesMatch(root)).toBe(true);
  });

  test('installation does not wait for a killed command, but for the npm process that it left running', async () => {
    const gone = spawnSync(process.execPath, ['--version']).pid;
    const npm = spawn(process.execPath, ['-e', 'setTimeout(() => {}, 1500)']);
    const ended = new Promise((resolve) => {
      npm.once('exit', resolve);
    });
    mkdirSync(join(root, 'reports'));
    writeFileSync(join(root, 'reports', '.installing'), `${gone} ${npm.pid}`);
    const said: string[] = [];
    const installed = ensurePackages(root, (line) => said.push(line));
    await ended;
    expect(said).toEqual(['Waiting for another command to install the packages...']);
    await installed;
    expect(packagesMatch(root)).toBe(true);
  });

  test('packages are checked again when the lock file changes or a folder is missing', async () => {
    await ensurePackages(root, () => {});
    const lockFile = join(root, 'package-lock.json');
    const lock = written(lockFile);
    writeFileSync(
      lockFile,
      JSON.stringify({ ...lock, packages: { ...lock.packages, tool: { version: '2.0.0', dev: true } } }),
    );
    expect(packagesMatch(root)).toBe(false);
    writeFileSync(lockFile, JSON.stringify(lock));
    expect(packagesMatch(root)).toBe(true);
    rmSync(join(root, 'node_modules', 'tool'), { recursive: true });
    expect(packagesMatch(root)).toBe(false);
  });

  test('a failed installation is reported with the output of npm', async () => {
    writeFileSync(
      join(root, 'package.json'),
      JSON.stringify({ name: 'suite', version: '1.0.0', devDependencies: { other: '1.0.0' } }),
    );
    await expect(ensurePackages(root, () => {})).rejects.toThrow(
      /in sync[^]*npm ci failed \(exit code 1\); its output is above\.$/,
    );
  });
});
