import type { ToldState, Violation } from '../../evidence/index.ts';
import { flatten, quote } from '../text.ts';
import type { Carried } from './carried.ts';
import { withEnds } from './figures.ts';

const MINUTE = 60_000;
const HOUR = 60 * MINUTE;
const DAY = 24 * HOUR;
/** Two clocks may be apart by this. */
const APART = MINUTE / 2;
/** Clocks may have been changed by this since a day that is past. */
const SUMMER_TIME = HOUR;
/** A time of day may be rounded, and two clocks may be apart. */
const LEEWAY = 2 * MINUTE;

const CLOCK = /(?<![\d:.])(\d{1,2}):(\d{2})(?::(\d{2}))?\s*([ap])?\.?(?:m\b)?/i;

/**
 * Holds the times of messages against what came: each is the time of day at which the message was sent, arrived, or was
 * stored, in the person's own time zone.
 * @returns violations of `screen-time`, one per message
 */
export function judgeTimes(states: readonly ToldState[], carried: Carried): Violation[] {
  return withEnds(states, carried.wire.now).flatMap(({ state, until }) => {
    if (state.place !== 'message') return [];
    const shown = state.lines
      .map(({ text }) => ({ text, at: CLOCK.exec(text) }))
      .find(({ text, at }) => at && text.length <= 24);
    if (!shown?.at) return [];
    const [, hours = '0', minutes = '0', seconds = '30', half] = shown.at;
    const hour = half ? (Number(hours) % 12) + (half.toLowerCase() === 'p' ? 12 : 0) : Number(hours);
    const clock = hour * HOUR + Number(minutes) * MINUTE + Number(seconds) * 1_000;
    const moments = momentsOf(state, until, carried);
    const apart = moments.map((moment) => {
      const local = (((moment - state.zone * MINUTE) % DAY) + DAY) % DAY;
      const distance = Math.abs(local - clock);
      return Math.min(distance, DAY - distance);
    });
    if (moments.length === 0 || apart.some((distance) => distance <= LEEWAY)) return [];
    const legal = [...new Set(moments.map((moment) => timeOfDay(moment, state.zone)))].slice(0, 3);
    const message = `the page gives ${quote(state.body, 40)} of ${state.name || 'somebody'} the time ${shown.text}, and it was ${legal.join(' or ')} there`;
    return [{ rule: 'screen-time', frame: null, event: null, message, legal, came: shown.text }];
  });
}

function timeOfDay(moment: number, zone: number): string {
  return new Date(moment - zone * MINUTE).toISOString().slice(11, 16);
}

/** The moments that a message may name as its own. */
function momentsOf({ body, name, ahead }: ToldState, until: number, { wire, events }: Carried): number[] {
  const stored = wire.stored
    .flatMap(({ body: answer }) => messagesIn(answer))
    .filter(({ content }) => flatten(content) === body);
  const sent = wire.sent.filter(({ text }) => flatten(text) === body).map(({ time }) => time);
  const ofAgent = events.filter(({ agent, frame }) => agent === name && frame.time <= until);
  const answering = wire.runs
    .filter(({ answers, streamed }) => [...answers, streamed].some(({ text }) => flatten(text) === body))
    .flatMap((run) => run.events);
  const frames = [...ofAgent, ...answering].flatMap(({ timestamp, frame }) => [
    frame.time,
    ...(timestamp === null ? [] : [timestamp]),
  ]);
  return [...sent, ...frames, ...stored.map(({ at }) => at)].flatMap((moment) => [moment, moment + ahead]);
}

function messagesIn(answer: unknown): { content: string; at: number }[] {
  const list = Array.isArray(answer) ? answer : ((answer as { messages?: unknown } | null)?.messages ?? []);
  return (Array.isArray(list) ? list : []).flatMap((one: unknown) => {
    const { content, created_at: created } = (one ?? {}) as { content?: unknown; created_at?: unknown };
    const at = momentOf(created);
    return typeof content === 'string' && at !== null ? [{ content, at }] : [];
  });
}

/** Epoch milliseconds, from seconds, milliseconds or ISO text. */
function momentOf(value: unknown): number | null {
  if (typeof value === 'number') return value < 1e11 ? value * 1_000 : value;
  const parsed = typeof value === 'string' ? Date.parse(value) : NaN;
  return Number.isNaN(parsed) ? null : parsed;
}

/** An age in words, as the shortest and the longest time that it may mean; null for what is no age. */
function ageIn(text: string, time: number, zone: number): [least: number, most: number] | null {
  const words = text.toLowerCase();
  if (/\b(?:just now|now|moments? ago|less than a minute|(?:a )?few seconds ago|less than \d+ seconds)\b/.test(words))
    return [-MINUTE, 1.5 * MINUTE];
  const units: Readonly<Record<string, number>> = {
    s: 1_000,
    m: MINUTE,
    h: HOUR,
    d: DAY,
    w: 7 * DAY,
    mo: 30.4 * DAY,
    y: 365 * DAY,
  };
  const found =
    /\b(about|almost|over)?\s*(\d+|an?|half an?)\s*(s(?:ec(?:ond)?s?)?|m(?:in(?:ute)?s?)?|h(?:(?:ou)?rs?)?|d(?:ays?)?|w(?:ee)?ks?|w|mo(?:nth)?s?|y(?:ea)?rs?|y)\b(?:\s+ago)?/.exec(
      words,
    );
  if (found && (/ago/.test(words) || found[0].trim() === words.trim())) {
    const [, , many = '', unit = ''] = found;
    const one = units[unit.startsWith('mo') ? 'mo' : unit.charAt(0)]!;
    const count = /^\d/.test(many) ? Number(many) : many.startsWith('half') ? 0.5 : 1;
    return [(count - 0.6) * one - MINUTE, (count + 1.05) * one + MINUTE];
  }
  const midnight = time - ((((time - zone * MINUTE) % DAY) + DAY) % DAY);
  if (/\byesterday\b/.test(words)) return [time - midnight - MINUTE, time - midnight + DAY + MINUTE];
  if (/\btoday\b/.test(words)) return [-MINUTE, time - midnight + MINUTE];
  return dayIn(text, time, zone);
}

