/**
 * What GitHub's own parser finds wrong with workflows: `node --import tsx faults.mjs FILE...` prints a JSON list of
 * messages per file. A program of its own, since the parser imports JSON in a way that Node alone refuses.
 */
import { readFileSync } from 'node:fs';
import { NoOperationTraceWriter, convertWorkflowTemplate, parseWorkflow } from '@actions/workflow-parser';

/** @param {string} file */
async function faults(file) {
  const parsed = parseWorkflow({ name: file, content: readFileSync(file, 'utf8') }, new NoOperationTraceWriter());
  const own = parsed.context.errors.getErrors().map(({ message }) => message);
  if (!parsed.value) return own;
  const template = await convertWorkflowTemplate(parsed.context, parsed.value);
  return [...own, ...(template.errors ?? []).map(({ Message }) => Message)];
}

console.log(JSON.stringify(await Promise.all(process.argv.slice(2).map(faults))));
