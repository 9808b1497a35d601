import type { Tokens } from './tokens.ts';

/** The part of a browser's storage that this product uses: it keeps its tokens in localStorage and sets no cookies. */
export interface StorageState {
  cookies: [];
  origins: { origin: string; localStorage: { name: string; value: string }[] }[];
}

/**
 * The browser of somebody who is signed in (the product's contract, browser storage: `jwt_token`, `refresh_token`).
 * @param web origin of the page.
 */
export function signedIn(web: string, { access, refresh }: Tokens): StorageState {
  const localStorage = [{ name: 'jwt_token', value: access }, ...(refresh ? [{ name: 'refresh_token', value: refresh }] : [])];
  return { cookies: [], origins: [{ origin: web, localStorage }] };
}

/** The browser of somebody who signed out earlier: in development mode the page then offers its sign-in form and does not sign in by itself. */
export function signedOut(web: string): StorageState {
  return { cookies: [], origins: [{ origin: web, localStorage: [{ name: 'dev_logout_flag', value: 'true' }] }] };
}