/** A date at the person, with or without its year. */
function dayIn(text: string, time: number, zone: number): [number, number] | null {
  const months = 'jan feb mar apr may jun jul aug sep oct nov dec'.split(' ');
  const named = /\b([A-Za-z]{3})[a-z]*\.?\s+(\d{1,2})\b(?:,?\s*(\d{4}))?/.exec(text);
  const numbered = /\b(\d{1,2})\/(\d{1,2})\/(\d{4})\b/.exec(text);
  const month = named ? months.indexOf(named[1]!.toLowerCase()) : numbered ? Number(numbered[1]) - 1 : -1;
  if (month < 0) return null;
  const now = new Date(time - zone * MINUTE);
  const day = Number((named ?? numbered)![2]);
  const year = Number((named ?? numbered)![3] ?? now.getUTCFullYear() - (month > now.getUTCMonth() ? 1 : 0));
  const begun = time - zone * MINUTE - Date.UTC(year, month, day);
  return [begun - DAY - SUMMER_TIME, begun + SUMMER_TIME];
}

/**
 * Holds the list of threads against what the API said of them: the age of each is its own, and the order is the one of
 * the API, or the newest first.
 * @returns violations of `screen-threads`
 */
export function judgeThreads(states: readonly ToldState[], carried: Carried): Violation[] {
  const threads = withEnds(states, carried.wire.now).filter(({ state }) => state.place === 'thread');
  const ages = threads.flatMap(({ state, until }) => {
    const known = activityOf(state.name, until, carried);
    const shown = state.lines
      .map(({ text }) => ({ text, age: ageIn(text, state.time + state.ahead, state.zone) }))
      .findLast(({ age }) => age);
    if (!shown?.age || known.length === 0) return [];
    const [least, most] = shown.age;
    const real = known.flatMap((moment) => [state.time + state.ahead - moment, state.time - moment]);
    if (real.some((age) => age >= least - APART && age <= most + APART)) return [];
    const age = inWords(Math.min(...real));
    const day = dayOf(Math.max(...known), state.zone);
    const legal = [`an age of ${age}`, `the day ${day} in the person's time zone`];
    const message = `the page says "${shown.text}" of the thread ${quote(titleOf(state), 40)}, which was last used ${age} before`;
    return [{ rule: 'screen-threads', frame: null, event: null, message, legal, came: shown.text }];
  });
  return [...ages, ...disorder(states, carried)];
}

function titleOf({ lines, name }: ToldState): string {
  return lines[0]?.text ?? name;
}

function dayOf(moment: number, zone: number): string {
  return new Date(moment - zone * MINUTE).toISOString().slice(0, 10);
}

function inWords(age: number): string {
  if (age < 2 * HOUR) return `${Math.max(0, Math.round(age / MINUTE))} minutes`;
  return age < 2 * DAY ? `${Math.round(age / HOUR)} hours` : `${Math.round(age / DAY)} days`;
}

function threadsIn(answer: unknown): { id: string; moments: number[] }[] {
  const list = Array.isArray(answer) ? answer : [answer];
  return list.flatMap((one: unknown) => {
    const { id, updated_at, created_at } = (one ?? {}) as Record<string, unknown>;
    const moments = [updated_at, created_at].map(momentOf).filter((moment) => moment !== null);
    return typeof id === 'string' && moments.length > 0 ? [{ id, moments }] : [];
  });
}

/** When a thread was used, as far as the page could know. */
function activityOf(id: string, until: number, { wire, events }: Carried): number[] {
  const told = wire.stored.filter(({ time }) => time <= until).flatMap(({ body }) => threadsIn(body));
  const live = [
    ...events.filter(({ thread }) => thread === id).map(({ frame }) => frame.time),
    ...wire.sent.filter(({ thread }) => thread === id).map(({ time }) => time),
  ];
  return [
    ...told.filter((one) => one.id === id).flatMap(({ moments }) => moments),
    ...live.filter((time) => time <= until),
  ];
}

function disorder(states: readonly ToldState[], carried: Carried): Violation[] {
  const lists = withEnds(states, carried.wire.now).filter(({ state }) => state.place === 'list');
  return lists.slice(-1).flatMap(({ state, until }) => {
    const ids = state.lines.map(({ text }) => text);
    const given = carried.wire.stored
      .filter(({ body }) => Array.isArray(body) && threadsIn(body).length > 0)
      .at(-1)?.body;
    const order = threadsIn(given ?? []).map(({ id }) => id);
    const listed = ids.filter((id) => order.includes(id));
    const asGiven = listed.every((id, place) => place === 0 || order.indexOf(listed[place - 1]!) < order.indexOf(id));
    const newest = ids.map((id) => activityOf(id, until, carried)).map((moments) => Math.max(...moments));
    const byAge = newest.every((moment, place) => place === 0 || newest[place - 1]! >= moment - 2_000);
    if (asGiven || byAge || !newest.every(Number.isFinite)) return [];
    const wrong = newest.findIndex((moment, place) => place > 0 && newest[place - 1]! < moment - 2_000);
    const message = `the page lists the thread ${ids[wrong]} behind ${ids[wrong - 1]}, which is older, and the API gave another order`;
    return [
      { rule: 'screen-threads', frame: null, event: null, message, legal: ['the newest first'], came: ids.join(', ') },
    ];
  });
}
