import type { ToldLine } from '../../evidence/index.ts';
import type { AgentEvent } from '../event.ts';
import type { Run } from '../run.ts';
import { flatten } from '../text.ts';

/** What is known of the wire of one page. */
export interface Wire {
  runs: readonly Run[];
  /** Answers of the API, and when they were asked for. */
  stored: readonly { time: number; body: unknown }[];
  /** What the person sent. */
  sent: readonly { time: number; text: string; thread: string | null }[];
  /** When errors came that name no run: the page may hold them to be the end of the one that goes on. */
  errors?: readonly number[];
  /** Epoch milliseconds of the page's clock. */
  now: number;
  /** The page may miss events, and count the fewer (docs/contract/frontend.md 9, Q2). */
  mayMiss?: boolean;
  /** The page may go on showing a tool that is over, with a clock that stands (docs/contract/frontend.md 6). */
  keepsTools?: boolean;
}

/** A number that some frame or answer carries, with the words of its name. */
export interface NamedNumber {
  words: readonly string[];
  value: number;
  time: number;
  event: AgentEvent | null;
  /** How many entries a list has. */
  isLength: boolean;
}

/** Parts of a name that tell the unit, and not of what it is the number. */
const UNITS = new Set(['usd', 'eur', 'ms', 'seconds', 'percent', 'percentage', 'count', 'number', 'amount', 'time']);
/** Nested deeper, and more of them, than any frame of use. */
const DEEPEST = 12;
const MOST = 20_000;

/** All that frames and answers of the API carry: the texts, the numbers, and whose they are. Read once. */
export class Carried {
  readonly wire: Wire;
  readonly numbers: NamedNumber[] = [];
  readonly events: AgentEvent[];
  readonly agents: readonly string[];
  readonly tools: readonly string[];
  readonly #texts = new Set<string>();
  #longestFirst: string[] | null = null;
  #inTexts: Set<number> | null = null;

  constructor(wire: Wire) {
    this.wire = wire;
    this.events = wire.runs.flatMap(({ events }) => events);
    for (const event of this.events) this.#read(event.fields, [], event.frame.time, event);
    for (const { time, body } of wire.stored) this.#read(body, [], time, null);
    for (const { text } of wire.sent) this.#texts.add(flatten(text));
    this.agents = [...new Set(this.events.flatMap(({ agent }) => (agent ? [agent] : [])))];
    this.tools = [...new Set(this.events.flatMap(({ tool }) => (tool ? [tool] : [])))];
  }

  #read(value: unknown, path: readonly string[], time: number, event: AgentEvent | null): void {
    if (path.length > DEEPEST || this.numbers.length > MOST) return;
    if (typeof value === 'number')
      this.numbers.push({ words: wordsOf(path.at(-1) ?? ''), value, time, event, isLength: false });
    else if (typeof value === 'string') this.#texts.add(flatten(value));
    else if (Array.isArray(value)) {
      this.numbers.push({ words: wordsOf(path.at(-1) ?? ''), value: value.length, time, event, isLength: true });
      for (const one of value) this.#read(one, path, time, event);
    } else if (typeof value === 'object' && value !== null)
      for (const [name, one] of Object.entries(value)) this.#read(one, [...path, name], time, event);
  }

  /** Whether a text came over the wire as it is, by itself or in another. */
  has(text: string): boolean {
    if (this.#texts.has(text)) return true;
    return text.length >= 4 && this.#byLength.some((one) => one.length > text.length && one.includes(text));
  }

  /** What is left of a text when all is taken out of it that came over the wire as it is. */
  without(text: string): string {
    const long = this.#byLength.filter((one) => one.length >= 8);
    return this.withoutNames(long.reduce((rest, one) => (rest.includes(one) ? rest.replaceAll(one, ' ') : rest), text));
  }

  /** A text without the names of agents and tools. */
  withoutNames(text: string): string {
    return [...this.agents, ...this.tools].reduce((rest, name) => rest.replaceAll(name, ' '), text);
  }

  get #byLength(): string[] {
    this.#longestFirst ??= [...this.#texts].sort((a, b) => b.length - a.length);
    return this.#longestFirst;
  }

  /** Numbers that stand in texts of the wire. */
  get inTexts(): ReadonlySet<number> {
    this.#inTexts ??= new Set(
      [...this.#texts].flatMap((text) =>
        [...text.matchAll(/\d{1,3}(?:,\d{3})+(?:\.\d+)?|\d+(?:\.\d+)?/g)].map(([found]) =>
          Number(found.replaceAll(',', '')),
        ),
      ),
    );
    return this.#inTexts;
  }

  /** Whether the API told by then the answer of a run in which an agent took part (docs/contract/backend.md 6). */
  hasStoredAnswer(agent: string, until: number): boolean {
    const runs = this.wire.runs.filter(({ events }) => events.some((event) => event.agent === agent));
    return this.wire.stored
      .filter(({ time }) => time <= until)
      .some(({ body }) => runs.some(({ id }) => answers(body, id)));
  }

  /** Whether a run in which an agent took part had completed by then: with the whole, its parts are over. */
  isInCompletedRun(agent: string, until: number): boolean {
    return this.wire.runs.some(
      ({ events, end, endedAt }) =>
        end === 'completed' && (endedAt ?? Infinity) <= until && events.some((event) => event.agent === agent),
    );
  }

  /** Whether an error that names no run came by then, while a run of this agent went on. */
  hasLooseError(agent: string, until: number): boolean {
    const began = this.wire.runs
      .filter(({ events }) => events.some((event) => event.agent === agent))
      .map(({ startedAt }) => startedAt ?? Infinity);
    return (this.wire.errors ?? []).some((time) => time <= until && began.some((start) => start <= time));
  }

  /** The one agent, or tool, of which a line speaks: that of the nearest text that names any; else null. */
  subjectOf({ text, within }: ToldLine, names: readonly string[]): string | null {
    for (const around of [text, ...within]) {
      const named = names.filter((name) => isNamed(around, name));
      if (named.length > 0) return named.length === 1 ? named[0]! : null;
    }
    return null;
  }
}

/** Whether stored messages hold the answer of a run. */
function answers(body: unknown, run: string): boolean {
  const { messages } = (body ?? {}) as { messages?: unknown };
  return (Array.isArray(messages) ? messages : []).some((message: unknown) => {
    const { role, metadata } = (message ?? {}) as { role?: unknown; metadata?: { run_id?: unknown } | null };
    return role === 'assistant' && metadata?.run_id === run;
  });
}

function isNamed(text: string, name: string): boolean {
  const at = text.indexOf(name);
  return at >= 0 && !/[\w-]/.test(text[at - 1] ?? '') && !/[\w-]/.test(text[at + name.length] ?? '');
}

/** The words of a name, in lower case and without units: `current_monthly_usd` is current, monthly. */
export function wordsOf(name: string): string[] {
  const words = name
    .replace(/([a-z])([A-Z])/g, '$1 $2')
    .toLowerCase()
    .split(/[^\p{L}]+/u)
    .filter(Boolean);
  const telling = words.filter((word) => !UNITS.has(word));
  return telling.length > 0 ? telling : words;
}
