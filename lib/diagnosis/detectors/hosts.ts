import { isMadeGood, isMissingPage, PAGE_PATHS } from '../../protocol/index.ts';
import { type Call, type Connection, fact, type Facts, nameOf } from '../facts.ts';
import { signalsOf } from '../outcomes.ts';
import { type Finding, SCREEN, type Detector, SILENCE } from '../finding.ts';
import { ofTheNetwork } from '../unreached.ts';

function isHard(call: Call): boolean {
  return call.failure !== null || (call.status !== null && call.status >= 502);
}

/** What a browser says where it is the one that does not ask, or that has no network. */
const OF_THE_BROWSER = /INTERNET_DISCONNECTED|NETWORK_CHANGED|BLOCKED_BY|^csp$/i;

/** Whether a failure is that of a host, and not of the browser that does not ask it or does not show what it says. */
function isOfTheHost({ failure, url }: Call, { evidence: { consoleErrors } }: Facts): boolean {
  if (failure === null) return true;
  const isBlocked = consoleErrors.some((text) => /blocked by CORS policy/i.test(text) && text.includes(`'${url}'`));
  return !OF_THE_BROWSER.test(failure) && !isBlocked;
}

/** The socket with which a backend went that had worked: cut by nobody in the test, and no call was answered since. */
function cutForGood({ connections }: Facts, calls: readonly Call[]): Connection | undefined {
  const last = connections.findLast(({ welcomed }) => welcomed);
  if (!last?.closedAt || last.close?.code !== 1006 || last.closedBy !== null) return undefined;
  const { closedAt } = last;
  const answered = calls.some((call) => !isHard(call) && call.startedAt > closedAt);
  return answered || connections.some(({ opened, openedAt }) => opened && openedAt > closedAt) ? undefined : last;
}

/** A host of which nothing came but failures. */
function down(facts: Facts, host: 'api' | 'auth', id: string): Finding[] {
  const calls = facts.of(host).filter(({ status, failure }) => status !== null || failure !== null);
  const probe = facts.probe(host === 'api' ? 'health' : 'auth-health');
  const refused =
    host === 'api' ? facts.connections.filter(({ status, opened }) => !opened && status !== null && status >= 502) : [];
  const isDown = probe && (probe.status === null || probe.status >= 500);
  const last = calls.at(-1);
  // A host that worked and now answers nobody: to the browser a gateway without CORS headers looks like a ban.
  const cut = isDown && host === 'api' ? cutForGood(facts, calls) : undefined;
  const wentDown = cut !== undefined || (isDown && last !== undefined && isHard(last));
  if ((!wentDown && calls.some((call) => !isHard(call))) || (calls.length === 0 && !isDown) || (probe && !isDown))
    return [];
  const failed = calls.filter(isHard);
  const paths = new Set(failed.map(({ path }) => path));
  const signals = signalsOf(failed, facts, (call) => `failed: ${call.failure ?? call.status}`);
  if (refused[0])
    signals.push({ says: `the upgrade was answered with ${refused[0].status}`, at: `socket ${refused[0].id}` });
  if (cut) signals.push({ says: 'cut without a word, and nothing of the backend came since', at: `socket ${cut.id}` });
  if (isDown) signals.push({ says: `its health is ${probe.status ?? 'silent'}`, at: `probe ${probe.name}` });
  const sure = isDown || refused.length > 0 || (paths.size > 1 && failed.some((call) => isOfTheHost(call, facts)));
  const sockets = host === 'api' ? facts.connections.map(fact.socket) : [];
  const from = failed.length > 0 ? failed.map(fact.call) : [host];
  const lookFirst = ofTheNetwork(failed);
  return [
    {
      id,
      confidence: sure ? 'certain' : 'likely',
      ...(lookFirst !== null && { owner: 'infrastructure', lookFirst }),
      signals,
      from,
      ...(isDown && { seenAt: facts.evidence.takenAt }),
      explains: [...sockets, host, SILENCE, SCREEN, ...(cut ? endedWith(facts) : [])],
    },
  ];
}

/** What ends with a backend that goes in the middle of a test. */
function endedWith({ runs, violations }: Facts): string[] {
  return [...runs.flatMap((run) => [fact.open(run), fact.half(run)]), ...violations.map(fact.violation)];
}

/** F08: the backend answers nothing but failures. */
export const backendDown: Detector = (facts) => down(facts, 'api', 'F08');

/** F36: the auth service answers nothing but failures. */
export const authDown: Detector = (facts) => down(facts, 'auth', 'F36');

/** F94: an address of a page was answered with an error, or not at all, and that was the last that came of it. */
export const pageMissing: Detector = (facts) => {
  const { web } = facts.evidence.target.site;
  const loads = facts.of('web').filter(({ resource, path }) => resource === 'document' && PAGE_PATHS.test(path));
  const isMissing = (call: Call) => (call.status === null ? call.failure !== null : isMissingPage(call, web));
  const told = ({ url }: Call) => facts.evidence.errors.some((error) => error.includes(`${url} was answered`));
  const missing = loads.filter((call) => isMissing(call) && (told(call) || !isMadeGood(call, facts.calls)));
  if (missing.length === 0) return [];
  const last = loads.at(-1)!;
  const isLast = missing.includes(last);
  // A browser shows the page of a 404 like any other, and that page may work.
  const nothingCame = isLast && last.status !== 404;
  return [
    {
      id: 'F94',
      // Where another page came after it, it need not be why something is missed.
      confidence: missing.some((call) => call.status !== null && (isLast || told(call))) ? 'certain' : 'likely',
      weak: !isLast,
      signals: missing.slice(0, 3).map((call) => ({
        says: call.status === null ? `failed: ${call.failure}` : `answered ${call.status}`,
        at: `web ${nameOf(call)}`,
      })),
      from: missing.map((call) => `missing ${fact.call(call)}`),
      explains: [...missing.map(fact.call), ...(nothingCame ? [SILENCE, SCREEN] : [])],
    },
  ];
};
