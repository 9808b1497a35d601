/** A spec to run under a fault: its file below `tests/`, and the beginning of its title. */
export interface SpecRef {
  file: string;
  title: string;
}

/** The golden path. */
export const goldenPath: SpecRef = {
  file: 'golden-path/golden-path.spec.ts',
  title: 'a person signs in, sends a message',
};

const byRest: SpecRef = { file: 'messages/transport.spec.ts', title: 'a message with the word "test"' };
const components: SpecRef = { file: 'services/health.spec.ts', title: 'PostgreSQL, Redis and ClickHouse are healthy' };

/** Specs for the faults that the golden path cannot detect, or, like F35, must not. */
const neighbours: Readonly<Record<string, SpecRef>> = {
  F29: byRest,
  'double-send': { file: 'threads/threads.spec.ts', title: 'the first message creates a thread' },
  F31: { file: 'threads/threads.spec.ts', title: '"New Chat" creates a thread' },
  F34: components,
  F35: components,
  F38: { file: 'authentication/tokens.spec.ts', title: 'a malformed token is refused' },
  F41: { file: 'authentication/session.spec.ts', title: 'the page renews a token before it expires' },
  F42: { file: 'authentication/sign-in.spec.ts', title: 'allowing access on the consent page' },
  F50: { file: 'isolation/isolation.spec.ts', title: 'a run started in one tab' },
  F51: { file: 'websocket/handshake.spec.ts', title: 'a reload closes the WebSocket' },
  F56: { file: 'services/health.spec.ts', title: 'all health calls report the same version' },
  F58: { file: 'authentication/tickets.spec.ts', title: 'two tickets of the same person' },
  F59: byRest,
};

/** The spec that detects a fault. @param id of the fault */
export function specFor(id: string): SpecRef {
  return neighbours[id] ?? goldenPath;
}

/** Selects these specs: their files, and a regular expression for their titles. */
export function selectionOf(specs: readonly SpecRef[]): { files: string[]; titles: RegExp } {
  const escaped = specs.map(({ title }) => title.replaceAll(/[.*+?^${}()|[\]\\]/g, '\\$&'));
  return { files: [...new Set(specs.map(({ file }) => file))], titles: new RegExp([...new Set(escaped)].join('|')) };
}
