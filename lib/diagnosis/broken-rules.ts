import type { Evidence, Violation } from '../evidence/index.ts';
import { VOCABULARY, type Vocabulary } from '../protocol/index.ts';
import { Facts } from './facts.ts';

/** @returns every rule that the evidence shows as broken, on the wire and on the screen, each under its present name */
export function brokenRules(evidence: Evidence, vocabulary: Vocabulary = VOCABULARY): readonly Violation[] {
  return new Facts(evidence, vocabulary).violations;
}
