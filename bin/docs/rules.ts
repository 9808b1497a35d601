import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { BATCHING_RULE, RUN_RULES, SCREEN_RULES, TOLD_RULES, TRAFFIC_RULES } from '../../lib/protocol/index.ts';
import { brokenBy } from '../../tests/mutants/rules.ts';
import { ROOT } from '../child.mjs';
import { code, table } from './markdown.ts';

/** A rule, and what it says. */
interface RuleInWords {
  id: string;
  says: string;
}

/** Rules that stand alone. */
const OTHERS: Readonly<Record<string, string>> = {
  [BATCHING_RULE]: 'no run arrives in one batch',
  'sent-once': 'the page sends each message once',
  'sent-as-written': 'the page sends a message as the person wrote it',
  'exposed-credential': 'no token or password stands in a page or its address, or goes to other hosts',
  'left-after-sign-out': 'a sign-out leaves nothing of the session in the browser',
};

/** Every rule that a test may hold against the target, once: of runs, traffic, the screen, and what is kept. */
export function rulesInWords(): RuleInWords[] {
  const named = (rules: Readonly<Record<string, string>>) => Object.entries(rules).map(([id, says]) => ({ id, says }));
  const all = [...RUN_RULES, ...TRAFFIC_RULES, ...named(SCREEN_RULES), ...named(TOLD_RULES), ...named(OTHERS)];
  const ids = [...new Set(all.map(({ id }) => id))];
  return ids.map((id) => {
    const ofId = all.filter((rule) => rule.id === id);
    return { id, says: ofId.map(({ says }) => says).join('; ') };
  });
}

/** Where a rule is checked: the first file that names it and is no list of all. */
function placeOf(id: string, files: readonly { file: string; text: string }[]): string {
  const found = files.find(({ text }) => text.includes(`id: '${id}'`) || text.includes(`rule: '${id}'`));
  return (found ?? files.find(({ text }) => text.includes(`'${id}'`)))!.file;
}

/** Every rule: what it says, where it is checked, and a fault that breaks it. */
export function ruleTable(): string {
  const files = ['lib/protocol', 'fixtures'].flatMap((folder) =>
    readdirSync(join(ROOT, folder), { recursive: true, encoding: 'utf8' })
      .filter((name) => name.endsWith('.ts'))
      .sort()
      .map((name) => ({ file: `${folder}/${name}`, text: readFileSync(join(ROOT, folder, name), 'utf8') })),
  );
  return table(
    ['rule', 'says', 'checked in', 'broken by the mutant'],
    rulesInWords().map(({ id, says }) => {
      const file = placeOf(id, files);
      return [code(id), says, `[${file}](../${file})`, code(brokenBy[id]!)];
    }),
  );
}
