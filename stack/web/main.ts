import { openFresh, openThread } from './chat.ts';
import { startIntake } from './intake.ts';
import { currentRoute, go, setAddress, threadPath, watchRoute } from './router.ts';
import { session, signOut, startSession } from './session.ts';
import { watchSilence } from './silence.ts';
import { connect, disconnect } from './socket.ts';
import { loadThreads, threads } from './threads.ts';
import { accessToken, keepTokens } from './tokens.ts';
import { callbackView } from './views/callback.ts';
import { chatView } from './views/chat.ts';
import { loginView } from './views/login.ts';
import { notFoundView, unreachableView, waitingView } from './views/notices.ts';
import { createShell } from './views/shell.ts';

/** Where to go after the sign-in; of this tab only. */
const RETURN_TO = 'return_to';

const shell = createShell();
let signedIn = false;
/** On `/chat` the first thread of the list is opened once, when the page was loaded there. */
let opensFirstThread = true;

startIntake();
watchSilence();
takeTokensFromAddress();
session.watch(follow);
watchRoute(follow);
threads.watch(openFirstThread);

const { name, query } = currentRoute();
if (name === 'logout') void signOut();
else if (name === 'callback') shell.show(callbackView(query));
else void startSession({ automatic: !query.has('error') });

/** Brings the page in line with the session and the route. */
function follow(): void {
  const { phase } = session.get();
  if (phase === 'signed-in') return enter();
  if (signedIn) disconnect();
  if (signedIn && phase === 'signed-out') return leave();
  signedIn = false;
  const route = currentRoute();
  if (route.name === 'callback') return;
  if (route.name === 'unknown') return void shell.show(notFoundView());
  if (phase === 'unreachable') return void shell.show(unreachableView());
  if (phase === 'starting')
    return void shell.show(waitingView(route.name === 'chat' ? 'Verifying authentication...' : 'Loading...'));
  if (route.name === 'chat') sessionStorage.setItem(RETURN_TO, location.pathname + location.search);
  if (route.name !== 'login') setAddress('/login', { replace: true });
  shell.show(loginView(currentRoute().query.get('error') ?? session.get().problem));
}

/** Somebody is signed in. */
function enter(): void {
  if (!signedIn) {
    signedIn = true;
    connect();
    void loadThreads();
  }
  const route = currentRoute();
  if (route.name === 'unknown') return void shell.show(notFoundView());
  if (route.name !== 'chat') {
    const target = sessionStorage.getItem(RETURN_TO) ?? '/chat';
    sessionStorage.removeItem(RETURN_TO);
    return go(target, { replace: true });
  }
  const asked = route.query.get('thread');
  if (asked) return go(threadPath(asked), { replace: true });
  if (shell.show(chatView)) chatView.focus();
  if (route.threadId) {
    opensFirstThread = false;
    openThread(route.threadId);
  } else {
    openFresh();
    openFirstThread();
  }
}

/** The sign-in has ended: the page is reloaded, so that nothing of the person stays in its memory. */
function leave(): void {
  sessionStorage.setItem(RETURN_TO, location.pathname);
  location.assign(`/login?error=${encodeURIComponent(session.get().problem)}`);
}

function openFirstThread(): void {
  const { phase, items } = threads.get();
  const route = currentRoute();
  if (!opensFirstThread || phase !== 'ready' || !signedIn || route.name !== 'chat' || route.threadId) return;
  opensFirstThread = false;
  const first = items[0];
  if (first && chatView.isUntouched()) go(threadPath(first.id), { replace: true });
}

/** `/chat?token=..&refresh=..`: the tokens are stored and leave the address at once. */
function takeTokensFromAddress(): void {
  const route = currentRoute();
  const token = route.query.get('token');
  if (route.name !== 'chat' || !token) return;
  keepTokens({ access: token, refresh: route.query.get('refresh') });
  setAddress(location.pathname, { replace: true });
}

/** A page that the browser kept for the Back button is none of a person who has signed out. */
addEventListener('pageshow', (event) => {
  if (event.persisted && !accessToken()) location.reload();
});
