import { readFile } from 'node:fs/promises';
import { extname, join, normalize } from 'node:path';
import type { Answer } from '../faults/index.ts';
import type { Core } from './core.ts';
import { json, Refusal, type Exchange } from './http/exchange.ts';
import { route, type Route } from './http/router.ts';

const root = join(import.meta.dirname, 'web');
const pages = ['/', '/login', '/chat', '/chat/:thread', '/auth/callback', '/auth/error', '/auth/logout'];
const types: Record<string, string> = {
  '.html': 'text/html; charset=utf-8',
  '.js': 'text/javascript; charset=utf-8',
  '.css': 'text/css; charset=utf-8',
  '.svg': 'image/svg+xml',
  '.json': 'application/json',
};
const configTag = /(<script\b[^>]*\bid="config"[^>]*>)[^<]*(<\/script>)/;

async function asset(path: string): Promise<Answer> {
  const file = normalize(join(root, path));
  const type = types[extname(file)];
  if (!file.startsWith(join(root, '/')) || type === undefined) throw new Refusal(404, 'Not Found');
  try {
    return { status: 200, headers: { 'content-type': type, 'cache-control': 'no-cache' }, body: await readFile(file, 'utf8') };
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') throw new Refusal(404, 'Not Found');
    throw error;
  }
}

/** The page, told where its services are (product contract: frontend 0, there at build time). */
async function page(core: Core): Promise<Answer> {
  const { api, auth } = core.origins;
  const config = JSON.stringify({ apiUrl: api, authUrl: auth, wsUrl: api.replace('http', 'ws'), transport: core.settings.transport });
  const answer = await asset('index.html');
  return { ...answer, body: answer.body.replace(configTag, (_tag, open: string, close: string) => `${open}${config}${close}`) };
}

/** The web page and its files; unknown pages get the page with 404, unknown files a plain 404. */
export function pageRoutes(core: Core): Route[] {
  const file = ({ params }: Exchange) => asset(Object.values(params).join('/'));
  return [
    ...pages.map((path) => route('GET', path, 'open', () => page(core))),
    route('GET', '/api/health', 'open', () => json({ status: 'healthy', service: 'frontend', timestamp: new Date().toISOString() })),
    route('GET', '/:file', 'open', file),
    route('GET', '/:folder/:file', 'open', file),
    route('GET', '/:folder/:subfolder/:file', 'open', file),
  ];
}
