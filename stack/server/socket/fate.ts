import type { Duplex } from 'node:stream';
import { setTimeout as pause } from 'node:timers/promises';
import type { WebSocket } from 'ws';
import type { Asked, OutFrame, SocketFate, UpgradeFate } from '../../faults/index.ts';
import { refuseUpgrade } from '../http/service.ts';

/** Does with an upgrade what a fault has done with it. @returns whether nothing is left to do */
export async function isIntercepted({ delay, stalled, answer }: UpgradeFate, socket: Duplex): Promise<boolean> {
  await pause(delay ?? 0);
  if (stalled !== true && answer !== undefined) refuseUpgrade(socket, answer);
  return stalled === true || answer !== undefined;
}

/** An upgrade as it reaches the server, without the tokens that a fault loses on the way. */
export function asItReaches(asked: Asked, { lost }: UpgradeFate): Asked {
  if (lost === undefined) return asked;
  const { authorization, 'sec-websocket-protocol': offered = '', ...headers } = asked.headers;
  const left = offered.split(',').filter((name) => !name.includes('.'));
  return {
    ...asked,
    headers: {
      ...headers,
      'sec-websocket-protocol': left.join(','),
      ...(authorization === undefined || lost === 'every-token' ? {} : { authorization }),
    },
  };
}

/** The subprotocol that is answered. @param chosen by the server; undefined: none was offered */
export function answered(chosen: string | undefined, { protocol }: UpgradeFate): string | undefined {
  return chosen === undefined || protocol === undefined ? chosen : (protocol ?? undefined);
}

/** Closes or cuts a socket as a fault has it: before its welcome, or right after it. */
export function begun(socket: WebSocket, { close, cutAfter }: SocketFate): void {
  const end = () => socket.close(close?.code, close?.reason);
  if (close?.welcomed === false) end();
  else if (close !== undefined) queueMicrotask(end);
  if (cutAfter === undefined) return;
  const cut = setTimeout(() => socket.terminate(), cutAfter);
  socket.on('close', () => clearTimeout(cut));
}

/** Sends a frame; behind some, a fault cuts the connection. */
export function transmit(socket: WebSocket, { data, cut }: OutFrame): void {
  socket.send(data, () => {
    if (cut === true) socket.terminate();
  });
}
