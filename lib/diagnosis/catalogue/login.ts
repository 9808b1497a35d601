import type { Entry } from './entry.ts';

/** The sign-in and its token. */
export const login: readonly Entry[] = [
  {
    id: 'F05',
    name: 'The services use different JWT secrets',
    class: 'login',
    owner: 'backend',
    lookFirst: 'JWT_SECRET_<ENV> of the auth service and of the backend',
    behind: 'the secrets of two services drifted apart',
  },
  {
    id: 'F39',
    name: 'The backend fails to identify itself to the auth service',
    class: 'login',
    owner: 'backend',
    lookFirst: 'SERVICE_ID and SERVICE_SECRET on both sides',
    behind: 'the id or secret of a service drifted',
  },
  {
    id: 'F41',
    name: 'Refreshing does not renew the token',
    class: 'login',
    owner: 'auth',
    lookFirst: 'what /auth/refresh received and answered',
    behind: 'the same token is returned, or the field has another name',
  },
  {
    id: 'F42',
    name: 'OAuth returns without a token',
    class: 'login',
    owner: 'auth',
    lookFirst: 'the parameters of the redirect to /auth/callback',
    behind: 'a parameter of another name, or a redirect past the callback page',
  },
  {
    id: 'F43',
    name: 'The page has a token but does not learn whose it is',
    class: 'login',
    owner: 'frontend',
    lookFirst: 'what the page waits for before it shows the user',
    behind: 'a race between the token and the answer of the auth service',
  },
  {
    id: 'F44',
    name: 'The page opens its socket before it has the token',
    class: 'login',
    owner: 'frontend',
    lookFirst: 'what starts the socket of the page',
    behind: 'a race between sign-in and connection',
  },
  {
    id: 'F77',
    name: 'The auth service rejects a token that it issued',
    class: 'login',
    owner: 'auth',
    lookFirst: 'what /auth/validate-token-and-get-user looks the user up with',
    behind: 'a look-up without a database session, or a user who is stored elsewhere',
  },
];
