import { appendFileSync, mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { toJson } from '../../lib/basics/json.ts';
import { annotates, jobSummaryFile } from '../../config/ci.ts';
import type { Assessment } from '../assess/assess.ts';
import type { Block, Inline, Report } from './document/blocks.ts';
import { toHtml } from './document/html.ts';
import { toMarkdown } from './document/markdown.ts';
import { chatLine } from './exports/chat.ts';
import { ctrf } from './exports/ctrf.ts';
import { annotations, jobSummary } from './exports/github.ts';
import { junit } from './exports/junit.ts';
import { saveRecord, writeWhole } from '../record/save.ts';
import { withFiles, withoutLinks } from './run-files.ts';
import { worklogOf } from './worklog/worklog.ts';

/** The report that is written last: where it is, all are. */
export const LAST_REPORT = 'chat.txt';

/** Writes the record of a run and every report that is made of it. @param dir the run's folder */
export function writeReports(assessment: Assessment, dir: string): void {
  saveRecord(join(dir, 'record.json'), assessment.record);
  const worklog = worklogIn(dir, assessment);
  writeText(worklog, dir);
  writeWhole(join(dir, 'worklog.html'), toHtml(worklog));
  writeWhole(join(dir, 'junit.xml'), junit(assessment));
  writeWhole(join(dir, 'ctrf.json'), `${toJson(ctrf(assessment), 1)}\n`);
  writeWhole(join(dir, LAST_REPORT), `${chatLine(assessment)}\n`);
}

/**
 * Writes the worklog of a run anew for what is kept of it: as text among the files to which it leads, and as a page
 * that is kept alone and names them.
 * @param kept the folder of what is kept
 * @param page the file of the page
 * @param place what the page calls that folder
 */
export function writeKeptWorklog(assessment: Assessment, kept: string, page: string, place: Inline): void {
  const worklog = worklogIn(kept, assessment);
  writeText(worklog, kept);
  writeWhole(page, toHtml({ ...worklog, blocks: withoutLinks(worklog.blocks, place) }));
}

/** Tells GitHub, when it is GitHub that runs us: the job's summary, and annotations on the output. */
export function tellGitHub(assessment: Assessment): void {
  const summary = jobSummaryFile();
  if (summary) appendFileSync(summary, jobSummary(assessment));
  if (annotates()) for (const line of annotations(assessment)) console.log(line);
}

/** The worklog with what lies in a folder. */
function worklogIn(dir: string, assessment: Assessment): Report {
  const worklog = worklogOf(assessment);
  return { ...worklog, blocks: withFiles(worklog.blocks, dir) };
}

function writeText(worklog: Report, dir: string): void {
  writeWhole(join(dir, 'worklog.md'), toMarkdown(worklog, 'pictures'));
  mkdirSync(join(dir, 'pictures'), { recursive: true });
  for (const { name, svg } of picturesIn(worklog.blocks)) writeWhole(join(dir, 'pictures', `${name}.svg`), svg);
}

function picturesIn(blocks: readonly Block[]): Extract<Block, { kind: 'picture' }>[] {
  return blocks.filter((block) => block.kind === 'picture');
}
