import { writeFileSync } from 'node:fs';
import type { TestInfo } from '@playwright/test';
import { judgementOf } from '../../../../bin/judge/judgement.ts';
import { readRecording } from '../../../../lib/recordings/index.ts';

/** Writes a file into the folder of the test. @returns its path */
export function written(testInfo: TestInfo, content: string | Uint8Array, name = 'recording'): string {
  const file = testInfo.outputPath(name);
  writeFileSync(file, content);
  return file;
}

/** Judges a file as the command does. */
export async function judgedFile(file: string, added: Parameters<typeof judgementOf>[1] = {}) {
  return judgementOf(await readRecording(file), added);
}
