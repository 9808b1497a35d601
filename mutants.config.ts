import { defineConfig } from '@playwright/test';
import base from './playwright.config.ts';
import { catalogue } from './faults/index.ts';
import type { ProjectOptions } from './fixtures/index.ts';
import type { MutantPlan } from './reporters/mutants.ts';

/** A spec that walks past a fault: its file and how its title begins. */
type Road = readonly [file: string, title: string];

const golden: Road = ['golden-path/golden-path.spec.ts', 'a person signs in'];

/** The neighbouring specs that must notice what the golden path cannot. */
const roads: Readonly<Record<string, Road>> = {
  F29: ['messages/transport.spec.ts', 'a message with the word "test"'],
  F31: ['threads/threads.spec.ts', 'a new chat becomes a thread'],
  F34: ['services/health.spec.ts', 'every component is healthy'],
  F35: ['services/health.spec.ts', 'every component is healthy'],
  F38: ['who-gets-in/tokens.spec.ts', 'nobody gets in with garbage'],
  F41: ['who-gets-in/session.spec.ts', 'is renewed in time by the page itself'],
  F42: ['sign-in/sign-in.spec.ts', 'the round trip over the consent page'],
  F50: ['isolation/isolation.spec.ts', 'what one tab starts'],
  F51: ['handshake/handshake.spec.ts', 'leaving the page closes the socket'],
  F56: ['services/health.spec.ts', 'every call is answered by the same version'],
  F58: ['who-gets-in/tickets.spec.ts', 'two tickets of one person are two'],
  F59: ['messages/transport.spec.ts', 'a message with the word "test"'],
};

/** Faults told something else than they do by themselves, so that each check of the golden path has one that it alone notices. */
const variants: readonly (MutantPlan & { road?: Road })[] = [
  { name: 'F10 500', faults: ['F10:mode=status-500'], cause: 'F10' },
  { name: 'F20 tool', faults: ['F20:type=tool_executing'], cause: 'F20' },
  { name: 'F22 batch', faults: ['F22:mode=batch'], cause: 'F22' },
  { name: 'F25 run_id', faults: ['F25:field=run_id'], cause: 'F25' },
  { name: 'F26 end', faults: ['F26:types=agent_completed+final_report'], cause: 'F26' },
  { name: 'F30 stored', faults: ['F30:path=/api/threads/*/messages,method=GET'], cause: 'F30' },
  { name: 'half-answer late', faults: ['half-answer:pieces=12'], cause: 'F53' },
  { name: 'bad-time past', faults: ['bad-timestamp:time=past'], cause: 'unknown' },
];

/** Told so that nobody waits longer than the check needs. */
const told: Readonly<Record<string, string>> = { F40: 'F40:life=3' };

const mutants = [
  ...catalogue.filter(({ where }) => where !== 'runner').map(({ id, cause }) => ({ name: id, faults: [told[id] ?? id], cause, road: roads[id] ?? golden })),
  ...variants.map((variant) => ({ road: golden, ...variant })),
];

const escaped = (text: string) => text.replaceAll(/[.*+?^${}()|[\]\\]/g, '\\$&');
const along = (...of: Road[]) => ({ testMatch: [...new Set(of.map(([file]) => file))], grep: new RegExp(of.map(([, title]) => escaped(title)).join('|')) });
const quick = { targetName: 'local', trace: 'off', screenshot: 'off' } as const;

/**
 * The unchanged specs: as they are, with what must not matter, and under every fault. The reporter turns "red" into "noticed". Nobody
 * waits long for what does not come; only where nothing is broken may it take its time.
 */
export default defineConfig<ProjectOptions>({
  ...base,
  workers: 2,
  timeout: 25_000,
  reporter: [['./reporters/scrubber.ts'], ['./reporters/mutants.ts']],
  projects: [
    { name: 'control', ...along(golden, ...Object.values(roads)), timeout: 60_000, use: quick },
    { name: 'control F35', ...along(golden), timeout: 60_000, use: { ...quick, faults: ['F35'] } },
    ...mutants.map(({ road, ...mutant }) => ({
      name: mutant.name,
      ...along(road),
      metadata: { mutant },
      expect: { timeout: 2_500 },
      use: { ...quick, budgetsName: 'rehearsal' as const, actionTimeout: 3_000, faults: mutant.faults },
    })),
  ],
});
