import { cpSync, mkdirSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { ROOT } from '../../../../bin/child.mjs';
import { projectFiles } from '../../support/project-files.ts';
import { tryLock } from '../../../../fixtures/lock-file.ts';

/**
 * A folder for machines, empty, whose path is one of few: Playwright keeps compiled code by path, and to compile the
 * suite for each new machine of each night would take longer than the night.
 * @returns the folder, and what removes it and gives its path to the next night
 */
export function machinesFolder(): { folder: string; release: () => void } {
  const all = join(ROOT, 'reports', 'machines');
  mkdirSync(all, { recursive: true });
  for (let number = 1; ; number += 1) {
    const folder = join(all, String(number));
    const release = tryLock(`${folder}.lock`);
    if (!release) continue;
    rmSync(folder, { recursive: true, force: true, maxRetries: 5 });
    return {
      folder,
      release: () => {
        rmSync(folder, { recursive: true, force: true, maxRetries: 5 });
        release();
      },
    };
  }
}

/**
 * The project as a machine checks it out, without its own tests.
 * @param tests files below `tests/` that stand in their place, by their path
 */
export function cloneInto(machine: string, tests: Readonly<Record<string, string>>): void {
  const files = projectFiles().filter((file) => !file.startsWith('tests/') || file.startsWith('tests/mutants/'));
  for (const file of files) {
    mkdirSync(dirname(join(machine, file)), { recursive: true });
    cpSync(join(ROOT, file), join(machine, file));
  }
  for (const [file, content] of Object.entries(tests)) {
    mkdirSync(dirname(join(machine, 'tests', file)), { recursive: true });
    writeFileSync(join(machine, 'tests', file), content);
  }
  symlinkSync(join(ROOT, 'node_modules'), join(machine, 'node_modules'), 'junction');
}
