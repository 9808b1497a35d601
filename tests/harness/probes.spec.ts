import type { BrowserContext } from '@playwright/test';
import { diagnoseFailure } from '../../fixtures/diagnosis.ts';
import { Noticed, type Sources } from '../../fixtures/evidence.ts';
import { probe } from '../../fixtures/probes.ts';
import { budgets } from '../../config/budgets.ts';
import type { RunningStack } from '../../stack/stack.ts';
import { expect, test } from './embedded.ts';

const siteOf = ({ webUrl, apiUrl, authUrl, wsUrl }: RunningStack) => ({ web: webUrl, api: apiUrl, auth: authUrl, ws: new URL(wsUrl).origin });
/** A test that failed before it opened a page. */
const nobody = { pages: () => [] } as unknown as BrowserContext;

function sources(stack: RunningStack, readOnly: boolean): Sources {
  return {
    wire: { exchanges: { all: [], ofTheTest: [] }, tap: { sockets: [], frames: [] }, traffic: { events: [], runs: [] }, sockets: [] },
    transcript: { samples: [] }, conversations: [], noticed: new Noticed(), account: { id: 'ada', email: 'ada@example.com' },
    target: { name: 'production', site: siteOf(stack), readOnly, budgets: budgets.production },
  } as unknown as Sources;
}

test.describe('After a failure', () => {
  test('a read-only target is asked nothing more', async ({ stack }) => {
    const before = stack.log().length;
    await diagnoseFailure(sources(stack, true), nobody, ['it failed']);
    expect(stack.log().slice(before)).toEqual([]);
  });

  test('any other is asked what the evidence does not tell', async ({ stack }) => {
    const before = stack.log().length;
    await diagnoseFailure(sources(stack, false), nobody, ['it failed']);
    expect(stack.log().slice(before).map(({ path }) => path)).toEqual(expect.arrayContaining(['/health', '/api/health']));
  });

  for (const fault of ['F10', 'F13', 'F15', 'F33:delay=60000', 'F43']) {
    test(`the questions are over within five seconds, also under ${fault}`, async ({ stack, guest }) => {
      const { token } = await guest('ada@example.com');
      const [id = '', delay] = fault.split(':delay=');
      stack.setFaults([{ id, ...(delay ? { delay: Number(delay) } : {}) }]);
      const begin = performance.now();
      const probes = await probe(siteOf(stack), token, true, 2_000, new Set());
      expect(performance.now() - begin).toBeLessThan(5_000);
      expect(probes.map(({ name }) => name)).toEqual(expect.arrayContaining(['health', 'upgrade', 'ask', 'kept-open', 'runs']));
      const answered = probes.find(({ name }) => name === 'ask')?.heard?.includes('agent_started');
      expect(probes.some(({ name }) => name === 'ask-later'), 'the question is put in other ways').toBe(!answered);
    });
  }

  const answeredOnly = [[{ id: 'F14', window: 1_500 }, 'ask-later'], [{ id: 'F15' }, 'ask-alias'], [{ id: 'F17' }, 'ask-other-field']] as const;
  for (const [fault, name] of answeredOnly) {
    test(`under ${fault.id}, ${name} alone is answered`, async ({ stack, guest }) => {
      const { token } = await guest('ada@example.com');
      stack.setFaults([fault]);
      const probes = await probe(siteOf(stack), token, true, null, new Set());
      expect(probes.filter(({ heard }) => heard?.includes('agent_started')).map((one) => one.name)).toEqual([name]);
    });
  }
});
