import { fact, nameOf } from '../facts.ts';
import { SCREEN, SILENCE, type Sign } from '../finding.ts';

const OURS = /^\/(auth|api|health|ws)(\/|$)/;
/** The product's page asks these of a fixed address, whatever the target (docs/contract/frontend.md 9, Q15). */
const FIXED = /^\/api\/(discovery|mcp)\//;

/** F46: the page calls a service at an address that is not the target's. */
export const wrongAddress: Sign = ({ calls, evidence: { target } }) => {
  const astray = calls.filter(({ host, path }) => host === 'other' && OURS.test(path) && !FIXED.test(path));
  const [first] = astray;
  if (!first) return [];
  const signals = [
    {
      says: `the page asks ${first.origin}, which is none of the target's hosts: ${first.failure ?? first.status}`,
      at: nameOf(first),
    },
  ];
  const never = !calls.some(({ host }) => host === 'auth');
  if (never) signals.push({ says: `${target.site.auth} is never asked`, at: 'requests' });
  return [
    {
      id: 'F46',
      confidence: never ? 'certain' : 'likely',
      signals,
      from: astray.map(fact.call),
      explains: ['auth', SILENCE, SCREEN],
    },
  ];
};

/** F47: the browser blocks calls to a host that answers others. */
export const blockedByCors: Sign = (facts) => {
  const blocked = facts.evidence.consoleErrors.filter((text) => /blocked by CORS policy/i.test(text));
  return blocked.slice(0, 1).flatMap((text) => {
    const address = /'(https?:\/\/[^']+)'/.exec(text)?.[1] ?? '';
    const path = URL.canParse(address) ? new URL(address).pathname : '';
    const alike = facts.calls.filter((call) => call.path.replace(/\/$/, '') === path.replace(/\/$/, ''));
    const host = alike[0]?.host;
    const answersOthers = facts.calls.some(
      (call) => call.host === host && call.status !== null && call.status < 400 && !alike.includes(call),
    );
    if (!host || !answersOthers || path.endsWith('/websocket/ticket')) return [];
    const redirect = alike.find(({ status }) => status === 307 || status === 308);
    return [
      {
        id: 'F47',
        confidence: 'certain' as const,
        signals: [
          { says: text.slice(0, 200), at: 'console' },
          ...(redirect
            ? [
                {
                  says: `redirected with ${redirect.status} to ${redirect.server['location'] ?? '?'}`,
                  at: nameOf(redirect),
                },
              ]
            : []),
        ],
        from: alike.map(fact.call),
        explains: [SILENCE],
      },
    ];
  });
};

/** F48: the page came, and its code did nothing. */
export const whitePage: Sign = (facts) => {
  const came = facts.of('web').find(({ resource, status }) => resource === 'document' && status === 200);
  const idle = facts.of('api').length + facts.of('auth').length + facts.connections.length === 0;
  const astray = facts.calls.some(({ host, path }) => host === 'other' && OURS.test(path));
  if (!came || !idle || astray || facts.evidence.page?.chat) return [];
  const thrown = facts.evidence.pageErrors.slice(0, 1).map((text) => ({ says: text, at: 'page error' }));
  const signals = [
    { says: 'the document came with 200, and the page asked nothing of any service', at: nameOf(came) },
    ...thrown,
  ];
  return [{ id: 'F48', confidence: 'certain', signals, from: ['page'], explains: [SILENCE, SCREEN] }];
};
