import type { Evidence } from '../evidence/index.ts';
import { type Vocabulary, VOCABULARY } from '../protocol/index.ts';
import { CLASSES } from './catalogue/index.ts';
import { type Cause, causeOf, classOf, noteOf, unknownCause } from './cause.ts';
import { type Confidence, type Detector, type Finding, SCREEN } from './finding.ts';
import { Facts, fact } from './facts.ts';
import * as access from './detectors/access.ts';
import * as admission from './detectors/admission.ts';
import * as calls from './detectors/calls.ts';
import { cannedAnswer } from './detectors/canned.ts';
import * as close from './detectors/close.ts';
import * as ended from './detectors/ended.ts';
import * as events from './detectors/events.ts';
import { lostFields } from './detectors/fields.ts';
import * as health from './detectors/health.ts';
import * as hosts from './detectors/hosts.ts';
import * as isolation from './detectors/isolation.ts';
import * as login from './detectors/login.ts';
import * as ownCalls from './detectors/own-calls.ts';
import * as page from './detectors/page.ts';
import * as runner from './detectors/runner.ts';
import * as screen from './detectors/screen.ts';
import * as sight from './detectors/sight.ts';
import * as silence from './detectors/silence.ts';
import * as tokenLife from './detectors/token-life.ts';
import * as truth from './detectors/truth.ts';
import * as upgrade from './detectors/upgrade.ts';
import { momentOf } from './moments.ts';
import { observed } from './observed.ts';
import { probeInWords } from './probe-in-words.ts';
import { whysOf, type Why } from './whys.ts';

export interface Diagnosis {
  /** The deepest first. Never empty: what fits nothing is the one cause `unknown`, with the facts as its signals. */
  causes: Cause[];
  unknown: boolean;
  /** The other candidates in words. */
  alternatives: string[];
  /** What to do to tell the candidates apart. */
  probe: string | null;
  /** Of the cause that explains what the test told first; else of the deepest that is about the conversation. */
  whys: Why[];
  lookFirst: string | null;
  /** What was also seen and does not explain why the test is red, what the test itself provoked among it. */
  notes: string[];
  /** What was seen, whatever it means. */
  facts: string[];
}

/**
 * The signs in an order in which each accounts for what it brings with it: what keeps the person out comes before what
 * they then miss. A later finding that rests on facts explained so far is a consequence.
 */
const DETECTORS: readonly Detector[] = [
  runner.ownMachineryDied,
  runner.notExecuted,
  page.redirectLoop,
  page.wrongAddress,
  hosts.pageMissing,
  page.blockedByPolicy,
  page.whitePage,
  page.pageCrashed,
  health.startingUp,
  hosts.backendDown,
  hosts.authDown,
  page.blockedByCors,
  login.callbackWithoutToken,
  login.callbackWithoutRenewal,
  tokenLife.refreshWithoutEffect,
  tokenLife.tokenExpired,
  login.unknownToItsIssuer,
  login.strangerWithToken,
  admission.breakerOpen,
  admission.wrappingUnread,
  upgrade.badTicket,
  login.socketBeforeToken,
  login.tokenRefused,
  admission.tokenLost,
  admission.noConnectionsLeft,
  upgrade.badNegotiation,
  upgrade.forbidden,
  upgrade.serverError,
  upgrade.answeredOtherwise,
  close.failedAfterAccept,
  close.closedAsDone,
  close.noWelcome,
  close.undecodable,
  close.closedMidRun,
  close.staysAway,
  close.cut,
  upgrade.lateUpgrade,
  isolation.anybodyIsWelcome,
  isolation.worthlessCredential,
  access.openOperation,
  access.refusedOtherwise,
  access.otherOriginLetIn,
  access.tokenForAnybody,
  access.socketOutlivesSession,
  access.limitNotKept,
  access.credentialExposed,
  access.leftAfterSignOut,
  access.textAsMarkup,
  isolation.foreignFrames,
  isolation.newestSocketOnly,
  cannedAnswer,
  truth.damagedText,
  truth.failedAsCompleted,
  lostFields,
  silence.onlyAcknowledged,
  calls.successUnsaid,
  calls.garbledAnswer,
  calls.keptAnswer,
  calls.oneCallFails,
  health.slowDatabase,
  health.redisDown,
  calls.operationFails,
  calls.callRefused,
  events.brokenFrame,
  ended.givenUp,
  ended.errorMidRun,
  silence.answeredWithError,
  silence.silentAfterSend,
  silence.lateEvents,
  isolation.alienIds,
  events.otherAgent,
  events.doubled,
  events.outOfOrder,
  events.unfinished,
  events.loneTool,
  events.missingEvent,
  events.oneTooMany,
  truth.otherQuestion,
  page.withoutEffect,
  page.sentTwice,
  page.sentOtherwise,
  sight.othersOnScreen,
  sight.hiddenText,
  sight.anotherThread,
  screen.notShown,
  sight.eventsLost,
  sight.stillBusy,
  sight.linesLost,
  screen.shownOtherwise,
  sight.toldOtherwise,
  sight.viewMoved,
  health.twoRevisions,
  health.clickhouseDown,
  ended.notKept,
  ownCalls.closedUnasked,
  ownCalls.answeredWithError,
  ownCalls.answeredOtherwise,
];

/**
 * Names the causes of a failure from what was seen, and from nothing else.
 * @param vocabulary that of the product on which it was seen
 * @returns the causes, the deepest first; two faults at once are both named. A failure that fits no entry of the
 * catalogue is `unknown`.
 */
