import type { Entry } from './entry.ts';

/** The sign-in and its token. */
export const login: readonly Entry[] = [
  {
    id: 'F05',
    name: 'The services do not have the same JWT secret',
    class: 'login',
    owner: 'backend',
    lookFirst: 'JWT_SECRET_<ENV> of the auth service and of the backend',
    behind: 'the secrets of two services drifted apart',
  },
  {
    id: 'F39',
    name: 'The backend does not identify itself rightly',
    class: 'login',
    owner: 'backend',
    lookFirst: 'SERVICE_ID and SERVICE_SECRET on both sides',
    behind: 'the id or secret of a service drifted',
  },
  {
    id: 'F41',
    name: 'A refresh does not renew the token',
    class: 'login',
    owner: 'auth',
    lookFirst: 'what /auth/refresh received and answered',
    behind: 'the same token is returned, or the field has another name',
  },
  {
    id: 'F42',
    name: 'OAuth comes back without a token',
    class: 'login',
    owner: 'auth',
    lookFirst: 'the parameters of the redirect to /auth/callback',
    behind: 'a parameter of another name, or a redirect past the callback page',
  },
  {
    id: 'F43',
    name: 'There is a token, but the page does not know whose',
    class: 'login',
    owner: 'frontend',
    lookFirst: 'what the page waits for before it shows the user',
    behind: 'a race between the token and the answer of the auth service',
  },
  {
    id: 'F44',
    name: 'The socket was opened before the token was there',
    class: 'login',
    owner: 'frontend',
    lookFirst: 'what starts the socket of the page',
    behind: 'a race between sign-in and connection',
  },
  {
    id: 'F77',
    name: 'The auth service does not know the token that it issued',
    class: 'login',
    owner: 'auth',
    lookFirst: 'what /auth/validate-token-and-get-user looks the user up with',
    behind: 'a look-up without a database session, or a user who is stored elsewhere',
  },
];
