import { test as base } from '@playwright/test';
import { startStack, type RunningStack, type StackOptions } from '../../../stack/stack.ts';
import { call, type Json, type DialOptions, Line, offer } from './wire-client.ts';

/** Somebody signed in on a stack. */
export interface Guest {
  id: string;
  email: string;
  token: string;
  refresh: string;
}

interface Embedded {
  stackOptions: StackOptions;
  stack: RunningStack;
  /** Signs somebody in with the bypass key. */
  guest: (email: string) => Promise<Guest>;
  /** Opens a socket that is hung up at the end of the test; the stack's own, unless a URL is given. */
  dial: (options?: DialOptions & { url?: string }) => Promise<Line>;
  /** As `dial`, as a browser of this person does it. */
  dialAs: (guest: Guest) => Promise<Line>;
}

/** A stack of its own for each test that asks for one. */
export const test = base.extend<Embedded>({
  stackOptions: [{ pace: 1 }, { option: true }],
  stack: async ({ stackOptions }, use) => {
    const stack = await startStack(stackOptions);
    await use(stack);
    await stack.close();
  },
  guest: async ({ stack }, use) => {
    await use(async (email) => {
      const headers = { 'X-E2E-Bypass-Key': stack.bypassKey };
      const { body } = await call(`${stack.authUrl}/auth/e2e/test-auth`, { body: { email }, headers });
      return {
        id: String((body['user'] as Json)['id']),
        email,
        token: String(body['access_token']),
        refresh: String(body['refresh_token']),
      };
    });
  },
  dial: async ({ stack }, use) => {
    const lines: Line[] = [];
    await use(({ url = stack.wsUrl, ...options } = {}) => {
      const line = new Line(url, options);
      lines.push(line);
      return line.settled();
    });
    for (const line of lines) line.hangUp();
  },
  dialAs: async ({ stack, dial }, use) => {
    await use(({ token }) => dial({ protocols: offer(token), origin: stack.webUrl }));
  },
});

export { expect } from '@playwright/test';
