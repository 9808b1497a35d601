import type { Violation } from '../../../lib/evidence/index.ts';
import { embeddedScenario } from '../../../fixtures/scenario.ts';
import { judgeAll, normalise } from '../../../lib/protocol/index.ts';
import { expect, test, type Guest } from '../support/embedded.ts';
import type { Line } from '../support/wire-client.ts';

const question = 'How can we lower our GPU bill next quarter?';
const edits = ['drop', 'double', 'swap', 'truncate', 'rename', 'wrong-run'] as const;

function ask(line: Line): void {
  line.send({
    type: 'start_agent',
    payload: { user_request: question, thread_id: null, context: { source: 'message_input' }, settings: {} },
  });
}

/** What the suite says of all that came over this line. */
function verdict({ raw }: Line, { id }: Guest): Violation[] {
  const frames = raw.map(({ data, binary, at }, index) => ({
    seq: index + 1,
    socket: 1,
    direction: 'received' as const,
    time: at,
    text: data,
    ...(binary ? { binary } : {}),
  }));
  return judgeAll(frames.map(normalise), {
    ...embeddedScenario,
    user: id,
    skew: 5_000,
    silence: 5_000,
    now: Date.now(),
  });
}

test.describe.configure({ timeout: 90_000 });

test('every frame of a run that is lost, doubled, displaced or damaged is noticed and named', async ({
  stack,
  guest,
  dialAs,
}) => {
  const whole = await guest('whole@example.com');
  const first = await dialAs(whole);
  ask(first);
  await first.next(({ type }) => type === 'final_report');
  const length = first.frames.filter(({ run_id }) => run_id !== undefined).length;
  expect(verdict(first, whole)).toEqual([]);

  const places = Array.from({ length }, (_, index) => index + 1);
  const cases = places
    .flatMap((at) => edits.map((edit) => ({ edit, at, person: `${edit}-${at}@example.com` })))
    // The last frame of a run has none after it to change places with.
    .filter(({ edit, at }) => edit !== 'swap' || at < length);
  stack.setFaults(cases.map(({ edit, at, person }) => ({ id: edit, at, person })));
  const sessions = await Promise.all(
    cases.map(async (one) => {
      const person = await guest(one.person);
      return { ...one, person, line: await dialAs(person) };
    }),
  );
  const control = await dialAs(whole);
  for (const { line } of sessions) ask(line);
  ask(control);
  await control.next(({ type }) => type === 'final_report', 30_000);

  const unnoticed = sessions
    .filter(({ line, person }) => verdict(line, person).length === 0)
    .map(({ edit, at }) => `${edit} of frame ${at}`);
  expect(unnoticed).toEqual([]);
  const unnamed = sessions
    .filter(({ line, person }) => verdict(line, person).every(({ message }) => !/frame #\d+/.test(message)))
    .map(
      ({ edit, at, line, person }) =>
        `${edit} of frame ${at}: ${verdict(line, person)
          .map(({ message }) => message)
          .join('; ')}`,
    );
  expect(unnamed).toEqual([]);
});
