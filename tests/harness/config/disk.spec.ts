import { existsSync, writeFileSync } from 'node:fs';
import { expect, test } from '@playwright/test';
import { fullDisk, noRoomIn, roomOn } from '../../../config/disk.ts';

test('A run with room for its reports gets their folder', ({}, testInfo) => {
  const folder = testInfo.outputPath('new', 'run');
  expect(noRoomIn(folder, 0)).toBeNull();
  expect(existsSync(folder)).toBe(true);
  expect(fullDisk(folder, 0)).toBeNull();
});

test('A run without it is refused in one sentence, and one that filled the disk is told so', ({}, testInfo) => {
  const folder = testInfo.outputPath('run');
  expect(noRoomIn(folder, 0)).toBeNull();
  const more = Math.ceil(roomOn(folder)) + 1024;
  expect(noRoomIn(folder, more)).toMatch(
    new RegExp(
      `^The disk of .*run has [\\d.]+ MiB left, and a run may need ${more}: free some space, then run again\\.$`,
    ),
  );
  expect(fullDisk(folder, more)).toMatch(
    /^The disk of .*run is full \([\d.]+ MiB left\), so the reports of this run are incomplete: /,
  );
});

test('A folder that cannot be made is named with its reason', ({}, testInfo) => {
  const file = testInfo.outputPath('file');
  writeFileSync(file, '');
  expect(noRoomIn(`${file}/run`)).toMatch(
    /^The reports cannot be written to .*run \(ENOTDIR\): make the folder writable, then run again\.$/,
  );
});
