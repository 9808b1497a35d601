import type { Breakage } from './breakage.ts';
import type { Log } from './log.ts';
import type { Memory } from './memory.ts';
import type { Settings } from '../options.ts';
import type { Tokens } from './auth/tokens.ts';
import type { Hub } from './socket/hub.ts';
import type { Tickets } from './socket/tickets.ts';
import type { Runs } from './agent/run-registry.ts';

/** Where the services of a stack are; known once they listen. */
export interface Origins {
  web: string;
  api: string;
  auth: string;
}

/** What the services of one stack share. */
export interface Core {
  id: string;
  settings: Settings;
  origins: Origins;
  memory: Memory;
  tokens: Tokens;
  tickets: Tickets;
  hub: Hub;
  runs: Runs;
  breakage: Breakage;
  log: Log;
  bypassKey: string;
  startedAt: number;
}

export const version = '1.0.0';

/** Every answer says which revision gave it. */
export const revision = 'embedded-00001';
export const revisionHeader = 'x-netra-revision';
