import { relative } from 'node:path';
import { expect, test, type TestInfo } from '@playwright/test';
import { ROOT, run } from '../../../bin/child.mjs';
import { exampleSteps, sendFrame, toFrames, USER } from '../protocol/support/scenes.ts';
import { written } from './support/file.ts';
import { chromeHar } from './support/shapes.ts';

const frames = [sendFrame('thread_1', 0, 1), ...toFrames(exampleSteps(), 'payload', 2)];
const half = frames.slice(0, 8);

function judge(...args: string[]) {
  return run(process.execPath, ['bin/run.mjs', 'judge', ...args], { cwd: ROOT });
}

function harOf(
  testInfo: TestInfo,
  of: typeof frames,
  name: string,
  headers: { name: string; value: string }[] = [],
): string {
  return written(testInfo, JSON.stringify(chromeHar(of, headers)), name);
}

test.describe('npm run judge', () => {
  test('prints timeline, violations, cause with owner and what was not judged, and ends with 1', async ({}, testInfo) => {
    const { code, output } = await judge(harOf(testInfo, half, 'half.har'));
    expect(code).toBe(1);
    expect(output).toContain('✗ [one-end] frame #2 agent_started(supervisor_agent) is never followed by');
    expect(output).toMatch(/3 {6}\d+ {2}← {2}│ agent_thinking supervisor_agent/);
    expect(output).toMatch(/Cause: F\d\d .*owner: backend/);
    expect(output).toContain('Not judged:');
    expect(
      Math.max(
        ...output
          .split('\n')
          .filter((line) => !line.includes(ROOT))
          .map(({ length }) => length),
      ),
    ).toBeLessThan(121);
  });

  test('ends with 0 when every rule holds, and with 3 when there is nothing to judge', async ({}, testInfo) => {
    expect((await judge(harOf(testInfo, frames, 'whole.har'))).code).toBe(0);
    const nothing = await judge(harOf(testInfo, [], 'nothing.har'));
    expect(nothing.code).toBe(3);
    expect(nothing.output).toContain('Undecided: there is no run of an agent that could be judged.');
  });

  test('evidence that somebody has changed ends with 2 and one sentence', async ({}, testInfo) => {
    for (const [changed, why] of [
      ['{"sockets":[null],"exchanges":[]}', ''],
      ['{"sockets":[{}],"exchanges":[{}]}', ': .+'],
    ] as const) {
      const { code, output } = await judge(written(testInfo, changed, 'evidence.json'));
      expect(code).toBe(2);
      const sentence = `has the fields of this suite's evidence, but not as the suite writes them${why}\\. $`;
      expect(output.replaceAll(/\s/g, ' ')).toMatch(new RegExp(sentence));
    }
  });

  test('a question that alone was recorded has an unknown cause', async ({}, testInfo) => {
    const { code, output } = await judge(harOf(testInfo, frames.slice(0, 1), 'question.har'));
    expect(code).toBe(1);
    expect(output).toContain('✗ [send-answered] frame #1 start_agent is not answered by any run');
    expect(output).toContain('Cause: unknown, since nothing came that could tell it.');
  });

  test('ends with 2 and one sentence for a file that is none, and for a wrong command line', async ({}, testInfo) => {
    const none = await judge(testInfo.outputPath('none.har'));
    expect(none.code).toBe(2);
    expect(none.output).toMatch(/none\.har\s+is not there\.\n$/);
    expect((await judge()).output).toMatch(/^Name at least one file: npm run judge/);
    expect((await judge('--loud', 'x')).code).toBe(2);
  });

  test('a file that is named twice, in whatever way, is no second person', async ({}, testInfo) => {
    const file = harOf(testInfo, frames, 'ada.har');
    const { code, output } = await judge(file, `./${relative(process.cwd(), file)}`);
    expect(code).toBe(2);
    expect(output.replaceAll(/\s+/g, ' ')).toContain('is named twice: each file is the recording of another person.');
  });

  test('several files are several people, each with an id', async ({}, testInfo) => {
    const files = [harOf(testInfo, frames, 'ada.har'), harOf(testInfo, frames, 'bob.har')];
    const { code, output } = await judge(...files, '--person', USER, '--person', 'user-bob', '--json');
    const { people } = JSON.parse(output) as { people: { person: string; violations: { rule: string }[] }[] };
    expect(code).toBe(1);
    expect(people.map(({ person }) => person)).toEqual([USER, 'user-bob']);
    expect(people[0]?.violations).toEqual([]);
    expect(new Set(people[1]?.violations.map(({ rule }) => rule))).toEqual(new Set(['own-user']));
  });

  test('a file without a question is judged by the question of the command', async ({}, testInfo) => {
    const stray = frames.slice(1).map((frame) => frame.text.replaceAll('run_1', 'run_2'));
    const both = [...frames.slice(1).map(({ text }) => text), ...stray].join('\n');
    const file = written(testInfo, both, 'two-runs.jsonl');
    const { output } = await judge(file, '--question', 'Where does the money go?', '--json');
    expect(output).toContain('belongs to an unknown run: run_2');
    expect((await judge(file, '--json')).output).not.toContain('belongs to an unknown run');
  });

  test('a question that left as another text is told as such, and one of which a log keeps the beginning is not', async ({}, testInfo) => {
    const file = harOf(testInfo, frames, 'whole.har');
    expect((await judge(file, '--question', 'Where does all the money go?')).output).toMatch(/Cause:\s+F96 /);
    for (const question of ['Where does the money go?', ' Where does the money go? '])
      expect((await judge(file, '--question', question)).output, question).not.toContain('F96');
    const cut = frames.map((frame) => ({ ...frame, text: frame.text.replace('does the money go?', 'does the mo…') }));
    const log = harOf(testInfo, cut, 'cut.har');
    expect((await judge(log, '--question', 'Where does the money go?')).output).not.toContain('F96');
  });

  test('prints no secret of the file', async ({}, testInfo) => {
    const jwt = `eyJhbGciOiJIUzI1NiJ9.${Buffer.from(JSON.stringify({ sub: USER })).toString('base64url')}.c2lnbmF0dXJl`;
    const telling = { ...frames[3]!, text: JSON.stringify({ type: `odd ${jwt}`, user_id: USER, run_id: 'run_1' }) };
    const headers = [
      { name: 'Sec-WebSocket-Protocol', value: `jwt-auth, jwt.${Buffer.from(jwt).toString('base64url')}` },
      { name: 'Cookie', value: 'session=0123456789abcdef' },
    ];
    const file = harOf(testInfo, [...half, telling], 'telling.har', headers);
    for (const { output } of [await judge(file), await judge(file, '--json')]) {
      expect(output).toContain('odd <scrubbed>');
      expect(output).toContain(USER);
      expect(output).not.toMatch(/eyJ|ZXlK|0123456789abcdef|c2lnbmF0dXJl/);
    }
  });
});
