import { expect, test } from '@playwright/test';
import fc from 'fast-check';
import { visible } from '../../../lib/basics/plain-text.ts';
import { assess } from '../../../reporters/assess/assess.ts';
import { entryOf } from '../../../reporters/history/entry.ts';
import { fold } from '../../../reporters/record/fold.ts';
import { parseJournal } from '../../../reporters/record/journal.ts';
import type { RecordedDiagnosis } from '../../../reporters/record/schema-attempt.ts';
import { toJson } from '../../../lib/basics/json.ts';
import { properties } from '../../../reporters/write/allure/enrich.ts';
import { runSteps } from '../../../reporters/write/allure/steps.ts';
import { toHtml } from '../../../reporters/write/document/html.ts';
import { toMarkdown } from '../../../reporters/write/document/markdown.ts';
import { chatLine } from '../../../reporters/write/exports/chat.ts';
import { ctrf } from '../../../reporters/write/exports/ctrf.ts';
import { annotations, jobSummary } from '../../../reporters/write/exports/github.ts';
import { junit } from '../../../reporters/write/exports/junit.ts';
import { drawn } from '../../../reporters/write/pictures/swim-lane.ts';
import { worklogOf } from '../../../reporters/write/worklog/worklog.ts';
import { attempted, ended, opened, planned, ran, seenIn } from './support/record-samples.ts';

test.describe.configure({ timeout: 240_000 });

/** Signs and pieces that break a format, by the formats that they break. */
const NASTY = [
  '\0',
  '\u0007',
  '\u001b[31m',
  '\u0085',
  '\u2028',
  '\u2029',
  '\ufeff',
  '\uffff',
  '\ufffe',
  '\ufdd0',
  '\u{1ffff}',
  '\ud83d',
  '\ude00',
  '\u202e',
  '\u2066',
  '\u200f',
  '\r\n',
  '\r',
  '\n',
  '\t',
  ']]>',
  '<!--',
  '<script>',
  '</pre>',
  '&amp;',
  '&#0;',
  '"',
  "'",
  '|',
  '```',
  '`',
  '::error::',
  '%0A',
  '\\',
  '😀',
];
const textOf = fc
  .array(fc.oneof(fc.constantFrom(...NASTY), fc.string({ unit: 'binary', maxLength: 12 })), { maxLength: 12 })
  .map((parts) => parts.join(''));

/** A red run of which every text that comes from the product, a title or an error is this one. */
function runWith(text: string) {
  const stuck: RecordedDiagnosis = {
    causes: [{ id: 'F19', title: text, confidence: 'likely', owner: 'backend', signals: [text] }],
    alternatives: [],
    notes: [text],
    probe: null,
    lookFirst: text,
    whys: [],
  };
  const seen = seenIn({ sent: true, types: ['agent_started', 'agent_thinking'] });
  const attempt = attempted('failed', {
    diagnosis: stuck,
    errors: [{ kind: 'error', message: text, place: 'tests/a.spec.ts:3' }],
    steps: [{ title: text, took: 1, failed: true, startedAt: null }],
    seen: {
      ...seen,
      consoleErrors: [text],
      pageErrors: [text],
      limits: [text],
      runs: seen.runs.map((run) => ({
        ...run,
        question: text,
        violations: run.violations.map((one) => ({ ...one, message: text, came: text })),
      })),
    },
  });
  const one = planned(text, { id: 'one', titles: ['a group', text] });
  return [
    ...opened([one, planned('lost')]),
    ...ran('one', attempt),
    { kind: 'trouble' as const, trouble: { message: text, place: null, at: '2026-11-22T03:17:30.000Z' } },
    ended('failed'),
  ];
}

function reportsOf(text: string) {
  const entries = runWith(text);
  const assessment = assess(fold(entries));
  const seen = assessment.record.tests[0]!.attempts[0]!;
  return {
    xml: [junit(assessment)],
    svg: drawn(seen).map(({ svg }) => svg),
    html: [toHtml(worklogOf(assessment))],
    json: [
      toJson(ctrf(assessment), 1),
      toJson(assessment.record),
      toJson(entryOf(assessment)),
      toJson(runSteps(seen.seen!, seen.seen!.runs[0]!)),
    ],
    journal: entries.map((entry) => toJson(entry)).join('\n') + '\n',
    markdown: [toMarkdown(worklogOf(assessment), 'pictures'), jobSummary(assessment)],
    lines: [chatLine(assessment), ...annotations(assessment), properties({ Text: text }).trimEnd()],
  };
}

/** What no format holds, and what changes the order in which a text is read. */
const unsound = /(?![\t\n])\p{Cc}|[\p{Cs}\p{Noncharacter_Code_Point}\p{Bidi_Control}]/u;

test('every report is well-formed whatever a text of the product holds', async ({ page }) => {
  const texts = [...NASTY, NASTY.join(' '), ...fc.sample(textOf, { numRuns: 60, seed: 25 })];
  for (const text of texts) {
    const { xml, svg, html, json, journal, markdown, lines } = reportsOf(text);
    const all = [...xml, ...svg, ...html, ...json, journal, ...markdown, ...lines];
    expect(all.map((report) => unsound.exec(report)?.[0]).filter(Boolean), JSON.stringify(text)).toEqual([]);
    for (const one of json) JSON.parse(one);
    expect(parseJournal(journal)).toHaveLength(6);
    expect(lines.filter((line) => /[\n\r]/.test(line))).toEqual([]);
    const parsed = await page.evaluate(
      (documents) => {
        const faultOf = (text: string, type: DOMParserSupportedType) =>
          new DOMParser().parseFromString(text, type).querySelector('parsererror')?.textContent ?? null;
        const junit = new DOMParser().parseFromString(documents.xml[0]!, 'application/xml');
        const worklog = new DOMParser().parseFromString(documents.html[0]!, 'text/html');
        return {
          faults: [
            ...documents.xml.map((text) => faultOf(text, 'application/xml')),
            ...documents.svg.map((text) => faultOf(text, 'image/svg+xml')),
          ].filter((fault) => fault !== null),
          cases: [...junit.querySelectorAll('testcase')].map((one) => one.getAttribute('name')),
          failure: junit.querySelector('failure')?.textContent,
          scripts: worklog.querySelectorAll('script').length,
          sections: [...worklog.querySelectorAll('h2')].length,
        };
      },
      { xml, svg, html },
    );
    expect(parsed, JSON.stringify(text)).toEqual({
      faults: [],
      cases: [`a group › ${visible(text)}`, 'lost', 'error 1 outside of the tests'],
      failure: visible(text),
      scripts: 0,
      sections: 8,
    });
  }
});

test('a text of a megabyte in one line is in every report within 20 s of processor time', () => {
  const begin = process.cpuUsage();
  const { lines, xml } = reportsOf('word '.repeat(200_000));
  const { user, system } = process.cpuUsage(begin);
  expect((user + system) / 1e6, 'seconds of processor time').toBeLessThan(20);
  expect(xml[0]).toContain('</testsuites>');
  expect(Math.max(...lines.map((line) => line.length))).toBeGreaterThan(0);
});
