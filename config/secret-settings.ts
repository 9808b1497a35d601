import { type Environment, environmentOf } from './environment.ts';
import { runSettings, settings } from './settings.ts';
import { productNames } from './target-names.ts';

/** The values of the settings that are secrets, of whichever target; of an address what follows its host. */
export function secretSettings(environment: (target: string) => Environment = environmentOf): string[] {
  const names = (all: readonly { name: string; secret?: true }[]) =>
    all.filter(({ secret }) => secret).map(({ name }) => name);
  const own = productNames.flatMap((target) =>
    names(settings).map((name) => environment(target)[`${target.toUpperCase()}_${name}`]),
  );
  const ofAnyRun = environment('night');
  return [...own, ...names(runSettings).map((name) => ofAnyRun[name])]
    .filter((value) => value !== undefined)
    .map((value) => value.replace(/^https?:\/\/[^/]*/, ''));
}
