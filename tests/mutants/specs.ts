/** A spec that walks past a fault: its file below `tests/`, and how its title begins. */
export interface Road {
  file: string;
  title: string;
}

/** The golden path. */
export const goldenRoad: Road = {
  file: 'golden-path/golden-path.spec.ts',
  title: 'a person signs in, sends a message',
};

const byRest: Road = { file: 'messages/transport.spec.ts', title: 'a message with the word "test"' };
const components: Road = { file: 'services/health.spec.ts', title: 'every component is healthy' };

/** The neighbours of the golden path that notice the faults which it cannot notice, or, as F35, must not. */
const neighbours: Readonly<Record<string, Road>> = {
  F29: byRest,
  'double-send': { file: 'threads/threads.spec.ts', title: 'the first message makes a thread' },
  F31: { file: 'threads/threads.spec.ts', title: 'a new chat becomes a thread' },
  F34: components,
  F35: components,
  F38: { file: 'authentication/tokens.spec.ts', title: 'nobody gets in with garbage' },
  F41: { file: 'authentication/session.spec.ts', title: 'is renewed in time by the page itself' },
  F42: { file: 'authentication/sign-in.spec.ts', title: 'the round trip over the consent page' },
  F50: { file: 'isolation/isolation.spec.ts', title: 'what one tab starts' },
  F51: { file: 'websocket/handshake.spec.ts', title: 'leaving the page closes the socket' },
  F56: { file: 'services/health.spec.ts', title: 'every call is answered by the same version' },
  F58: { file: 'authentication/tickets.spec.ts', title: 'two tickets of one person are two' },
  F59: byRest,
};

/** The road on which a fault is noticed. @param id of the fault */
export function roadOf(id: string): Road {
  return neighbours[id] ?? goldenRoad;
}

/** Chooses the specs of these roads: their files, and an expression for their titles. */
export function along(roads: readonly Road[]): { files: string[]; titles: RegExp } {
  const escaped = roads.map(({ title }) => title.replaceAll(/[.*+?^${}()|[\]\\]/g, '\\$&'));
  return { files: [...new Set(roads.map(({ file }) => file))], titles: new RegExp([...new Set(escaped)].join('|')) };
}
