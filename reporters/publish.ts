import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import type { Block, Document } from './document/blocks.ts';
import { toHtml } from './document/html.ts';
import { toMarkdown } from './document/markdown.ts';
import { saveRecord, writeWhole } from './record/save.ts';
import type { Record } from './record/schema.ts';
import { worklogOf } from './worklog/worklog.ts';

/** Writes the record of a run and every report that is made of it. @param dir the run's folder */
export function publish(record: Record, dir: string): void {
  saveRecord(join(dir, 'record.json'), record);
  writeWorklog(worklogOf(record), dir);
}

function writeWorklog(worklog: Document, dir: string): void {
  writeWhole(join(dir, 'worklog.md'), toMarkdown(worklog, 'pictures'));
  writeWhole(join(dir, 'worklog.html'), toHtml(worklog));
  mkdirSync(join(dir, 'pictures'), { recursive: true });
  for (const { name, svg } of picturesIn(worklog.blocks)) writeWhole(join(dir, 'pictures', `${name}.svg`), svg);
}

function picturesIn(blocks: readonly Block[]): Extract<Block, { kind: 'picture' }>[] {
  return blocks.filter((block) => block.kind === 'picture');
}
