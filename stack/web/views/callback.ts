import { setAddress } from '../router.ts';
import { signInWithTokens } from '../session.ts';
import { waitingView } from './notices.ts';

/** Where OAuth lands: takes the tokens and goes on to the chat, or tells on the sign-in page why there are none. */
export function callbackView(query: URLSearchParams): HTMLElement {
  setAddress('/auth/callback', { replace: true });
  void arrive(query);
  return waitingView('Verifying authentication...');
}

async function arrive(query: URLSearchParams): Promise<void> {
  const access = query.get('access_token') ?? query.get('token');
  const refused = query.get('message') ?? query.get('error_description') ?? query.get('error');
  try {
    if (refused || !access) throw new Error(refused ?? 'No token received from the sign-in service.');
    await signInWithTokens({ access, refresh: query.get('refresh_token') ?? query.get('refresh') });
  } catch (error) {
    location.assign(`/login?error=${encodeURIComponent((error as Error).message)}`);
  }
}
