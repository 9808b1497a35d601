import { appendFileSync, mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { toJson } from '../../lib/basics/json.ts';
import { annotates, jobSummaryFile } from '../../config/ci.ts';
import type { Assessment } from '../assess/assess.ts';
import type { Block, Report } from './document/blocks.ts';
import { toHtml } from './document/html.ts';
import { toMarkdown } from './document/markdown.ts';
import { chatLine } from './exports/chat.ts';
import { ctrf } from './exports/ctrf.ts';
import { annotations, jobSummary } from './exports/github.ts';
import { junit } from './exports/junit.ts';
import { saveRecord, writeWhole } from '../record/save.ts';
import { withFiles } from './run-files.ts';
import { worklogOf } from './worklog/worklog.ts';

/** The report that is written last: where it is, all are. */
export const LAST_REPORT = 'chat.txt';

/** Writes the record of a run and every report that is made of it. @param dir the run's folder */
export function writeReports(assessment: Assessment, dir: string): void {
  saveRecord(join(dir, 'record.json'), assessment.record);
  writeWorklog(worklogOf(assessment), dir);
  writeWhole(join(dir, 'junit.xml'), junit(assessment));
  writeWhole(join(dir, 'ctrf.json'), `${toJson(ctrf(assessment), 1)}\n`);
  writeWhole(join(dir, LAST_REPORT), `${chatLine(assessment)}\n`);
}

/** Tells GitHub, when it is GitHub that runs us: the job's summary, and annotations on the output. */
export function tellGitHub(assessment: Assessment): void {
  const summary = jobSummaryFile();
  if (summary) appendFileSync(summary, jobSummary(assessment));
  if (annotates()) for (const line of annotations(assessment)) console.log(line);
}

function writeWorklog(worklog: Report, dir: string): void {
  const blocks = withFiles(worklog.blocks, dir);
  writeWhole(join(dir, 'worklog.md'), toMarkdown({ ...worklog, blocks }, 'pictures'));
  writeWhole(join(dir, 'worklog.html'), toHtml({ ...worklog, blocks }));
  mkdirSync(join(dir, 'pictures'), { recursive: true });
  for (const { name, svg } of picturesIn(blocks)) writeWhole(join(dir, 'pictures', `${name}.svg`), svg);
}

function picturesIn(blocks: readonly Block[]): Extract<Block, { kind: 'picture' }>[] {
  return blocks.filter((block) => block.kind === 'picture');
}
