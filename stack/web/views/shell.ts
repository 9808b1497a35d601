import { h, icon, setText, show } from '../dom.ts';
import { session, signOut } from '../session.ts';
import { createSidebar } from './sidebar.ts';

export type View = HTMLElement | { element: HTMLElement };

interface Shell {
  /** Puts a view in its place; false when it was there already. */
  show(view: View): boolean;
}

/** The frame of every page: header, sidebar and the place for a view. */
export function createShell(): Shell {
  const main = h('main', { id: 'main', tabindex: '-1' });
  const sidebar = createSidebar();
  const drawer = createDrawer(sidebar, main);
  const skip = h('a', { class: 'skip', href: '#main' }, 'Skip to content');
  const header = h(
    'header',
    { class: 'app-header' },
    drawer.opener,
    h('a', { class: 'brand', href: '/chat' }, h('span', { class: 'brand-mark' }, icon('eye')), 'Netra'),
    createAccount(),
  );
  document
    .getElementById('app')!
    .replaceChildren(skip, header, h('div', { class: 'app-body' }, sidebar, drawer.backdrop, main));
  return {
    show(view) {
      const element = view instanceof HTMLElement ? view : view.element;
      if (main.firstChild === element) return false;
      main.replaceChildren(element);
      return true;
    },
  };
}

/** Who is signed in, and the way out or in. */
function createAccount(): HTMLElement {
  const name = h('span', { class: 'account-name', 'data-testid': 'user-email' });
  const logout = h('button', { class: 'quiet', 'data-testid': 'logout-button', onclick: signOut }, 'Logout');
  const account = h('div', { class: 'account' }, name, logout);
  const update = () => {
    const { person } = session.get();
    setText(name, person?.name ?? '');
    show(name, person !== null);
    show(logout, person !== null);
  };
  session.watch(update);
  update();
  return account;
}

/** On a narrow screen the sidebar is a drawer behind a button. */
function createDrawer(sidebar: HTMLElement, main: HTMLElement) {
  const opener = h(
    'button',
    {
      class: 'drawer-opener quiet icon-only',
      'aria-label': 'Open conversations',
      'aria-expanded': 'false',
      'aria-controls': sidebar.id,
    },
    icon('menu'),
  );
  const backdrop = h('div', { class: 'backdrop', hidden: true });

  function toggle(shown: boolean): void {
    sidebar.classList.toggle('open', shown);
    opener.setAttribute('aria-expanded', String(shown));
    opener.setAttribute('aria-label', shown ? 'Close conversations' : 'Open conversations');
    opener.replaceChildren(icon(shown ? 'close' : 'menu'));
    show(backdrop, shown);
    main.inert = shown;
    if (shown) sidebar.querySelector('button')?.focus();
  }

  opener.addEventListener('click', () => toggle(!sidebar.classList.contains('open')));
  backdrop.addEventListener('click', () => toggle(false));
  sidebar.addEventListener('chosen', () => {
    if (!sidebar.classList.contains('open')) return;
    toggle(false);
    main.focus();
  });
  addEventListener('popstate', () => toggle(false));
  matchMedia('(min-width: 801px)').addEventListener('change', () => toggle(false));
  addEventListener('keydown', (event) => {
    if (event.key !== 'Escape' || !sidebar.classList.contains('open')) return;
    toggle(false);
    opener.focus();
  });
  return { opener, backdrop };
}