export function diagnose(evidence: Evidence, vocabulary: Vocabulary = VOCABULARY): Diagnosis {
  const facts = new Facts(evidence, vocabulary);
  const { causes: findings, asides } = found(facts);
  const sorted = findings
    .map((finding) => ({ finding, cause: causeOf(finding, evidence.target.name) }))
    .sort((a, b) => depth(a.cause) - depth(b.cause));
  const causes = sorted.map(({ cause }) => cause);
  const seen = observed(facts);
  const unknown = causes.length === 0;
  const named = unknown ? [unknownCause(facts, seen)] : causes;
  const telling =
    sorted.find(({ finding }) => explainsTheError(finding, facts)) ?? sorted.find(({ finding }) => !finding.beside);
  const first = telling?.cause ?? named[0];
  return {
    causes: named,
    unknown,
    alternatives: named.flatMap(({ candidates }) => candidates.map(({ id, title, why }) => `${id} ${title}: ${why}`)),
    probe: named.flatMap(({ candidates }) => candidates.map(({ probe }) => probeInWords(probe)))[0] ?? null,
    whys: whysOf(facts, unknown ? null : (first ?? null)),
    lookFirst: first?.lookFirst ?? null,
    notes: [...asides.map(noteOf), ...facts.aftermath],
    facts: seen,
  };
}

/** Whether a finding accounts for the broken rule that the test told first. */
function explainsTheError({ from, explains }: Finding, { evidence: { errors }, violations }: Facts): boolean {
  const told = violations.find(({ message }) => errors[0]?.includes(message));
  return told !== undefined && [...from, ...explains].includes(fact.violation(told));
}

const RANK: Readonly<Record<Confidence, number>> = { certain: 3, likely: 2, possible: 1 };

/** What a test says that looks at the page with the rules of WCAG, and at nothing that streams. */
const ACCESSIBILITY = /WCAG|\baxe\b|accessib|color-contrast/i;

interface Found {
  causes: Finding[];
  /** What was also seen and does not explain why the test is red. */
  asides: Finding[];
}

function found(facts: Facts): Found {
  const explained = new Map<string, number>();
  const kept: Finding[] = [];
  const asides: Finding[] = [];
  for (const detect of DETECTORS) {
    for (const finding of detect(facts)) {
      const rank = RANK[finding.confidence];
      // What is only likely accounts for nothing that is certain.
      if (finding.from.every((name) => (explained.get(name) ?? 0) >= rank)) continue;
      const same = kept.findIndex(({ id }) => id === finding.id);
      if (saysNothingOf(finding, facts)) {
        if (same === -1 && !isProvoked(finding, facts)) asides.push(finding);
        continue;
      }
      const explains = finding.explainsSurely ? RANK.certain : rank;
      for (const name of [...finding.from, ...finding.explains])
        explained.set(name, Math.max(explained.get(name) ?? 0, explains));
      if (finding.provoked || isProvoked(finding, facts)) continue;
      if (same >= 0) kept[same] = both(kept[same]!, finding);
      else (isAside(finding, facts) ? asides : kept).push(finding);
    }
  }
  const beside = kept.filter((finding) => isBeside(finding, kept, facts));
  const left = kept.filter((finding) => !beside.includes(finding));
  const strong = left.filter(({ weak }) => !weak);
  return strong.length > 0
    ? { causes: strong, asides: [...asides, ...beside, ...left.filter(({ weak }) => weak)] }
    : { causes: left, asides: [...asides, ...beside] };
}

/** Whether the test itself injected what a finding names, and had not healed it long before it was seen. */
function isProvoked(finding: Finding, facts: Facts): boolean {
  return facts.provoked.fault(finding.id, () => momentOf(finding, facts)) !== undefined;
}

/** What an error says of a run, or of what the screen shows of it. */
const OF_A_RUN = /\b(?:answers?|run|stream\w*)\b/i;

/** Whether no error of the test speaks of a finding, and certain ones account for each error. */
function isBeside({ beside }: Finding, kept: readonly Finding[], { evidence: { errors }, violations }: Facts): boolean {
  if (!beside || errors.length === 0 || errors.some((error) => beside.test(error))) return false;
  const others = kept.filter((one) => one.confidence === 'certain' && !one.beside);
  const accounted = new Set(others.flatMap(({ from, explains }) => [...from, ...explains]));
  return errors.every((error) => {
    const told = violations.find(({ message }) => error.includes(message));
    return told ? accounted.has(fact.violation(told)) : OF_A_RUN.test(error) && accounted.has(SCREEN);
  });
}

/** Two findings of one cause, by different facts, are one; what proves more is told first. */
function both(first: Finding, second: Finding): Finding {
  const isStronger = RANK[second.confidence] > RANK[first.confidence];
  const byWeight = isStronger ? [second, first] : [first, second];
  return {
    ...first,
    confidence: isStronger ? second.confidence : first.confidence,
    weak: first.weak === true && second.weak === true,
    signals: byWeight.flatMap(({ signals }) => signals),
    ...((first.seenAt ?? second.seenAt) ? { seenAt: Math.max(first.seenAt ?? 0, second.seenAt ?? 0) } : {}),
    from: [...first.from, ...second.from],
    explains: [...first.explains, ...second.explains],
  };
}

/** Whether no error of the test says what a finding can explain; it then accounts for nothing. */
function saysNothingOf({ about }: Finding, { evidence: { errors } }: Facts): boolean {
  return about !== undefined && errors.length > 0 && !errors.some((error) => about.test(error));
}

/** Whether a finding has nothing to do with what the test says. */
function isAside({ id }: Finding, { evidence: { errors } }: Facts): boolean {
  if (errors.length === 0 || !errors.every((error) => ACCESSIBILITY.test(error))) return false;
  return !['runner', 'page', 'hosts', 'login'].includes(classOf(id));
}

function depth(cause: Cause): number {
  return cause.class === 'unknown' ? CLASSES.length : CLASSES.indexOf(cause.class);
}
