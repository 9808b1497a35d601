import type { ToldState, Violation } from '../../evidence/index.ts';
import { flatten, quote } from '../text.ts';
import { Carried, type Wire } from './carried.ts';
import { withEnds } from './figures.ts';

/** Milliseconds for which a page that goes from one thread to another may show something of both. */
const CHANGING = 500;

/**
 * Holds the titles in the list of threads and above the chat against what the API said: no thread stands there under
 * the title of another.
 * @returns violations of `screen-threads`, one per thread, title and place
 */
export function judgeTitles(states: readonly ToldState[], carried: Carried): Violation[] {
  const found = new Map<string, Violation>();
  const since = new Map<string, number>();
  for (const { state, until } of withEnds(states, carried.wire.now)) {
    const { place, name, page, part } = state;
    if ((place !== 'thread' && place !== 'chat') || name === '') continue;
    const known = titlesOf(until, carried);
    // A page has a name of its own for a thread without a title.
    const own = known.get(name);
    if (!own) continue;
    for (const text of new Set(state.lines.map((line) => flatten(line.text)))) {
      const other = [...known].find(([id, titles]) => id !== name && titles.has(text));
      const key = `${page} ${part} ${name} ${text}`;
      if (!other || own.has(text)) continue;
      // A part that changes in between goes on to show it.
      const began = since.get(key) ?? state.time;
      since.set(key, began);
      if (until - began < CHANGING) continue;
      const where = place === 'thread' ? 'in the list' : 'above the chat';
      const message = `the page shows the thread ${name} ${where} as ${quote(text, 60)}, which is the title of ${other[0]}`;
      const legal = [...own].map((title) => quote(title, 60));
      found.set(key, { rule: 'screen-threads', frame: null, event: null, message, legal, came: quote(text, 60) });
    }
  }
  return [...found.values()];
}

/**
 * Tells a page that stays with the title of another thread from one that is just changing.
 * @param wire until this moment.
 * @returns for how many milliseconds to wait before the titles are judged; 0 where none is in doubt
 */
export function titlesInDoubt(states: readonly ToldState[], wire: Wire): number {
  const faults = (now: number) => judgeTitles(states, new Carried({ ...wire, now })).length;
  return faults(wire.now + CHANGING) > faults(wire.now) ? CHANGING : 0;
}

/** All titles that each thread had until then: what the API said, and its questions, of which a page makes a title. */
function titlesOf(until: number, { wire }: Carried): Map<string, Set<string>> {
  const titles = new Map<string, Set<string>>();
  const add = (id: unknown, title: unknown) => {
    if (typeof id !== 'string' || typeof title !== 'string' || flatten(title) === '') return;
    titles.set(id, (titles.get(id) ?? new Set()).add(flatten(title)));
  };
  for (const { time, body } of wire.stored) {
    if (time > until) continue;
    for (const one of Array.isArray(body) ? body : [body]) {
      const { id, title, name } = (one ?? {}) as Record<string, unknown>;
      add(id, title ?? name);
    }
  }
  for (const { text, thread } of wire.sent) add(thread, text);
  return titles;
}
