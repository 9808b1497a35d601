import { label, named, type Event } from '../event.ts';
import { at, missing, type RunRule } from '../violation.ts';

export const declaredCounts: RunRule = {
  id: 'declared-counts',
  says: 'every step comes as often as the scenario declares, pieces of text apart',
  check(run, { counts }) {
    if (!counts) return [];
    const came = new Map<string, Event[]>(Object.keys(counts).map((name) => [name, []]));
    for (const event of run.events) {
      if (event.kind === 'text') continue;
      const name = label(event);
      const alike = came.get(name);
      if (alike) alike.push(event);
      else came.set(name, [event]);
    }
    return [...came].flatMap(([name, events]) => {
      const wanted = counts[name] ?? 0;
      const extra = events[wanted];
      const legal = [`${name} ${wanted} times`];
      const count = `${events.length} times`;
      if (extra) return [at(this.id, extra, `${named(extra)} is one more than the ${wanted} declared`, legal, count)];
      if (events.length === wanted) return [];
      const span = `between frame #${run.events[0]?.frame.seq} and frame #${run.events.at(-1)?.frame.seq}`;
      return [missing(this.id, `${name} comes ${events.length} instead of ${wanted} times ${span}`, legal, count)];
    });
  },
};
