import type { Effects } from './effects.ts';
import { fault, type Fault } from './fault.ts';
import { pageHears, withScript } from './page-script.ts';

/** Puts rules of style behind all others of the page. */
function withStyle(rules: string): Effects {
  const script = `addEventListener('DOMContentLoaded', () => {
    const style = document.createElement('style');
    style.textContent = ${JSON.stringify(rules)};
    document.head.append(style);
  });`;
  return { edit: (asked, answer) => withScript(asked, answer, script) };
}

/** Where texts stand (docs/contract/frontend.md 7). */
const places = {
  messages: 'article .whitespace-pre-wrap, [role="article"] .whitespace-pre-wrap',
  streamed: '[data-testid="response-card"] .whitespace-pre-wrap',
  page: 'body',
} as const;

const veil = 'content: ""; position: fixed; inset: 0; z-index: 99999; background: Canvas';

/** How a text is kept from being read, as rules of style for the place where it stands. */
const hidings = {
  transparent: (at: string) => `${at} { opacity: 0 !important }`,
  invisible: (at: string) => `${at} { visibility: hidden !important }`,
  absent: (at: string) => `${at} { display: none !important }`,
  'wide-screens': (at: string) => `@media (min-width: 1000px) { ${at} { display: none !important } }`,
  clipped: (at: string) => `${at} { clip-path: inset(100%) !important }`,
  tiny: (at: string) => `${at} { font-size: 0 !important }`,
  aside: (at: string) => `${at} { position: fixed !important; left: -9999px !important }`,
  'own-ground': (at: string) => `${at} { -webkit-text-fill-color: Canvas !important; background: Canvas !important }`,
  blurred: (at: string) => `${at} { filter: blur(12px) !important }`,
  covered: () => `body::after { ${veil} }`,
  veiled: () => `body::after { ${veil}; pointer-events: none }`,
} as const;

/** What the page makes of an event, as source: from the message, its fields and how many of its type came before. */
const mistakes = {
  thoughts: `type === 'agent_thinking' ? withFields({ reasoning: ' ' }) : message`,
  'thoughts-of-others': `type === 'agent_thinking' ? { ...message, agent_name: 'optimization_agent' } : message`,
  outcome: `type === 'agent_completed' && before === 0 ? { ...message, type: 'agent_error' } : message`,
  durations: `type === 'agent_completed' ? withFields({ duration_ms: 54321, execution_time_ms: 54321 }) : message`,
  progress: `type === 'agent_thinking' ? withFields({ step_number: fields.step_number + 1, total_steps: 5 }) : message`,
  'swapped-costs': `type === 'final_report' ? withFields({ cost_analysis: swapped(fields.cost_analysis) }) : message`,
  costs: `type === 'final_report' ? withFields({ cost_analysis: { ...fields.cost_analysis, saved_monthly_usd: 4711 } }) : message`,
  recommendations: `type === 'final_report' ? withFields({ recommendations: fields.recommendations.slice(1) }) : message`,
  plan: `type === 'final_report' ? withFields({ action_plan: fields.action_plan.toReversed() }) : message`,
} as const;

function tellsOtherwise(what: keyof typeof mistakes): Effects {
  return pageHears(`((count) => (message) => {
    const { type } = message;
    const fields = message.payload ?? {};
    const before = count[type] ?? 0;
    count[type] = before + 1;
    const withFields = (more) => ({ ...message, payload: { ...fields, ...more } });
    const swapped = (costs) => {
      const values = Object.values(costs).toReversed();
      return Object.fromEntries(Object.keys(costs).map((name, place) => [name, values[place]]));
    };
    return [${mistakes[what]}];
  })({})`);
}

/** The page gives each time of day three hours later. */
const laterTimes = `(() => {
  const told = Date.prototype.toLocaleTimeString;
  Date.prototype.toLocaleTimeString = function (...how) {
    return told.apply(new Date(this.getTime() + 3 * 3_600_000), how);
  };
})();`;

/** The page takes the list of threads otherwise than it came. */
function threadsRead(how: string): Effects {
  const edited = {
    'just-now': 'updated_at: now',
    reversed: 'updated_at: all.at(-1 - place).updated_at',
    titles: 'title: all.at(-1 - place).title',
  }[how];
  const script = `(() => {
    const ask = window.fetch;
    window.fetch = async (...asked) => {
      const answer = await ask(...asked);
      const address = String(asked[0]?.url ?? asked[0]);
      if (!/\\/api\\/threads\\?/.test(address) || !answer.ok) return answer;
      const all = await answer.json();
      const now = Math.floor(Date.now() / 1000);
      const read = Array.isArray(all) ? all.map((thread, place) => ({ ...thread, ${edited} })) : all;
      return new Response(JSON.stringify(read), { status: answer.status, headers: answer.headers });
    };
  })();`;
  return { edit: (asked, answer) => withScript(asked, answer, script) };
}

