import { execFileSync } from 'node:child_process';
import { createWriteStream, mkdirSync, symlinkSync } from 'node:fs';
import { once } from 'node:events';
import { gzipSync } from 'node:zlib';
import { expect, test } from '@playwright/test';
import { zipSync } from 'fflate';
import { readRecording } from '../../../lib/recordings/index.ts';
import { piped } from '../../../lib/recordings/pipe.ts';
import { linesOf } from '../../../lib/recordings/text.ts';
import { exampleSteps, sendFrame, toFrames } from '../protocol/support/scenes.ts';
import { written } from './support/file.ts';
import { chromeHar, SHAPES } from './support/shapes.ts';

const frames = [sendFrame('thread_1', 0, 1), ...toFrames(exampleSteps(), 'payload', 2)];
const har = JSON.stringify(chromeHar(frames));
const lines = SHAPES.find(({ title }) => title.startsWith('dir,'))!.write(frames) as string;
const log = SHAPES.find(({ title }) => title.startsWith('a log of Python'))!.write(frames) as string;

const cases: Record<string, [content: string | Uint8Array, sentence: RegExp]> = {
  'an empty file': ['', /is empty\.$/],
  'a blank file': ['\n \n', /is empty\.$/],
  'a HAR that is cut off': [har.slice(0, 1_500), /is cut off: it ends at character 1500 in the middle of a value\.$/],
  'a HAR with garbage in it': [har.replace('"opcode"', 'opcode'), /: at byte \d+ the text is not JSON\.$/],
  'lines of which the last is cut off': [
    lines.trimEnd().slice(0, -10),
    /:17: the message in this line is not whole, or not JSON; take the line out to judge the others\.$/,
  ],
  'lines with garbage in one': [lines.replace('"in","raw"', '"in",raw'), /:2: the message in this line is not whole/],
  'a log that cuts its messages short': [
    log.replace(/(agent_thinking[^\n]{20})[^\n]*/, '$1 ...'),
    /:3: the message in this line/,
  ],
  'a letter': [
    'Dear Ada,\nnothing to report.\n',
    /none of the recordings that are read: .* in it, such as \{"type": "agent_started", .*\}\.$/,
  ],
  'JSON of something else': [
    '{"a": [1, 2, 3]}',
    /is JSON, but there is no message of a WebSocket in it, such as \{"type": /,
  ],
  'values as Node shortens them': [
    `received { type: 'agent_started', payload: { context: [Object] } }\n`,
    /:1: the message in this line is not whole/,
  ],
  'a message that is nested without end': [
    `${'a line\n'.repeat(2)}{"type":"ping","payload":${'{"a":'.repeat(2_000)}1${'}'.repeat(2_001)}\n`,
    /:3: what stands here is nested too deep to be a message\.$/,
  ],
  'a log in another encoding': [Buffer.from(`empf\xe4ngt ${frames[0]!.text}`, 'latin1'), /byte 5 is not UTF-8/],
  'gzip that is cut off': [gzipSync(lines).subarray(0, 300), /cannot be read: unexpected end of file\.$/],
  'an archive of something else': [
    zipSync({ 'frames.jsonl': Buffer.from(lines) }),
    /neither a Playwright trace nor a HAR: .* Unpack it and name the file/,
  ],
  'a picture': [Buffer.from([0x89, 0x50, 0x4e, 0x47, 13, 10, 26, 10, 0, 0]), /neither a recording nor text: byte 0/],
  'brackets without an end': ['['.repeat(200_000), /: before character 200000 more than 100000 brackets are open\.$/],
  'half an archive': [Buffer.from('PK\x03\x04 and no more'), /begins as an archive does, but does not open/],
};

for (const [what, [content, sentence]] of Object.entries(cases)) {
  test(`${what} is refused in one sentence that names the place`, async ({}, testInfo) => {
    const file = written(testInfo, content);
    await expect(readRecording(file)).rejects.toThrow(sentence);
    await expect(readRecording(file)).rejects.toThrow(file);
  });
}

test('a folder and a file that is not there are told by name', async ({}, testInfo) => {
  mkdirSync(testInfo.outputPath('folder'), { recursive: true });
  await expect(readRecording(testInfo.outputPath('folder'))).rejects.toThrow(/is a folder: name the files in it/);
  symlinkSync('loop', testInfo.outputPath('loop'));
  await expect(readRecording(testInfo.outputPath('loop'))).rejects.toThrow(/loop cannot be read: ELOOP/);
  await expect(readRecording(testInfo.outputPath('none'))).rejects.toThrow(/is not there\.$/);
});

test.describe('pipe and terminal', () => {
  function pipeOf(folder: string): string {
    mkdirSync(folder, { recursive: true });
    execFileSync('mkfifo', [`${folder}/pipe`]);
    return `${folder}/pipe`;
  }

  test('a pipe into which nobody writes is given up, in one sentence', async ({}, testInfo) => {
    const pipe = pipeOf(testInfo.outputPath('silent'));
    await expect(piped(pipe, 60).next()).rejects.toThrow(
      /pipe is a pipe through which nothing came for 0\.06 s: save what is to be judged to a file, and name that\.$/,
    );
  });

  test('a pipe is read to its end, also where somebody begins to write later', async ({}, testInfo) => {
    const pipe = pipeOf(testInfo.outputPath('later'));
    const source = written(testInfo, lines, 'source');
    const reading = readRecording(pipe);
    execFileSync('sh', ['-c', `cat "${source}" > "${pipe}" &`]);
    expect((await reading).frames).toHaveLength(frames.length);
  });

  test('a terminal, or another device, is no file', async () => {
    await expect(readRecording('/dev/null')).rejects.toThrow(/^\/dev\/null is a terminal or another device: save /);
  });
});

test('a file that holds more than is judged at once is told by the line', async ({}, testInfo) => {
  test.setTimeout(120_000);
  const file = testInfo.outputPath('large');
  mkdirSync(testInfo.outputPath(), { recursive: true });
  const stream = createWriteStream(file);
  for (let count = 0; count < 251; count += 1) stream.write(`${frames[1]!.text}\n`.repeat(1_000));
  stream.end();
  await once(stream, 'close');
  await expect(readRecording(file)).rejects.toThrow(/:250001: here the file exceeds what is judged at once/);
});

test('a text of more lines than any recording has is given up', async () => {
  async function* blank() {
    for (let count = 0; count < 6; count += 1) yield '\n'.repeat(1_000_000);
  }
  const reading = (async () => {
    for await (const _ of linesOf(blank(), 'blank.log'));
  })();
  await expect(reading).rejects.toThrow(
    'blank.log has more than 5000000 lines: cut it to the conversation in question.',
  );
});
