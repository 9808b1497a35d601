import { readFileSync, readdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { parse } from 'yaml';
import { z } from 'zod';
import { ROOT } from './child.mjs';
import { Refusal } from './refusal.mjs';

const WORKFLOWS = join(ROOT, '.github', 'workflows');
const FACTS = join(ROOT, '.github', 'actions.json');
const SOURCE = 'https://raw.githubusercontent.com';

/** What an action says of itself at the commit that is pinned: the workflows are checked against it. */
const fact = z.object({
  version: z.string(),
  commit: z.string(),
  /** What its code runs on, e.g. `node24`; runners lose old ones. */
  runtime: z.string(),
  required: z.array(z.string()),
  inputs: z.array(z.string()),
});
export type ActionFact = z.infer<typeof fact>;

/** An action as a workflow uses it. */
export interface Pin {
  action: string;
  commit: string;
  version: string;
}

const input = z.object({ required: z.union([z.boolean(), z.string()]).optional(), default: z.unknown().optional() });
const metadata = z.object({
  inputs: z.record(z.string(), input).default({}),
  runs: z.object({ using: z.string() }),
});

/** The actions that a workflow uses, as its lines pin them. */
export function pinsIn(workflow: string): Pin[] {
  return [...workflow.matchAll(/uses: ([\w-]+\/[\w/.-]+)@([0-9a-f]{40}) # (v[\d.]+)$/gm)].map(
    ([, action = '', commit = '', version = '']) => ({ action, commit, version }),
  );
}

/** What is known of each action. */
export function actionFacts(): Record<string, ActionFact> {
  return z.record(z.string(), fact).parse(JSON.parse(readFileSync(FACTS, 'utf8')));
}

/** What an action says of itself. @param text of its `action.yml` */
export function factOf({ commit, version }: Pin, text: string): ActionFact {
  const { inputs, runs } = metadata.parse(parse(text));
  const required = Object.entries(inputs).filter(
    ([, one]) => String(one.required) === 'true' && one.default === undefined,
  );
  return {
    version,
    commit,
    runtime: runs.using,
    required: required.map(([name]) => name),
    inputs: Object.keys(inputs),
  };
}

/**
 * `npm run actions`: asks GitHub what each action of the workflows says of itself at its pinned commit, and writes it
 * to `.github/actions.json`. To be run when a pull request of Dependabot raises one.
 * @throws Refusal when one cannot be asked
 */
export async function main(): Promise<number> {
  const texts = readdirSync(WORKFLOWS).map((name) => readFileSync(join(WORKFLOWS, name), 'utf8'));
  const pins = new Map(texts.flatMap(pinsIn).map((pin) => [pin.action, pin]));
  const facts = await Promise.all([...pins.values()].map(async (pin) => [pin.action, await ask(pin)] as const));
  writeFileSync(FACTS, `${JSON.stringify(Object.fromEntries(facts.sort()), null, 2)}\n`);
  for (const [action, { version, runtime }] of facts) console.log(`${action} ${version}: ${runtime}`);
  return 0;
}

async function ask(pin: Pin): Promise<ActionFact> {
  const [owner, name, ...folder] = pin.action.split('/');
  const url = [SOURCE, owner, name, pin.commit, ...folder, 'action.yml'].join('/');
  const answer = await fetch(url, { signal: AbortSignal.timeout(30_000) }).catch((error: Error) => error);
  if (answer instanceof Error || !answer.ok)
    throw new Refusal(
      `${url} could not be read (${answer instanceof Error ? answer.message : answer.status}): check the network and the commit.`,
    );
  return factOf(pin, await answer.text());
}
