import type { Violation } from '../../evidence/index.ts';
import { plain } from '../../basics/plain-text.ts';
import type { Facts } from '../facts.ts';

/** A broken rule, as the test or the evidence tells it. */
interface Told {
  says: string;
  at: string;
  violation: Violation | null;
}

/**
 * Whether rules were broken, by what the test says, for whichever of its people, and by the evidence of the one who
 * failed.
 */
export function toldBroken(facts: Facts, ...rules: string[]): Told[] {
  const said = facts.evidence.errors.flatMap((error) =>
    [...plain(error).matchAll(/✗ \[([\w-]+)\] (.+)/g)].flatMap(([, rule = '', says = '']) =>
      rules.includes(rule) ? [{ says, at: rule, violation: null }] : [],
    ),
  );
  const seen = facts.broken(...rules).map((violation) => ({
    says: violation.message,
    at: violation.frame === null ? violation.rule : `frame #${violation.frame}`,
    violation,
  }));
  return [...said, ...seen.filter(({ says }) => !said.some((one) => one.says.includes(says)))];
}
