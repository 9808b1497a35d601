import type { Violation } from '../../../lib/evidence/index.ts';
import { judge, judgeTraffic, normalise, toRuns } from '../../../lib/protocol/index.ts';
import { Tap } from '../../../lib/wire/tap.ts';
import { expect, test } from '../support/embedded.ts';
import { DevtoolsHar } from './support/devtools.ts';
import { judgedFile, written } from './support/file.ts';

interface Kind {
  /** What is wrong in the stack. */
  fault: string | null;
  /** A rule that the live test finds broken. */
  breaks: string | null;
  /** The cause that the recording names; null where it is green. */
  cause: string | null;
}

const kinds: Record<string, Kind> = {
  'nothing wrong': { fault: null, breaks: null, cause: null },
  'an event that never comes': { fault: 'F20', breaks: 'critical-events', cause: 'F20' },
  'events that come twice': { fault: 'F23', breaks: 'no-duplicate', cause: 'F23' },
  'a run that never ends': { fault: 'F19', breaks: 'one-end', cause: 'F19' },
  "another user's frame": { fault: 'wrong-user', breaks: 'own-user', cause: 'F49' },
};

/** A violation without the durations, which differ by the moment of the judgement. */
const timeless = ({ rule, frame, message }: Violation) =>
  `${rule} ${frame} ${message.replaceAll(/\d+ ms/g, 'some ms')}`;

for (const [title, { fault, breaks, cause }] of Object.entries(kinds)) {
  test(`a HAR and a trace get the verdict of the live test: ${title}`, async ({ stack, guest, browser }, testInfo) => {
    stack.setFaults(fault === null ? [] : [{ id: fault }]);
    const { token, id } = await guest('ada@example.com');
    const har = testInfo.outputPath('playwright.har');
    const trace = testInfo.outputPath('trace.zip');
    const context = await browser.newContext({
      baseURL: stack.webUrl,
      recordHar: { path: har, content: 'embed' },
      storageState: {
        cookies: [],
        origins: [{ origin: stack.webUrl, localStorage: [{ name: 'jwt_token', value: token }] }],
      },
    });
    await context.tracing.start({ snapshots: true });
    const tap = await Tap.on(context);
    const page = await context.newPage();
    await tap.listenTo(page);
    const devtools = await DevtoolsHar.on(page);
    await page.goto('/chat');
    await expect(page.getByText('Connected', { exact: true })).toBeVisible();
    await page.getByTestId('message-textarea').fill('How can we lower our GPU bill next quarter?');
    await page.getByTestId('message-textarea').press('Enter');
    const last = fault === 'F19' ? 'agent_thinking' : 'final_report';
    const copies = fault === 'F23' ? 2 : 1;
    const came = () => tap.frames.filter(({ text }) => text.includes(`"type":"${last}"`)).length;
    await tap.until(() => came() >= copies, 10_000, last);
    await tap.settled();
    const seen = tap.frames.length;
    await expect.poll(() => tap.announced.reduce((sum, { frames }) => sum + frames, 0)).toBeGreaterThanOrEqual(seen);
    await context.tracing.stop({ path: trace });
    await context.close();

    const events = tap.frames.map(normalise);
    const expectations = { user: id, skew: 15_000, silence: 5_000, now: Date.now() + 60_000 };
    const live = [
      ...judgeTraffic(
        { sockets: tap.sockets, events },
        { ...expectations, runIds: toRuns(events).map((run) => run.id) },
      ),
      ...toRuns(events).flatMap((run) => judge(run, expectations)),
    ].map(timeless);
    expect(live.some((one) => one.startsWith(`${breaks} `))).toBe(breaks !== null);

    const exported = written(testInfo, devtools.exported(), 'devtools.har');
    // Playwright writes the last frames of a socket into a trace only when something follows them.
    for (const file of [har, exported, ...(fault === 'F19' ? [] : [trace])]) {
      const { violations, verdict, events: read, person, diagnosis } = await judgedFile(file);
      expect(
        read.map(({ frame }) => frame.text),
        file,
      ).toEqual(tap.frames.map(({ text }) => text));
      expect(violations.map(timeless).sort(), file).toEqual([...new Set(live)].sort());
      expect(verdict, file).toBe(breaks === null ? 'holds' : 'broken');
      expect(person, file).toBe(id);
      expect(diagnosis?.causes[0]?.id ?? null, file).toBe(cause);
    }
  });
}
