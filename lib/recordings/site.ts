import type { Exchange, Site, Socket } from '../evidence/index.ts';

/**
 * The hosts of a target, as far as what was recorded of a browser shows them: the socket's, that of the API, of the
 * auth service and of the page; an empty text for one that does not occur.
 */
export function siteOf(sockets: readonly Socket[], exchanges: readonly Exchange[], carrier: number | undefined): Site {
  const ws = originOf((sockets.find(({ id }) => id === carrier) ?? sockets.at(-1))?.url);
  const page = exchanges.find(({ resource }) => resource === 'document');
  const asked = (path: RegExp) => {
    const found = exchanges.find(
      ({ url }) => URL.canParse(url) && path.test(new URL(url).pathname) && (isHere(page?.url) || !isHere(url)),
    );
    return originOf(found?.url);
  };
  const api = asked(/^\/(api\/(threads|agents?)|health\/ready)/) || ws.replace(/^ws/, 'http');
  return { ws, api, auth: asked(/^\/auth\//) || api, web: originOf(page?.url) || (sockets[0]?.origin ?? '') };
}

/** Whether an address is on the machine itself: a page from elsewhere that asks there was built with a wrong one. */
function isHere(url = ''): boolean {
  return url === '' || /^\w+:\/\/(localhost|127\.|\[::1\])/.test(url);
}

function originOf(url: string | undefined): string {
  if (url === undefined || !URL.canParse(url)) return '';
  const { protocol, host } = new URL(url);
  return `${protocol}//${host}`;
}
