import { once } from 'node:events';
import type { Server } from 'node:http';
import type { AddressInfo } from 'node:net';

/**
 * Lets a server listen on a loopback port.
 * @param port 0 chooses one that is free.
 * @param name of the service, for the sentence.
 * @returns the port.
 * @throws Error with one sentence when the port is taken or may not be used.
 */
export async function listen(server: Server, port: number, name: string): Promise<number> {
  try {
    server.listen(port, '127.0.0.1');
    await once(server, 'listening');
  } catch (error) {
    const { code, message } = error as NodeJS.ErrnoException;
    const reason =
      code === 'EADDRINUSE'
        ? `is taken by another program: stop it, or choose another port with --${name}-port`
        : `cannot be used (${message})`;
    throw new Error(`Port ${port} for the ${name} service ${reason}.`, { cause: error });
  }
  return (server.address() as AddressInfo).port;
}
