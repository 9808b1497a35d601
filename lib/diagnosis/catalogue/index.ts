import { answer } from './answer.ts';
import { close } from './close.ts';
import type { Entry } from './entry.ts';
import { isolation } from './isolation.ts';
import { login } from './login.ts';
import { screen } from './screen.ts';
import { silence } from './silence.ts';
import { target } from './target.ts';
import { upgrade } from './upgrade.ts';

export { CLASSES, type Class, type Entry, type Owner } from './entry.ts';

/** Every entry of the catalogue, in the order of the ids. */
export const CATALOGUE: readonly Entry[] = [target, login, upgrade, close, silence, answer, screen, isolation]
  .flat()
  .sort((a, b) => a.id.localeCompare(b.id));

const entries = new Map(CATALOGUE.map((entry) => [entry.id, entry]));

/** @throws Error for an id that is not in the catalogue */
export function entryOf(id: string): Entry {
  const entry = entries.get(id);
  if (!entry) throw new Error(`There is no ${id} in the failure catalogue.`);
  return entry;
}
