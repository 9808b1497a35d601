import { fact, nameOf, type Facts } from '../facts.ts';
import { SCREEN, SILENCE, type Detector, type Signal, UNSENT } from '../finding.ts';
import { firstLine } from '../../basics/plain-text.ts';

/** Addresses of the target's services (docs/contract/backend.md 2); a tool of somebody else has an API, too. */
const OURS = /^\/(auth|health|ws|api\/(agents?|chat|config|health|messages|threads|v1|websocket))(\/|$)/;
/** The product's page asks these of a fixed address, whatever the target (docs/contract/frontend.md 9, Q15). */
const FIXED = /^\/api\/(discovery|mcp)\//;

/** F46: the page calls a service at an address that is not the target's. */
export const wrongAddress: Detector = ({ calls, evidence: { target } }) => {
  const astray = calls.filter(
    ({ host, path, resource }) =>
      host === 'other' && OURS.test(path) && !FIXED.test(path) && !/^(document|iframe|test)$/.test(resource),
  );
  const [first] = astray;
  if (!first) return [];
  const signals = [
    {
      says: `the page asks ${first.origin}, which is not one of the target's hosts: ${first.failure ?? first.status}`,
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

/** What a browser says of headers that are there and allow something else: somebody set them so. */
const DISALLOWS =
  /has a value '|contains (multiple values|the invalid value)|must not be the wildcard|is not allowed by Access-Control-Allow|credentials mode|Redirect is not allowed/i;

/** F47: the browser blocks calls to a host that answers others. */
export const blockedByCors: Detector = (facts) => {
  const blocked = facts.evidence.consoleErrors.filter((text) => /blocked by CORS policy/i.test(text));
  return blocked.slice(0, 1).flatMap((text) => {
    const address = /'(https?:\/\/[^']+)'/.exec(text)?.[1] ?? '';
    const path = URL.canParse(address) ? new URL(address).pathname : '';
    const alike = facts.calls.filter((call) => call.path.replace(/\/$/, '') === path.replace(/\/$/, ''));
    const host = alike[0]?.host;
    const answersOthers = facts.calls.some(
      (call) => call.host === host && call.status !== null && call.status < 400 && !alike.includes(call),
    );
    // No header of the target helps a call that goes to somebody else (F46).
    if (!host || host === 'other' || !answersOthers || path.endsWith('/websocket/ticket')) return [];
    const redirect = alike.find(({ status }) => status === 307 || status === 308);
    const from = Math.min(...alike.filter(({ failure }) => failure !== null).map(({ startedAt }) => startedAt));
    const isUp =
      facts.of(host).some((call) => (call.status ?? 500) < 400 && call.startedAt >= from) ||
      (host === 'api' && facts.connections.some(({ welcomed, closedAt }) => welcomed && closedAt === null));
    // An error that a service did not expect often lacks the headers that its other answers have.
    const isRefused = DISALLOWS.test(text) || redirect !== undefined;
    const failure = { id: 'F92', why: 'the answer to an error of the service may lack the headers', probe: 'health' };
    const outage = {
      id: host === 'auth' ? 'F36' : 'F08',
      why: 'the error page of a gateway has no CORS headers either, and the host answered nothing else from then on',
      probe: host === 'auth' ? 'auth-health' : 'health',
    };
    return [
      {
        id: 'F47',
        ...(isRefused
          ? { confidence: 'certain' as const }
          : { confidence: 'likely' as const, candidates: [isUp ? failure : outage] }),
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

/** What browsers say when a page may not ask for what it asks for: its own policy, or a plain address on a TLS page. */
const POLICY = /violates the (following|document's) Content Security Policy|Mixed Content:/i;
/** What they say of it where nothing is blocked. */
const ONLY_TOLD = /\[Report Only\]|automatically upgraded/i;

/** The address that was blocked; a directive, and the page itself, are named beside it. */
function blockedAddress(text: string): string | null {
  const from = /Mixed Content:/i.test(text)
    ? text.slice(Math.max(0, text.search(/insecure/i)))
    : text.split(/directive:/i)[0]!;
  return /'((?:https?|wss?):[^']+)'/.exec(from)?.[1] ?? /cannot load (\S+?)\.? /.exec(from)?.[1] ?? null;
}

function hostOf(address: string): string {
  return URL.canParse(address) ? new URL(address).host : '';
}

function originOf(address: string): string {
  return URL.canParse(address) ? new URL(address).origin : '';
}

/** F97: the browser does not let the page ask a service of the target. */
export const blockedByPolicy: Detector = (facts) => {
  const { api, auth, ws } = facts.evidence.target.site;
  const services = new Set([api, auth, ws].map(hostOf).filter((host) => host !== ''));
  const blocked = facts.evidence.consoleErrors.flatMap((text) => {
    const address = POLICY.test(text) && !ONLY_TOLD.test(text) ? (blockedAddress(text) ?? '') : '';
    return services.has(hostOf(address)) ? [{ text, origin: originOf(address) }] : [];
  });
  if (blocked.length === 0) return [];
  const signals = blocked.slice(0, 2).map(({ text }) => ({ says: text.slice(0, 200), at: 'console' }));
  // What one document forbids another may allow.
  const reached = new Set([
    ...facts.calls.filter(({ resource, status }) => resource !== 'test' && status !== null).map(({ origin }) => origin),
    ...facts.connections.filter(({ opened }) => opened).map(({ url }) => originOf(url)),
  ]);
  if (blocked.every(({ origin }) => reached.has(origin)))
    return [{ id: 'F97', confidence: 'likely', weak: true, signals, from: ['policy'], explains: [] }];
  return [{ id: 'F97', confidence: 'certain', signals, from: ['policy'], explains: [SILENCE, SCREEN, UNSENT] }];
};

/** Milliseconds after which the code of a page has asked for something, on a busy machine too. */
const AWAKE = 2_000;

/** F48: the page came with all its code, and that did nothing. */
export const whitePage: Detector = (facts) => {
  const came = facts.of('web').find(({ resource, status }) => resource === 'document' && status === 200);
  const asked = facts.calls.some(({ host, resource }) => resource !== 'test' && (host === 'api' || host === 'auth'));
  // What the test itself answered was asked, too.
  const { api, auth } = facts.evidence.target.site;
  const provoked = facts.evidence.exchanges.some(
    (exchange) =>
      exchange.resource !== 'test' &&
      [api, auth].map(originOf).includes(originOf(exchange.url)) &&
      facts.provoked.call(exchange) !== undefined,
  );
  const idle = !asked && !provoked && facts.connections.length === 0;
  const astray = facts.calls.some(({ host, path }) => host === 'other' && OURS.test(path));
  if (!came || !idle || astray || facts.evidence.page?.chat || facts.evidence.crashed) return [];
  const code = facts.calls.filter(({ resource }) => resource === 'script');
  if (code.some((call) => facts.waiting(call) > 0)) return [];
  const complete = Math.max(...[came, ...code].map(({ startedAt, took }) => startedAt + (took ?? 0)));
  const thrown = facts.evidence.pageErrors.slice(0, 1).map((text) => ({ says: text, at: 'page error' }));
  // A style sheet holds up what is drawn and what is run.
  const held = facts.calls.find((call) => call.resource === 'stylesheet' && facts.waiting(call) > 0);
  const signals = [
    { says: 'the document came with 200, and the page asked nothing of any service', at: nameOf(came) },
    ...(held ? [{ says: 'the page waits for this style sheet', at: `${held.origin} ${nameOf(held)}` }] : []),
    ...thrown,
  ];
  // A page without code of its own is not the product's: what stands before it may say that it is closed.
  const isWhole = code.length > 0 && code.every(({ status }) => status !== null && status < 400);
  const confidence = isWhole && facts.evidence.takenAt - complete >= AWAKE ? 'certain' : 'likely';
  const lookFirst = held && { lookFirst: 'what the page fetches before it runs, and from whom' };
  return [{ id: 'F48', confidence, signals, from: ['page'], explains: [SILENCE, SCREEN], ...lookFirst }];
};

/** What React throws where it gives a page up; after those of hydration (#418 to #425) it goes on. */
const UNMOUNTS = /Minified React error #(?!418|419|42[0-5])\d+/;

/** What an error boundary shows, of Next.js and of React. */
const BOUNDARY =
  /Application error: a (client|server)-side exception|Unhandled Runtime Error|something went wrong!?$/im;
/** Console errors of a page that did not survive them. */
const FATAL =
  /Minified React error #\d+|Hydration failed|hydrat\w+ (error|mismatch)|ChunkLoadError|Loading (CSS )?chunk .+ failed|The above error occurred in|error boundary|Failed to fetch dynamically imported module|Importing a module script failed/i;

/**
 * F62: the page crashed: its error boundary is on the screen, its process died, or its code threw and the chat is
 * gone. F76: it threw, and lives on.
 */
export const pageCrashed: Detector = (facts) => {
  const { page, pageErrors, consoleErrors, crashed, errors } = facts.evidence;
  // Where the chat stands, it is an answer or a notice that says so.
  const boundary = page?.chat === true ? null : BOUNDARY.exec(page?.text ?? '');
  const thrown = [...pageErrors, ...consoleErrors.filter((text) => FATAL.test(text))];
  const broken = facts
    .of('web')
    .filter(({ resource, status, failure }) => resource === 'script' && (failure !== null || (status ?? 0) >= 400));
  const gone = page?.chat === false && isOfTheChat(page.url) && thrown.length + broken.length > 0;
  const left = thrown.some((text) => UNMOUNTS.test(text)) && wentBlank(facts);
  const dead = crashed || boundary !== null || gone || left;
  if (!dead && thrown.length === 0) return [];
  const route = page && !left ? ` on ${pathOf(page.url)}` : '';
  const signals: Signal[] = [
    ...(crashed ? [{ says: 'the page died in the browser', at: 'page' }] : []),
    ...(left ? [{ says: 'the conversation vanished from the screen, until the page was reloaded', at: 'page' }] : []),
    ...(boundary ? [{ says: `the page shows "${boundary[0]}"${route}`, at: 'page' }] : []),
    ...thrown.slice(0, 2).map((text) => ({ says: `${firstLine(text)}${route}`, at: 'page error' })),
    ...broken
      .slice(0, 1)
      .map((call) => ({ says: `it did not load: ${call.failure ?? call.status}`, at: nameOf(call) })),
  ];
  const all = [
    SILENCE,
    SCREEN,
    ...facts.violations.map(fact.violation),
    ...facts.runs.flatMap((run) => [fact.open(run), fact.half(run)]),
    ...facts.connections.map(fact.socket),
  ];
  const told = errors.some((error) => /threw an error|page crashed/i.test(error));
  return [
    dead
      ? {
          id: 'F62',
          confidence: broken.length > 0 && thrown.length === 0 ? 'likely' : 'certain',
          signals,
          from: ['page'],
          explains: all,
        }
      : { id: 'F76', confidence: told ? 'certain' : 'likely', signals, weak: !told, from: ['page'], explains: [] },
  ];
};

/** Whether all that the conversation showed went away, and stayed away until the next document. */
function wentBlank(facts: Facts): boolean {
  const loads = facts.calls.filter(({ resource }) => resource === 'document').map(({ startedAt }) => startedAt);
  const { screen } = facts.evidence;
  const isEmpty = ({ streaming, answers }: (typeof screen)[number]) => !streaming && answers.length === 0;
  return loads.some((load) => {
    const before = screen.filter(({ time }) => time < load);
    const last = before.at(-1);
    return last !== undefined && isEmpty(last) && before.some((sample) => !isEmpty(sample));
  });
}

function isOfTheChat(url: string): boolean {
  return /^\/(chat(\/|$)|$)/.test(pathOf(url));
}

function pathOf(url: string): string {
  return URL.canParse(url) ? new URL(url).pathname : url;
}

/** Loads of a document within ten seconds that no person makes. */
const TOO_MANY_LOADS = 6;

/** F70: the browser is sent from address to address and never arrives. */
export const redirectLoop: Detector = (facts) => {
  const pages = facts.calls.filter(({ resource }) => resource === 'document');
  const given = [...facts.evidence.errors, ...pages.map(({ failure }) => failure ?? '')].find((text) =>
    /ERR_TOO_MANY_REDIRECTS/.test(text),
  );
  const loads = pages.filter(({ host, failure }) => host === 'web' && failure === null);
  const storm = loads.findIndex(
    ({ startedAt }, index) => (loads[index + TOO_MANY_LOADS - 1]?.startedAt ?? Infinity) - startedAt < 10_000,
  );
  const paths = [...new Set(loads.slice(Math.max(storm, 0)).map(({ path }) => path))];
  const between = storm !== -1 && paths.length <= 3;
  if (given === undefined && !between) return [];
  const signals: Signal[] =
    given !== undefined ? [{ says: 'the browser gave up: too many redirects', at: 'page' }] : [];
  if (between)
    signals.push({ says: `${loads.length - storm} loads in turn of ${paths.join(', ')}`, at: nameOf(loads[storm]!) });
  const statuses = new Set(loads.slice(Math.max(storm, 0)).map(({ status }) => status));
  if (between && [...statuses].every((status) => status !== null && status >= 300 && status < 400))
    signals.push({ says: `each is answered with ${[...statuses].join(' or ')}`, at: nameOf(loads[storm]!) });
  return [
    {
      id: 'F70',
      confidence: given !== undefined ? 'certain' : 'likely',
      signals,
      from: ['redirects'],
      explains: [
        ...pages.filter(({ failure }) => failure !== null).map((call) => `missing ${fact.call(call)}`),
        SILENCE,
        SCREEN,
        ...facts.connections.map(fact.socket),
      ],
    },
  ];
};

/** F68: the person pressed, and nothing left the page: no frame and no call. */
export const withoutEffect: Detector = (facts) => {
  const pressed = facts.evidence.errors.map(firstLine).find((error) => NOT_SENT.test(error));
  const { page } = facts.evidence;
  // A page that waits for a service may still send, and one that was refused has a reason not to.
  const waits = facts
    .of('api')
    .some(
      (call) =>
        facts.waiting(call) > 0 || (call.took ?? 0) > 1_000 || call.failure !== null || (call.status ?? 0) >= 400,
    );
  if (pressed === undefined || facts.questions.length > 0 || page?.chat !== true || waits) return [];
  const open = facts.connections.find(({ welcomed, closedAt }) => welcomed && closedAt === null);
  return [
    {
      id: 'F68',
      confidence: open ? 'likely' : 'possible',
      weak: !open,
      signals: [
        { says: 'the message was entered and sent, and neither a frame nor a call left the page', at: 'page' },
        ...(open ? [{ says: 'it was open and welcomed all the time', at: `socket ${open.id}` }] : []),
      ],
      from: [UNSENT],
      explains: [SILENCE, SCREEN],
    },
  ];
};

/** What a test says that waited in vain for the answer to a message. */
const NOT_SENT = /first event of a run|did not leave|left the browser|never left/i;

/** F96: another text left the browser than the person wrote; what answers it concerns another question. */
export const sentOtherwise: Detector = (facts) =>
  facts.broken('sent-as-written').map((violation) => ({
    id: 'F96',
    confidence: 'certain',
    signals: [{ says: violation.message, at: 'page' }],
    from: [fact.violation(violation)],
    explains: facts.broken('on-topic').map(fact.violation),
  }));

/** F79: a message left the browser more often than the person sent it. */
export const sentTwice: Detector = (facts) => {
  const again = facts.broken('sent-once');
  if (again.length === 0) return [];
  return [
    {
      id: 'F79',
      confidence: 'certain',
      signals: again.slice(0, 2).map(({ message }) => ({ says: message, at: 'page' })),
      from: again.map(fact.violation),
      explains: facts.broken('one-answer').map(fact.violation),
    },
  ];
};
