import { createHash } from 'node:crypto';
import { existsSync, readFileSync, readdirSync, rmSync } from 'node:fs';
import { join, parse } from 'node:path';
import type { AllureResult } from './enrich.ts';
import type { AllureStep } from './steps.ts';

/**
 * What Playwright's report of a run holds, as digests of its files' contents (it names them so); empty without such a
 * report.
 * @param dir the run's folder
 */
export function filesInPlaywrightsReport(dir: string): Set<string> {
  const folder = join(dir, 'html', 'data');
  return new Set(existsSync(folder) ? readdirSync(folder).map((file) => parse(file).name) : []);
}

/**
 * An Allure result that links to Playwright's report of its test for what that holds, too (traces, screenshots,
 * evidence), in place of keeping each file a second time; the files are removed, and the steps that held nothing else.
 * @param folder of the results
 * @param reported as `filesInPlaywrightsReport` gives it
 * @param test id of the test, by which the report is addressed
 */
export function linked(
  result: AllureResult,
  folder: string,
  reported: ReadonlySet<string>,
  test: string,
): AllureResult {
  const removed = new Set<string>();
  const isOwn = ({ source = '' }: AllureStep['attachments'][number]) => {
    const file = join(folder, source);
    if (removed.has(source)) return false;
    if (!source || !existsSync(file) || !reported.has(digestOf(file))) return true;
    rmSync(file);
    removed.add(source);
    return false;
  };
  const without = (step: AllureStep): AllureStep[] => {
    const attachments = step.attachments.filter(isOwn);
    const steps = step.steps.flatMap(without);
    const isLeft = attachments.length + steps.length > 0 || step.attachments.length === 0;
    return isLeft ? [{ ...step, attachments, steps }] : [];
  };
  const rest = { ...result, attachments: result.attachments.filter(isOwn), steps: result.steps.flatMap(without) };
  if (removed.size === 0) return result;
  const url = `../html/index.html#?testId=${test}`;
  return { ...rest, links: [...rest.links, { type: 'link', name: 'Trace, screenshots and evidence', url }] };
}

function digestOf(file: string): string {
  return createHash('sha1').update(readFileSync(file)).digest('hex');
}
