import type { Effects } from './effects.ts';
import { fault, type Fault, type FaultParameters } from './fault.ts';
import { pageHears, withScript } from './page-script.ts';

/** Keeps frames from the page's own code: `swallow(type)` says which. */
function deafPage(swallow: string): Effects {
  return pageHears(`((swallow) => (message) => swallow(message.type) ? [] : [message])(${swallow})`);
}

/** What the page hears of a piece of the answer, as source: from the piece and `held`, which is kept between pieces. */
const pieceEdits = {
  lost: '[]',
  repeated: '[piece, piece]',
  swapped: '(held.push(piece), [])',
  altered: `[withFields({ content: 'Nobody said this. ' })]`,
  canned: `[withFields({ content: 'Processing...' })]`,
  whole: `[{ ...withFields({ executive_summary: piece.payload.content }), type: 'final_report' }]`,
} as const;

/** The page hears one piece of the answer otherwise than it came; numbers of pieces tell nothing of it. */
function pieceHeard(how: keyof typeof pieceEdits, nth: number): Effects {
  return pageHears(`((held, count, next) => {
    const numbered = (one) =>
      typeof one.payload.chunk_index === 'number'
        ? { ...one, payload: { ...one.payload, chunk_index: next++ } }
        : one;
    return (piece) => {
      if (piece.type !== 'partial_result') return [piece];
      if (held.length > 0) return [piece, held.pop()].map(numbered);
      const withFields = (fields) => ({ ...piece, payload: { ...piece.payload, ...fields } });
      count += 1;
      return (count === ${nth} ? ${pieceEdits[how]} : [piece]).map(numbered);
    };
  })([], 0, 0)`);
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

/** Sends each message without its first word. */
const otherwiseSent = `(() => {
  const send = WebSocket.prototype.send;
  WebSocket.prototype.send = function (data) {
    send.call(this, /"type":"(start_agent|user_message)"/.test(data) ? data.replace(/("(user_request|content)":")\\S+ /, '$1') : data);
  };
})();`;

const wire = { where: 'wire' } as const;
const ghostUrl = {
  url: { about: 'the address that the page uses', default: 'http://localhost:8081' },
} satisfies FaultParameters;

/** What is wrong with the page itself (triage: page and build, screen against wire). */
export const pageFaults: readonly Fault[] = [
  fault({
    id: 'F26',
    title: 'The page has no handler for some event types',
    owner: 'frontend',
    ...wire,
    params: {
      types: { about: 'types without a handler, joined by +', default: 'partial_result+agent_completed+final_report' },
    },
    effects: ({ types }) => deafPage(`(type) => ${JSON.stringify(types.split('+'))}.includes(type)`),
  }),
  fault({
    id: 'F44',
    title: 'The page opens its socket before it has the token',
    owner: 'frontend',
    ...wire,
    effects: () => ({ edit: (asked, answer) => withScript(asked, answer, nakedFirst) }),
  }),
  fault({
    id: 'F46',
    title: 'The page was built with a wrong address of the auth service',
    owner: 'frontend',
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
    title: 'The page stays blank because its script does nothing',
    owner: 'frontend',
    ...wire,
    effects: () => ({
      edit: (asked, answer) =>
        asked.service === 'web' && asked.path.endsWith('.js') ? { ...answer, body: 'export {};\n' } : answer,
    }),
  }),
  fault({
    id: 'bare-send',
    title: 'The page sends its messages without an envelope',
    owner: 'frontend',
    cause: 'unknown',
    ...wire,
    effects: () => ({ edit: (asked, answer) => withScript(asked, answer, bareSend) }),
  }),
  fault({
    id: 'double-send',
    title: 'The page sends each message twice',
    owner: 'frontend',
    cause: 'F79',
    ...wire,
    effects: () => ({ edit: (asked, answer) => withScript(asked, answer, twiceSent) }),
  }),
  fault({
    id: 'altered-send',
    title: 'The page sends a message without its first word',
    owner: 'frontend',
    cause: 'F96',
    ...wire,
    effects: () => ({ edit: (asked, answer) => withScript(asked, answer, otherwiseSent) }),
  }),
  fault({
    id: 'screen-piece',
    title: 'The page shows a piece of the answer differently from how it arrived',
    owner: 'frontend',
    cause: 'F75',
    ...wire,
    params: {
      how: {
        about: 'what becomes of it; whole: it is taken for the whole answer',
        default: 'lost',
        oneOf: ['lost', 'repeated', 'swapped', 'altered', 'canned', 'whole'],
      },
      nth: { about: 'which piece, from 1', default: 3, min: 1, max: 10_000 },
    },
    effects: ({ how, nth }) => pieceHeard(how as keyof typeof pieceEdits, nth),
  }),
  fault({
    id: 'screen-frozen',
    title: 'The page stops updating while frames still arrive',
    owner: 'frontend',
    cause: 'F26',
    ...wire,
    params: { after: { about: 'frames that the page still receives', default: 5, min: 0, max: 10_000 } },
    effects: ({ after }) =>
      deafPage(`((left) => (type) => /^(agent|tool|partial|final|stream)_/.test(type) && left-- <= 0)(${after})`),
  }),
];
