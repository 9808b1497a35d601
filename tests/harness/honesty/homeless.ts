import { execFileSync } from 'node:child_process';
import { expect, test } from '../../../fixtures/index.ts';

test.describe.configure({ mode: 'default' });

/** The process that the runner started for the embedded stacks of its run. */
function stackHost(): number {
  const processes = execFileSync('ps', ['-A', '-o', 'pid=,ppid=,args='], { encoding: 'utf8' }).split('\n').map((line) => line.trim().split(/\s+/));
  const host = processes.find(([, parent, ...command]) => Number(parent) === process.ppid && command.join(' ').includes('stack/host.ts'));
  return Number(host![0]);
}

test('its stack dies, with all the others', async ({ chatPage, conversation }) => {
  await chatPage.goto();
  await expect(chatPage.connected).toBeVisible();
  process.kill(stackHost(), 'SIGKILL');
  await conversation.ask('Is anybody there?');
});

for (let number = 1; number <= 12; number += 1) {
  test(`would come after it, ${number}`, async ({ chatPage }) => {
    await chatPage.goto();
    await expect(chatPage.connected).toBeVisible();
  });
}
