import { normalise } from '../protocol/index.ts';
import type { Recorded } from './recorded.ts';

/** Kinds of messages that no other service has. */
const OF_THE_PRODUCT = new Set(['agent', 'tool', 'text', 'delivery', 'welcome']);

/**
 * Takes out sockets of other services, such as the reloader of a development server: those to another address than the
 * ones that carried messages of the product, and without one. Where none carried any, all stay.
 */
export function withoutOthers(recorded: Recorded): void {
  const known = new Set(
    recorded.frames.map(normalise).flatMap(({ kind, definition, frame }) => {
      return OF_THE_PRODUCT.has(kind) || definition.asks ? [frame.socket] : [];
    }),
  );
  const addresses = new Set(recorded.sockets.filter(({ id }) => known.has(id)).map(({ url }) => addressOf(url)));
  // A socket that carried nothing may be one of the product that was refused.
  const heard = new Set(recorded.frames.map(({ socket }) => socket));
  const others = recorded.sockets.filter(
    ({ id, url }) => known.size > 0 && heard.has(id) && !addresses.has(addressOf(url)),
  );
  if (others.length === 0) return;
  const ids = new Set(others.map(({ id }) => id));
  recorded.frames = recorded.frames.filter(({ socket }) => !ids.has(socket));
  recorded.sockets = recorded.sockets.filter(({ id }) => !ids.has(id));
  recorded.notes.push(
    `WebSockets of others were passed over: ${[...new Set(others.map(({ url }) => addressOf(url)))].join(', ')}.`,
  );
}

function addressOf(url: string): string {
  if (!URL.canParse(url)) return url;
  const { protocol, host, pathname } = new URL(url);
  return `${protocol}//${host}${pathname}`;
}
