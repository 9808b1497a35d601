import { h, icon } from '../dom.ts';
import { setAddress } from '../router.ts';
import { leaveForOAuth, SignedOutError, signInWithCode, signInWithTokens } from '../session.ts';
import { waitingView } from './notices.ts';

/** How long a message of the auth service stays before the sign-in page shows it. */
const MESSAGE_STAYS = 500;

/** Where OAuth lands: takes the tokens, or the code for them, and goes on to the chat. */
export function callbackView(query: URLSearchParams): HTMLElement {
  setAddress('/auth/callback', { replace: true });
  const place = h('div', { class: 'callback' });
  const failure = failureOf(query);
  if (failure?.fatal) place.append(fatalError(failure.text));
  else if (failure) {
    place.append(waitingView(failure.text));
    setTimeout(() => toLogin(failure.text), MESSAGE_STAYS);
  } else {
    place.append(waitingView('Verifying authentication...'));
    void signIn(query, place);
  }
  return place;
}

async function signIn(query: URLSearchParams, place: HTMLElement): Promise<void> {
  const access = query.get('access_token') ?? query.get('token');
  const refresh = query.get('refresh_token') ?? query.get('refresh');
  try {
    if (access) await signInWithTokens({ access, refresh });
    else await signInWithCode(query);
  } catch (error) {
    const text = error instanceof Error ? error.message : String(error);
    if (error instanceof SignedOutError) toLogin(text);
    else place.replaceChildren(fatalError(text));
  }
}

/** @returns null when there is something to sign in with */
function failureOf(query: URLSearchParams): { text: string; fatal: boolean } | null {
  const code = query.get('error');
  const text = query.get('message') ?? query.get('error_description') ?? code;
  const named = [code, text].some((said) =>
    /oauth_config_error|OAUTH_CONFIGURATION|AUTH_CONFIG_FAILURE/.test(said ?? ''),
  );
  if (text) return { text, fatal: named };
  const usable = query.has('access_token') || query.has('token') || query.has('code');
  return usable ? null : { text: 'No token received from the sign-in service.', fatal: true };
}

function toLogin(text: string): void {
  location.assign(`/login?error=${encodeURIComponent(text)}`);
}

function fatalError(text: string): HTMLElement {
  return h(
    'section',
    { class: 'notice card fatal' },
    h('h1', {}, icon('alert'), 'CRITICAL AUTHENTICATION ERROR'),
    h('p', { role: 'alert' }, text),
    h(
      'div',
      { class: 'actions' },
      h('button', { type: 'button', class: 'secondary', onclick: () => location.assign('/login') }, 'Return to Login'),
      h('button', { type: 'button', class: 'primary', onclick: leaveForOAuth }, 'Retry Authentication'),
    ),
  );
}
