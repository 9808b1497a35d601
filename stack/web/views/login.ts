import { h, icon, setText, show } from '../dom.ts';
import { leaveForOAuth, session, signInForDevelopment, signInWithPassword, startSession } from '../session.ts';

const DEV_EMAIL = 'dev@example.com';

/**
 * The sign-in page: a form in development, else the way to OAuth.
 * @param problem what went wrong before, or empty
 */
export function loginView(problem: string): HTMLElement {
  const { auth } = session.get();
  const alert = h('p', { class: 'problem', role: 'alert', hidden: !problem }, problem);
  const mark = h('span', { class: 'brand-mark' }, icon('eye'));
  const card = h('section', { class: 'login card' }, mark, h('h1', {}, 'Netra'));
  if (!auth) {
    const again = h('button', { class: 'primary', onclick: () => startSession({ automatic: true }) }, 'Try Again');
    card.append(h('p', { class: 'muted' }, 'Sign in to start chatting with your AI agents.'), alert, again);
  } else if (auth.developmentMode) card.append(...developmentForm(alert));
  else {
    const button = h('button', { class: 'primary', onclick: leaveForOAuth }, 'Access Beta');
    card.append(h('p', { class: 'muted' }, 'Welcome to the Netra Beta Program'), alert, button);
  }
  return card;
}

function developmentForm(alert: HTMLElement): HTMLElement[] {
  const email = h('input', {
    id: 'login-email',
    type: 'email',
    placeholder: 'Email',
    value: DEV_EMAIL,
    autocomplete: 'username',
    required: true,
  });
  const password = h('input', {
    id: 'login-password',
    type: 'password',
    placeholder: 'Password',
    autocomplete: 'current-password',
    required: true,
  });
  const quick = h('button', { class: 'primary' }, `Quick Dev Login (${DEV_EMAIL})`);
  const custom = h('button', { type: 'submit', class: 'secondary' }, 'Login with Custom Credentials');

  async function attempt(signIn: () => Promise<void>): Promise<void> {
    for (const button of [quick, custom]) button.disabled = true;
    show(alert, false);
    try {
      await signIn();
    } catch (error) {
      setText(alert, (error as Error).message);
      show(alert, true);
      for (const button of [quick, custom]) button.disabled = false;
    }
  }

  quick.addEventListener('click', () => attempt(signInForDevelopment));
  const form = h(
    'form',
    {
      class: 'login-form',
      onsubmit: (event) => {
        event.preventDefault();
        void attempt(() => signInWithPassword(email.value, password.value));
      },
    },
    h('label', { for: 'login-email' }, 'Email'),
    email,
    h('label', { for: 'login-password' }, 'Password'),
    password,
    custom,
  );
  return [h('p', { class: 'muted' }, 'Development sign-in'), alert, quick, h('p', { class: 'divider' }, 'or'), form];
}
