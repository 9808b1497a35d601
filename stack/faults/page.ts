import type { Answer, Asked, Effects } from './effects.ts';
import { fault, type Fault, type Parameters } from './fault.ts';

/** Puts a script before all others of a page. */
function withScript(asked: Asked, answer: Answer, script: string): Answer {
  if (asked.service !== 'web' || !(answer.headers['content-type'] ?? '').startsWith('text/html')) return answer;
  return { ...answer, body: answer.body.replace(/<head[^>]*>/, (head) => `${head}<script>${script}</script>`) };
}

/** Keeps frames from the page's own code: `swallow(type)` says which. They still come over the wire. */
function deafPage(swallow: string): Effects {
  const script = `(() => {
    const swallow = ${swallow};
    const add = WebSocket.prototype.addEventListener;
    const deaf = (listener) => function (event) {
      let type = '';
      try { type = JSON.parse(event.data).type; } catch { type = ''; }
      if (swallow(type)) return;
      return typeof listener === 'function' ? listener.call(this, event) : listener.handleEvent(event);
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

/** Opens the first socket of each page without what it offers. */
const nakedFirst = `(() => {
  const Real = WebSocket;
  let first = true;
  window.WebSocket = class extends Real {
    constructor(url, protocols) {
      if (first) super(url); else super(url, protocols);
      first = false;
    }
  };
})();`;

/** Takes messages out of their envelope on their way to the server. */
const bareSend = `(() => {
  const send = WebSocket.prototype.send;
  WebSocket.prototype.send = function (data) {
    const { payload, ...rest } = JSON.parse(data);
    return send.call(this, payload ? JSON.stringify({ ...rest, ...payload }) : data);
  };
})();`;

/** Sends each message once more. */
const twiceSent = `(() => {
  const send = WebSocket.prototype.send;
  WebSocket.prototype.send = function (data) {
    send.call(this, data);
    if (/"type":"(start_agent|user_message)"/.test(data)) send.call(this, data);
  };
})();`;

const wire = { where: 'wire' } as const;
const ghostUrl = {
  url: { about: 'where the page looks for it', default: 'http://localhost:8081' },
} satisfies Parameters;

/** What is wrong with the page itself (triage: page and build, screen against wire). */
export const pageFaults: readonly Fault[] = [
  fault({
    id: 'F26',
    title: 'The page has no handler for frames that come',
    ...wire,
    params: {
      types: { about: 'types without a handler, joined by +', default: 'partial_result+agent_completed+final_report' },
    },
    effects: ({ types }) => deafPage(`(type) => ${JSON.stringify(types.split('+'))}.includes(type)`),
  }),
  fault({
    id: 'F44',
    title: 'The page opens its socket before it has the token',
    ...wire,
    effects: () => ({ edit: (asked, answer) => withScript(asked, answer, nakedFirst) }),
  }),
  fault({
    id: 'F46',
    title: 'The page was built with a wrong address of the auth service',
    where: 'stack',
    params: ghostUrl,
    effects: ({ url }) => ({
      edit: (asked, answer) => {
        if (asked.service !== 'web') return answer;
        return {
          ...answer,
          body: answer.body.replace(/("authUrl":)"[^"]*"/, (_all, name: string) => name + JSON.stringify(url)),
        };
      },
    }),
  }),
  fault({
    id: 'F48',
    title: 'The page stays white: its code does nothing',
    ...wire,
    effects: () => ({
      edit: (asked, answer) =>
        asked.service === 'web' && asked.path.endsWith('.js') ? { ...answer, body: 'export {};\n' } : answer,
    }),
  }),
  fault({
    id: 'bare-send',
    title: 'The page sends its messages without their envelope',
    cause: 'unknown',
    ...wire,
    effects: () => ({ edit: (asked, answer) => withScript(asked, answer, bareSend) }),
  }),
  fault({
    id: 'double-send',
    title: 'The page sends each message twice',
    cause: 'unknown',
    ...wire,
    effects: () => ({ edit: (asked, answer) => withScript(asked, answer, twiceSent) }),
  }),
  fault({
    id: 'screen-frozen',
    title: 'The screen freezes while the wire goes on',
    cause: 'F26',
    ...wire,
    params: { after: { about: 'frames of runs that the page still gets', default: 5, min: 0, max: 10_000 } },
    effects: ({ after }) =>
      deafPage(`((left) => (type) => /^(agent|tool|partial|final|stream)_/.test(type) && left-- <= 0)(${after})`),
  }),
];
