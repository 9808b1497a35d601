import type { Effects } from './effects.ts';
import { fault, type Fault } from './fault.ts';
import { send } from './frame.ts';
import { withScript } from './page-script.ts';

/** What the page's own code sends, edited: `edit(message)` gives what goes out instead, or nothing. */
function pageSends(edit: string): string {
  return `(() => {
    const edit = ${edit};
    const send = WebSocket.prototype.send;
    WebSocket.prototype.send = function (data) {
      const message = edit(JSON.parse(data));
      if (message) send.call(this, JSON.stringify(message));
    };
  })();`;
}

/** Does something twenty times at each change of the page. */
function atEachChange(twenty: string): string {
  return `addEventListener('DOMContentLoaded', () => {
    const kept = (window.kept = []);
    new MutationObserver(() => {
      for (let count = 0; count < 20; count += 1) ${twenty};
    }).observe(document.body, { subtree: true, childList: true, characterData: true });
  });`;
}

/** What the page does wrong, as scripts that run before its own. */
const scripts = {
  ack: pageSends(`(message) => (message.type === 'heartbeat_ack' ? null : message)`),
  ping: pageSends(`((left) => (message) => (message.type === 'ping' && left-- <= 0 ? null : message))(2)`),
  stop: pageSends(`(message) => (message.type === 'stop_agent' ? { type: 'stop_agent', payload: {} } : message)`),
  pause: `(() => {
    const later = window.setTimeout;
    window.setTimeout = (work, ms, ...rest) => later(work, Math.min(ms ?? 0, 200), ...rest);
  })();`,
  end: `(() => {
    const Real = WebSocket;
    let [last, at, given] = [null, 0, []];
    window.WebSocket = class extends Real {
      constructor(...all) {
        super(...all);
        [last, at, given] = [this, Date.now(), all];
      }
    };
    setInterval(() => {
      if (last?.readyState === 3 && Date.now() - at >= 10_000) new window.WebSocket(...given);
    }, 1_000);
  })();`,
  limits: `AbortSignal.timeout = () => new AbortController().signal;`,
  calls: `setInterval(() => fetch('/favicon.svg'), 2_000);`,
  pictures: `(function paint() {
    requestAnimationFrame(paint);
  })();`,
  nodes: atEachChange(`kept.push(document.createElement('i'))`),
  hidden: atEachChange(`document.head.append(document.createElement('i'))`),
  listeners: atEachChange(`addEventListener('resize', () => {})`),
} as const;

type What = keyof typeof scripts;

/** Heartbeats of the server until the second, none after it; each socket counts its own. */
const twoHeartbeats: Effects = {
  frames: () => {
    let left = 2;
    return (data) => (/"type": ?"heartbeat"/.test(data) && left-- <= 0 ? [] : [send(data)]);
  },
};

const noPong: Effects = { message: ({ type }) => (type === 'ping' ? 'ignore' : undefined) };

/** What is only wrong after a while. */
export const overTimeFaults: readonly Fault[] = [
  fault({
    id: 'heartbeat-lost',
    title: 'The server stops its heartbeats after the second, or answers no ping',
    owner: 'backend',
    cause: 'unknown',
    where: 'stack',
    params: { what: { about: 'what does not come', default: 'heartbeat', oneOf: ['heartbeat', 'pong'] } },
    effects: ({ what }) => (what === 'pong' ? noPong : twoHeartbeats),
  }),
  fault({
    id: 'page-over-time',
    title: 'The page goes wrong only after some time',
    owner: 'frontend',
    cause: 'unknown',
    where: 'wire',
    params: {
      what: {
        about:
          'ack: it answers no heartbeat; ping: it sends two pings; pause, end: its reconnects have none; calls: it asks every 2 s; ' +
          'limits: its calls have none; pictures: it works for each; ' +
          'nodes, hidden, listeners: it keeps twenty at each change; stop: it stops every run',
        default: 'nodes',
        oneOf: Object.keys(scripts),
      },
    },
    effects: ({ what }) => ({ edit: (asked, answer) => withScript(asked, answer, scripts[what as What]) }),
  }),
];
