import { readFileSync } from 'node:fs';
import { basename, extname, join } from 'node:path';
import { buildSync } from 'esbuild';
import type { Answer } from '../faults/index.ts';
import type { Core } from './core.ts';
import { headerOf, Refusal, type ApiCall } from './http/exchange.ts';
import { route, type Route } from './http/router.ts';

const root = join(import.meta.dirname, '..', 'web');
const pages = ['/', '/login', '/chat', '/chat/:id', '/auth/callback', '/auth/error', '/auth/logout'];
const types = {
  '.html': 'text/html; charset=utf-8',
  '.js': 'text/javascript; charset=utf-8',
  '.css': 'text/css; charset=utf-8',
  '.svg': 'image/svg+xml',
};
const configTag = /(<script\b[^>]*\bid="config"[^>]*>)[^<]*(<\/script>)/;

interface Parts {
  /** The page before it is told where its services are. */
  template: string;
  files: ReadonlyMap<string, string>;
}

let parts: Parts | undefined;

/**
 * What the page is made of: script and style in one file each, since every request costs a browser under test some
 * milliseconds. They are put together once in a process, when the page is first asked for.
 * @throws Refusal with 500 and the compiler's words when they cannot be
 */
function built(): Parts {
  try {
    parts ??= build();
    return parts;
  } catch (error) {
    throw new Refusal(500, (error as Error).message);
  }
}

function build(): Parts {
  const { outputFiles } = buildSync({
    absWorkingDir: root,
    entryPoints: ['main.ts', 'styles/page.css'],
    entryNames: '[name]',
    outdir: root,
    bundle: true,
    format: 'esm',
    charset: 'utf8',
    write: false,
    logLevel: 'silent',
  });
  const read = (name: string) => readFileSync(join(root, name), 'utf8');
  const files = new Map(outputFiles.map(({ path, text }) => [basename(path), text]));
  return { template: read('index.html'), files: files.set('favicon.svg', read('favicon.svg')) };
}

function asset(name: string, body: string, status = 200): Answer {
  return {
    status,
    headers: { 'content-type': types[extname(name) as keyof typeof types], 'cache-control': 'no-cache' },
    body,
  };
}

/** The page, told where its services are (docs/contract/frontend.md 0). */
function page(core: Core, status = 200): Answer {
  const { api, auth } = core.origins;
  const config = JSON.stringify({
    apiUrl: api,
    authUrl: auth,
    wsUrl: api.replace('http', 'ws'),
    transport: core.settings.transport,
  });
  const body = built().template.replace(configTag, (_tag, open: string, close: string) => `${open}${config}${close}`);
  return asset('index.html', body, status);
}

/**
 * A file of the page; where there is none, a browser gets the page, which says so, and whatever else asks a plain 404.
 */
function elsewhere(core: Core, { path, headers }: ApiCall): Answer {
  const name = path.slice(1);
  const body = built().files.get(name);
  if (body !== undefined) return asset(name, body);
  if (headerOf({ headers }, 'accept').includes('text/html')) return page(core, 404);
  throw new Refusal(404, 'Not Found');
}

/** The web page, with or without a slash at the end of its address, and its files. */
export function pageRoutes(core: Core): Route[] {
  return [
    ...pages
      .flatMap((path) => (path === '/' ? [path] : [path, `${path}/`]))
      .map((path) => route('GET', path, () => page(core))),
    route('GET', '*', (exchange) => elsewhere(core, exchange)),
  ];
}