/** What stays on the screen as if the run went on. */
const remains = {
  text: `chat.append(Object.assign(document.createElement('p'), { textContent: 'Streaming...' }))`,
  spinner: `(chat.append(spinner), spinner.animate({ rotate: ['0deg', '360deg'] }, { duration: 900, iterations: Infinity }))`,
  busy: `chat.setAttribute('aria-busy', 'true')`,
} as const;

/** Does something with the page after each frame of these types, once the page itself has heard it. */
function after(types: RegExp, act: string): Effects {
  const script = `(() => {
    const Real = WebSocket;
    window.WebSocket = class extends Real {
      constructor(...given) {
        super(...given);
        super.addEventListener('message', ({ data }) => {
          if (!${String(types)}.test(String(data))) return;
          setTimeout(() => {
            const chat = document.querySelector('[data-testid="main-chat"]');
            const content = document.querySelector('[data-testid="main-content"]');
            const spinner = document.createElement('div');
            spinner.style.cssText = 'width: 20px; height: 20px; border: 3px dotted';
            if (chat && content) ${act};
          }, 40);
        });
      }
    };
  })();`;
  return { edit: (asked, answer) => withScript(asked, answer, script) };
}

/** Keeps the last answer in the browser, and shows it for one picture when the page is loaded again. */
const flash = `(() => {
  const kept = localStorage.getItem('last_answer_seen');
  setInterval(() => {
    const told = [...document.querySelectorAll('article .whitespace-pre-wrap')].at(-1)?.textContent;
    if (told) localStorage.setItem('last_answer_seen', told);
  }, 50);
  const show = () => {
    if (!document.querySelector('[data-testid="message-textarea"]')) return void requestAnimationFrame(show);
    const text = Object.assign(document.createElement('p'), { textContent: kept });
    document.body.append(text);
    requestAnimationFrame(() => text.remove());
  };
  if (kept) requestAnimationFrame(show);
})();`;

const wire = { where: 'wire', owner: 'frontend' } as const;

/** What a person sees of a page that got everything right from the wire. */
export const screenFaults: readonly Fault[] = [
  fault({
    id: 'screen-hidden',
    title: 'The page hides text so that nobody can read it',
    cause: 'F88',
    ...wire,
    params: {
      how: {
        about: 'what hides it; covered takes clicks, veiled lets them pass',
        default: 'transparent',
        oneOf: Object.keys(hidings),
      },
      what: { about: 'which text', default: 'messages', oneOf: Object.keys(places) },
    },
    effects: ({ how, what }) => withStyle(hidings[how as keyof typeof hidings](places[what as keyof typeof places])),
  }),
  fault({
    id: 'screen-lines',
    title: 'The page shows the answer without its line breaks',
    cause: 'F75',
    ...wire,
    effects: () => withStyle(`${places.messages} { white-space: normal !important }`),
  }),
  fault({
    id: 'screen-told',
    title: 'The page shows something about a run that no frame says',
    cause: 'F89',
    ...wire,
    params: { what: { about: 'what it tells', default: 'thoughts', oneOf: [...Object.keys(mistakes), 'times'] } },
    effects: ({ what }) =>
      what === 'times'
        ? { edit: (asked, answer) => withScript(asked, answer, laterTimes) }
        : tellsOtherwise(what as keyof typeof mistakes),
  }),
  fault({
    id: 'screen-threads',
    title: 'The page lists threads with wrong ages or titles, or in the wrong order',
    cause: 'F89',
    ...wire,
    params: {
      how: { about: 'what is wrong with the list', default: 'just-now', oneOf: ['just-now', 'reversed', 'titles'] },
    },
    effects: ({ how }) => threadsRead(how),
  }),
  fault({
    id: 'screen-busy',
    title: 'The page still looks busy when the run is over',
    cause: 'F26',
    ...wire,
    params: { what: { about: 'what is left', default: 'text', oneOf: Object.keys(remains) } },
    effects: ({ what }) => after(/"final_report"/, remains[what as keyof typeof remains]),
  }),
  fault({
    id: 'screen-pulled',
    title: 'The page scrolls away from what a person is reading further up',
    cause: 'F90',
    ...wire,
    effects: () => after(/"partial_result"/, 'content.scrollTop = content.scrollHeight'),
  }),
  fault({
    id: 'screen-flash',
    title: 'The page briefly shows what an earlier person read',
    cause: 'F91',
    ...wire,
    effects: () => ({ edit: (asked, answer) => withScript(asked, answer, flash) }),
  }),
];
