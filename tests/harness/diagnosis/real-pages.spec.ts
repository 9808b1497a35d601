import { expect, test } from '@playwright/test';
import type { Evidence } from '../../../lib/evidence/index.ts';
import { diagnose } from '../../../lib/diagnosis/index.ts';
import { told as broken } from './support/further-scenes.ts';
import { call, CALLS, evidence, failed, SITE, socket, START } from './support/scenes.ts';

const told = (seen: Evidence) => diagnose(seen).causes.map(({ id, confidence }) => `${id} ${confidence}`);
const url = `${SITE.web}/chat`;

test('a page that did not answer in time has not lost its chat', () => {
  const noQuestion = "expect(locator).toHaveText(expected) failed\n\nLocator: getByRole('article', { name: 'You' })";
  const seen = evidence({ errors: [noQuestion] });
  const unshown = seen.screen.map((sample) => ({ ...sample, questions: [] }));
  expect(told({ ...seen, screen: unshown, page: { url } })).toEqual(['F26 likely']);
  expect(told({ ...seen, screen: unshown, page: { url, chat: false } })).toEqual(['unknown possible']);
  const thrown = { ...seen, pageErrors: ['TypeError: e.get is not a function'] };
  expect(told({ ...thrown, page: { url, chat: false } })).toEqual(['F62 certain']);
  expect(told({ ...thrown, page: { url } })).not.toContain('F62 certain');
});

test('a call to a host that is not one of the target is not blocked by the CORS headers of the target', () => {
  const of = (host: string) => {
    const address = `${host}/api/discovery/services`;
    return evidence({
      exchanges: [...CALLS, call('GET', `${host}/api/mcp/config`), failed('GET', address)],
      consoleErrors: [`Access to fetch at '${address}' from origin '${SITE.web}' has been blocked by CORS policy`],
      errors: ['expect(locator).toBeVisible() failed'],
    });
  };
  expect(told(of(SITE.api))).toContain('F47 likely');
  expect(told(of('http://localhost:8999')).join()).not.toContain('F47');
});

test('a socket that was accepted late has nothing to do with what stands in the composer', () => {
  const field = "Locator: getByRole('textbox', { name: 'Message input' })";
  const seen = (matcher: string) =>
    evidence({
      errors: [`expect(locator).${matcher}() failed\n\n${field}`],
      sockets: [socket({ openedAt: START - 2_700 })],
    });
  expect(told(seen('toBeEditable')).join()).toContain('F55');
  expect(told(seen('toHaveValue'))).toEqual(['unknown possible']);
});

test('a question is not cut inside a character where a cause quotes it', () => {
  const text = `${'a'.repeat(59)}💸 and more`;
  const seen = evidence({
    errors: ["expect(locator).toHaveText(expected) failed\n\nLocator: getByRole('article', { name: 'You' })"],
    edit: (frames) => frames.map((one) => ({ ...one, text: one.text.replaceAll('Where does the money go?', text) })),
  });
  const screen = seen.screen.map((sample) => ({ ...sample, questions: [] }));
  const signals = diagnose({ ...seen, screen }).causes.flatMap((cause) => cause.signals);
  expect(signals.join()).toContain(`the message "${'a'.repeat(59)}`);
  expect(signals.filter((signal) => /\p{Surrogate}/u.test(signal))).toEqual([]);
});

test('a button that is cut off has nothing lying over it, though the browser says that <html> takes the click', () => {
  const saysOf = (cover: string) => {
    const errors = [`TimeoutError: locator.click: Timeout\nCall log:\n  - ${cover}…</html> intercepts pointer events`];
    const { causes } = diagnose(evidence({ errors }));
    return causes.map(({ id, confidence, signals }) => [id, confidence, String(signals[0])]);
  };
  const cutOff = 'page: what the test clicks is cut off there, or outside of the window';
  expect(saysOf('<html lang="en">')).toEqual([['F88', 'possible', cutOff]]);
  const covered = 'page: <div role="dialog"> lies over what the test clicks';
  expect(saysOf('<div role="dialog">')).toEqual([['F88', 'possible', covered]]);
});

test('a thought that is missing among others was lost on the page, and so was what it counts too few of', () => {
  const thoughts = evidence({}).frames.filter(({ text }) => text.includes('"type":"agent_thinking"'));
  const untold = thoughts.map(({ seq }) =>
    broken('screen-told', `frame #${seq} agent_thinking tells the thought "Planning", and the page does not`),
  );
  const figure = (written: string) =>
    broken(
      'screen-figure',
      `the page shows "${written}" in "${written}" (chat), and no frame and no answer of the API carries it there`,
    );
  const of = (...errors: string[]) => told(evidence({ errors }));
  expect(of(untold[0]!)).toEqual(['F26 likely']);
  expect(of(untold[0]!, figure('1 agents'))).toEqual(['F26 likely']);
  expect(of(untold[0]!, figure('$4,711'))).toEqual(['F26 likely', 'F89 certain']);
  expect(of(figure('1 agents'))).toEqual(['F89 certain']);
  expect(of(...untold), 'a page that tells none').toEqual(['F89 certain']);
});

test('a call that failed again and again while the test held the network off is noted once, with how often', () => {
  const health = `${SITE.api}/health/ready`;
  const { notes } = diagnose(
    evidence({
      errors: ['expect(locator).toBeVisible() failed'],
      stimuli: [{ kind: 'network off', at: START - 60_000, detail: 'every request is blocked' }],
      exchanges: [...CALLS, failed('GET', health), failed('GET', health), failed('GET', health)],
    }),
  );
  expect(notes.filter((note) => note.includes('/health/ready'))).toEqual([expect.stringMatching(/, 3 times$/)]);
});
