import { errorInWords } from '../basics/error-in-words.ts';
import { entryOf } from './catalogue/index.ts';
import type { Cause } from './cause.ts';
import type { Facts } from './facts.ts';
import { observed } from './observed.ts';
import { quote } from '../protocol/index.ts';

/** One of the five whys: what was seen, or, marked so, what is only supposed. */
export interface Why {
  level: string;
  says: string;
  /** Where it was seen; empty for a hypothesis. */
  evidence: string[];
  hypothesis: boolean;
}

/** Characters of an alert that are told. */
const MOST_OF_AN_ALERT = 160;

/** What the server itself said, rather than what its silence suggests. */
const FROM_INSIDE = /^(probe |\/api\/health|auth service|GET \/health)/;

/**
 * Answers "why" as far as the evidence reaches: what the person met, what passed on the wire, what the services say of
 * themselves. What lies behind that is not seen from a browser and is marked as a hypothesis.
 */
export function whysOf(facts: Facts, cause: Cause | null): Why[] {
  const [error] = facts.evidence.errors;
  const alerts = facts.evidence.page?.alerts ?? [];
  const symptom: Why[] = [
    ...(error ? [{ level: 'symptom', says: errorInWords(error), evidence: ['the test'], hypothesis: false }] : []),
    ...alerts.slice(0, 1).map((said) => ({
      level: 'symptom',
      says: `the page says: ${quote(said, MOST_OF_AN_ALERT)}`,
      evidence: ['the page'],
      hypothesis: false,
    })),
  ];
  if (!cause) {
    const wire = observed(facts).find((fact) => !fact.startsWith('test: '));
    return [...symptom, ...(wire ? [{ level: 'wire', says: wire, evidence: [placeIn(wire)], hypothesis: false }] : [])];
  }
  const levels = cause.signals.slice(0, 3).map((signal): Why => {
    const at = placeIn(signal);
    return {
      level: FROM_INSIDE.test(at) ? 'component' : 'wire',
      says: signal.startsWith(`${at}: `) ? signal.slice(at.length + 2) : signal,
      evidence: [at],
      hypothesis: false,
    };
  });
  const seen = levels.sort((a, b) => b.level.localeCompare(a.level));
  return [...symptom, ...seen, ...suppositions(cause)].slice(0, 5);
}

/** Where a fact was seen, with which it begins: `socket 1: ...`, `frame #5 agent_thinking(...) belongs to ...`. */
function placeIn(fact: string): string {
  return /^frame #\d+/.exec(fact)?.[0] ?? fact.split(': ')[0]!;
}

function suppositions({ id, candidates }: Cause): Why[] {
  if (candidates.length > 0) {
    const others = candidates.map((candidate) => `${candidate.id} (${candidate.why})`).join(', or ');
    return [{ level: 'hypothesis', says: `it could be ${others}`, evidence: [], hypothesis: true }];
  }
  if (!id.startsWith('F')) return [];
  return [
    { level: 'hypothesis', says: `${entryOf(id).behind}: needs the server's log`, evidence: [], hypothesis: true },
  ];
}
