import type { Answer, Asked, Effects } from './effects.ts';

/** Puts a script before all others of a page. */
export function withScript(asked: Asked, answer: Answer, script: string): Answer {
  if (asked.service !== 'web' || !(answer.headers['content-type'] ?? '').startsWith('text/html')) return answer;
  return { ...answer, body: answer.body.replace(/<head[^>]*>/, (head) => `${head}<script>${script}</script>`) };
}

/**
 * Changes what the page's own code hears of the frames, while they come over the wire as they are.
 * @param heard source of a function from a message to the messages that are heard instead, made for each listener
 */
export function pageHears(heard: string): Effects {
  const script = `(() => {
    const editor = () => ${heard};
    const add = WebSocket.prototype.addEventListener;
    const deaf = (listener) => {
      const edit = editor();
      return function (event) {
        let message = {};
        try { message = JSON.parse(event.data) ?? {}; } catch { message = {}; }
        for (const one of edit(message)) {
          const told = one === message ? event : new MessageEvent('message', { data: JSON.stringify(one) });
          if (typeof listener === 'function') listener.call(this, told); else listener.handleEvent(told);
        }
      };
    };
    WebSocket.prototype.addEventListener = function (type, listener, options) {
      return add.call(this, type, type === 'message' ? deaf(listener) : listener, options);
    };
    Object.defineProperty(WebSocket.prototype, 'onmessage', {
      configurable: true,
      set(listener) { if (listener) add.call(this, 'message', deaf(listener)); },
    });
  })();`;
  return { edit: (asked, answer) => withScript(asked, answer, script) };
}
