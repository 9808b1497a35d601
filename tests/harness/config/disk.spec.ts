import { existsSync, writeFileSync } from 'node:fs';
import { expect, test } from '@playwright/test';
import { fullDisk, noRoomIn, roomOn, unwritable } from '../../../config/disk.ts';

test('a run with enough disk space gets its reports folder', ({}, testInfo) => {
  const folder = testInfo.outputPath('new', 'run');
  expect(noRoomIn(folder, 0)).toBeNull();
  expect(existsSync(folder)).toBe(true);
  expect(fullDisk(folder, 0)).toBeNull();
});

test('a run without enough disk space is refused in one message, and a full disk is reported', ({}, testInfo) => {
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

test('a folder that cannot be created is reported with the reason', ({}, testInfo) => {
  const file = testInfo.outputPath('file');
  writeFileSync(file, '');
  expect(noRoomIn(`${file}/run`)).toMatch(
    /^The reports cannot be written to .*run \(ENOTDIR\): a part of this path is a file, not a folder: move it away, then run again\.$/,
  );
});

for (const [where, path, sentence] of [
  ['below a file', `${import.meta.filename}/a/run`, /\(ENOTDIR\): a part of this path is a file, not a folder: move/],
  ['in the place of a file', import.meta.filename, /\(EEXIST\): it is a file, not a folder: move it away, then run/],
  ['where none can be made', '/proc/a/run', /\(ENOENT\): its file system takes no new folders: choose another place,/],
] as const) {
  test(`a folder ${where} is refused at once, in one message`, () => {
    expect(unwritable(path)).toMatch(sentence);
  });
}
