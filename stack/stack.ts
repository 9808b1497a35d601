import { randomBytes, randomUUID } from 'node:crypto';
import { setTimeout as pause } from 'node:timers/promises';
import type { Check, FaultSpec } from './faults/index.ts';
import { Runs } from './server/agent/run-registry.ts';
import { agentRoutes } from './server/api/agents.ts';
import { chatRoutes } from './server/api/chat.ts';
import { discoveryRoutes } from './server/api/discovery.ts';
import { healthRoutes } from './server/api/health.ts';
import { socketRoutes } from './server/api/sockets.ts';
import { threadRoutes } from './server/api/threads.ts';
import { ticketRoutes } from './server/api/tickets.ts';
import { app } from './server/app.ts';
import { authRoutes } from './server/auth/routes.ts';
import { Tokens } from './server/auth/tokens.ts';
import { Breakage } from './server/breakage.ts';
import type { Core } from './server/core.ts';
import { Cors } from './server/http/cors.ts';
import type { Service } from './server/http/service.ts';
import { Log, type Entry } from './server/log.ts';
import { Memory } from './server/memory.ts';
import { developmentFrontend, settle, type Settings, type StackOptions } from './options.ts';
import { pageHealthRoutes } from './server/page-health.ts';
import { pageRoutes } from './server/page.ts';
import { Entrance } from './server/socket/entrance.ts';
import { Hub } from './server/socket/hub.ts';
import { Tickets } from './server/socket/tickets.ts';

export type { StackOptions } from './options.ts';

/** A running stack as others know it. */
export interface Stack {
  id: string;
  webUrl: string;
  apiUrl: string;
  authUrl: string;
  wsUrl: string;
  /** The key of its HS256 tokens. */
  jwtSecret: string;
  /** The key for `POST /auth/e2e/test-auth`. */
  bypassKey: string;
  close(): Promise<void>;
}

/** What can be done with a stack by whoever started it. */
export interface RunningStack extends Stack {
  /**
   * Cuts all sockets, stops listening for `downFor` ms and comes back on the same ports with the same people, threads
   * and messages.
   */
  restart(downFor: number): Promise<void>;
  /** Closes all sockets with this code and reason; 1006 cuts them without a close frame (RFC 6455, 7.1.5). */
  hangUp(code: number, reason: string): void;
  /** Switches faults: these and no others are on. Throws an Error with one sentence for one that makes no sense. */
  setFaults(faults: readonly FaultSpec[]): void;
  /** Ids of the faults that never came into play although they were on. */
  idleFaults(): string[];
  /** What the stack saw, oldest first. */
  log(): readonly Entry[];
}

function coreOf(settings: Settings, jwtSecret: string): Core {
  const log = new Log();
  const breakage = new Breakage();
  const skips = (check: Check) => breakage.skips(check);
  const memory = new Memory(skips);
  const hub = new Hub(breakage);
  return {
    id: randomUUID(),
    settings,
    origins: { web: '', api: '', auth: '' },
    memory,
    tokens: new Tokens(
      jwtSecret,
      ({ id, email }) => breakage.tokenLife([id, email]) ?? settings.accessTokenLife,
      skips,
    ),
    tickets: new Tickets(skips),
    hub,
    runs: new Runs(settings, memory, hub, breakage, log),
    breakage,
    log,
    bypassKey: randomBytes(24).toString('base64url'),
    startedAt: Date.now(),
  };
}

interface Services {
  auth: Service;
  api: Service;
  web: Service | undefined;
  entrance: Entrance;
}

function servicesOf(core: Core): Services {
  const { settings } = core;
  const origins = () => [core.origins.web, new URL(settings.frontendUrl).origin, developmentFrontend];
  const cors = new Cors(origins, (check) => core.breakage.skips(check));
  const entrance = new Entrance(core, cors);
  const api = [
    healthRoutes,
    threadRoutes,
    chatRoutes,
    agentRoutes,
    ticketRoutes,
    socketRoutes,
    discoveryRoutes,
  ].flatMap((routes) => routes(core));
  return {
    auth: app(core, 'auth', cors, authRoutes(core)),
    api: app(core, 'api', cors, api, (...upgrade) => entrance.admit(...upgrade)),
    web: settings.web ? app(core, 'web', cors, [...pageHealthRoutes(core), ...pageRoutes(core)]) : undefined,
    entrance,
  };
}

/** Opens the services; closes those that are open when one cannot be. */
async function open(core: Core, services: Services): Promise<void> {
  const { settings, origins } = core;
  try {
    await services.auth.open(settings.authPort);
    await services.api.open(settings.apiPort);
    await services.web?.open(settings.webPort);
  } catch (error) {
    await close(core, services);
    throw error;
  }
  origins.auth = services.auth.origin;
  origins.api = services.api.origin;
  origins.web = services.web?.origin ?? new URL(settings.frontendUrl || developmentFrontend).origin;
  settings.frontendUrl = settings.frontendUrl ? new URL(settings.frontendUrl).origin : origins.web;
}

async function close(core: Core, services: Services): Promise<void> {
  core.runs.killAll();
  services.entrance.hangUp(1006, '');
  await Promise.all([services.auth.close(), services.api.close(), services.web?.close()]);
}

/**
 * Starts a stack of its own: auth service, REST and WebSocket, and the web page, each on a loopback port.
 * @throws Error with one sentence for options that make no sense or a port that is taken.
 */
export async function startStack(options: StackOptions = {}): Promise<RunningStack> {
  const settings = settle(options);
  const jwtSecret = randomBytes(32).toString('base64url');
  const core = coreOf(settings, jwtSecret);
  core.breakage.replace(settings.faults);
  const services = servicesOf(core);
  await open(core, services);
  return {
    id: core.id,
    webUrl: core.origins.web,
    apiUrl: core.origins.api,
    authUrl: core.origins.auth,
    wsUrl: `${core.origins.api.replace('http', 'ws')}/ws`,
    jwtSecret,
    bypassKey: core.bypassKey,
    close: () => close(core, services),
    restart: async (downFor) => {
      await close(core, services);
      await pause(downFor);
      await Promise.all([services.auth.open(), services.api.open(), services.web?.open()]);
    },
    hangUp: (code, reason) => services.entrance.hangUp(code, reason),
    setFaults: (faults) => core.breakage.replace(faults),
    idleFaults: () => core.breakage.idle,
    log: () => core.log.entries,
  };
}
