import { readFileSync } from 'node:fs';
import { basename, extname, join } from 'node:path';
import { buildSync } from 'esbuild';
import type { Answer } from '../faults/index.ts';
import type { Core } from './core.ts';
import { json, Refusal } from './http/exchange.ts';
import { route, type Route } from './http/router.ts';

const root = join(import.meta.dirname, 'web');
const pages = ['/', '/login', '/chat', '/chat/:thread', '/auth/callback', '/auth/error', '/auth/logout'];
const types = { '.html': 'text/html; charset=utf-8', '.js': 'text/javascript; charset=utf-8', '.css': 'text/css; charset=utf-8', '.svg': 'image/svg+xml' };
const configTag = /(<script\b[^>]*\bid="config"[^>]*>)[^<]*(<\/script>)/;

let files: ReadonlyMap<string, string> | undefined;

/**
 * What the page is made of: script and style in one file each, since every request costs a browser under test some milliseconds.
 * They are put together once in a process, when the page is first asked for.
 */
function assets(): ReadonlyMap<string, string> {
  if (files) return files;
  const { outputFiles } = buildSync({
    absWorkingDir: root, entryPoints: ['main.js', 'styles/page.css'], entryNames: '[name]', outdir: root,
    bundle: true, format: 'esm', charset: 'utf8', write: false, logLevel: 'silent',
  });
  const plain = ['index.html', 'favicon.svg'].map((name) => [name, readFileSync(join(root, name), 'utf8')] as const);
  files = new Map([...plain, ...outputFiles.map(({ path, text }) => [basename(path), text] as const)]);
  return files;
}

/** @throws Refusal with 404 for an unknown file, and with 500 and the compiler's words when the page cannot be put together */
function asset(name: string): Answer {
  const body = built().get(name);
  if (body === undefined) throw new Refusal(404, 'Not Found');
  return { status: 200, headers: { 'content-type': types[extname(name) as keyof typeof types], 'cache-control': 'no-cache' }, body };
}

function built(): ReadonlyMap<string, string> {
  try {
    return assets();
  } catch (error) {
    throw new Refusal(500, (error as Error).message);
  }
}

/** The page, told where its services are (product contract: frontend 0, there at build time). */
function page(core: Core): Answer {
  const { api, auth } = core.origins;
  const config = JSON.stringify({ apiUrl: api, authUrl: auth, wsUrl: api.replace('http', 'ws'), transport: core.settings.transport });
  const answer = asset('index.html');
  return { ...answer, body: answer.body.replace(configTag, (_tag, open: string, close: string) => `${open}${config}${close}`) };
}

/** The web page and its files; unknown pages get the page with 404, unknown files a plain 404. */
export function pageRoutes(core: Core): Route[] {
  return [
    ...pages.map((path) => route('GET', path, 'open', () => page(core))),
    route('GET', '/api/health', 'open', () => json({ status: 'healthy', service: 'frontend', timestamp: new Date().toISOString() })),
    route('GET', '/:file', 'open', ({ params }) => asset(params['file'] ?? '')),
  ];
}
