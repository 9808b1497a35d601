import { type AgentEvent, label, named } from '../event.ts';
import type { Run } from '../run.ts';
import { times } from '../text.ts';
import { absence, at, missing, spanOf, type Expectations, type RunRule } from '../violation.ts';

export const declaredCounts: RunRule = {
  id: 'declared-counts',
  says: 'every step that the scenario declares comes as often as declared, pieces of text apart',
  check(run, expectations) {
    const span = spanOf(run);
    return countsOf(run, expectations)
      .filter(({ events, wanted }) => events.length < wanted)
      .map(({ name, events, wanted }) => {
        const message = `${name} came ${times(events.length)}, expected ${times(wanted)}, ${span}`;
        const violation = missing(this.id, message, [`${name} ${times(wanted)}`], times(events.length));
        return absence(violation, name, wanted - events.length);
      });
  },
};

export const noExtraEvent: RunRule = {
  id: 'no-extra-event',
  says: 'no step comes more often than the scenario declares, pieces of text apart',
  check(run, expectations) {
    return countsOf(run, expectations).flatMap(({ name, events, wanted }) => {
      const extra = events[wanted];
      if (!extra) return [];
      const [came, expected] = [times(events.length), times(wanted)];
      const message = `${named(extra)} is one too many: ${name} came ${came}, expected ${expected}`;
      return [at(this.id, extra, message, [`${name} ${expected}`], came)];
    });
  },
};

/** How often each step came and how often it was declared; nothing where the scenario declares no counts. */
function countsOf(run: Run, { counts }: Expectations): { name: string; events: AgentEvent[]; wanted: number }[] {
  if (!counts) return [];
  const came = new Map<string, AgentEvent[]>(Object.keys(counts).map((name) => [name, []]));
  for (const event of run.events) {
    if (event.kind === 'text') continue;
    const name = label(event);
    const alike = came.get(name);
    if (alike) alike.push(event);
    else came.set(name, [event]);
  }
  return [...came].map(([name, events]) => ({ name, events, wanted: counts[name] ?? 0 }));
}
