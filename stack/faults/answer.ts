import type { Answer } from './effects.ts';

/** What a service answers as JSON. */
export function json(status: number, body: unknown, headers: Record<string, string> = {}): Answer {
  return { status, headers: { 'content-type': 'application/json', ...headers }, body: JSON.stringify(body) };
}

/** What something in front of the service answers, as HTML. */
export function gateway(status: number, title: string, headers: Record<string, string> = {}): Answer {
  const body = `<!doctype html><html><head><title>${status} ${title}</title></head><body><h1>${title}</h1></body></html>`;
  return {
    status,
    headers: { 'content-type': 'text/html; charset=UTF-8', server: 'Google Frontend', ...headers },
    body,
    bare: true,
  };
}

/** The answer with its JSON changed; one that is not JSON is left alone. */
export function editJson(answer: Answer, change: (body: Record<string, unknown>) => Record<string, unknown>): Answer {
  if (!(answer.headers['content-type'] ?? '').includes('json') || answer.status === 204) return answer;
  const body: unknown = JSON.parse(answer.body);
  if (typeof body !== 'object' || body === null || Array.isArray(body)) return answer;
  return { ...answer, body: JSON.stringify(change(body as Record<string, unknown>)) };
}
