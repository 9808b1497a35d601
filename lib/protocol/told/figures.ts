import type { ToldState, Violation } from '../../evidence/index.ts';
import { isEnd } from '../event.ts';
import { quote } from '../text.ts';
import { Carried, wordsOf } from './carried.ts';

/** Milliseconds that a page may take to show what came, and that a clock of the page may be apart from the server's. */
const LEEWAY = 2_000;
/** The largest share of an amount of money that rounding may take or add. */
const ROUNDED_OFF = 0.25;

interface Figure {
  written: string;
  value: number;
  /** The value of one in its last digit. */
  grain: number;
  kind: 'duration' | 'percent' | 'money' | 'bare';
}

/** A figure in its place, and the time for which it stood there. */
interface Seen extends Figure {
  line: ToldState['lines'][number];
  place: ToldState['place'];
  name: string;
  from: number;
  until: number;
  /** Milliseconds by which the test moved the page's clock while it was open. */
  moved: number;
}

const MILLISECONDS: Readonly<Record<string, number>> = { ms: 1, s: 1_000, m: 60_000, h: 3_600_000 };
const NUMBER = String.raw`\d{1,3}(?:,\d{3})+(?:\.\d+)?|\d+(?:\.\d+)?`;
const FIGURE = new RegExp(
  String.raw`(?<![\w.,:/#-])(?<currency>[$€£]\s?)?(?<number>${NUMBER})\s?(?<unit>%|ms|s|secs?|seconds?|m|mins?|minutes?|h|hours?|[kKM])?(?![\w.,]*\w)`,
  'g',
);
const STEP = /\b(?:step\s+)?(\d+)\s*(?:of|\/)\s*(\d+)\b/gi;
const LEFT = /\b(\d+)\s+steps?\s+(?:remaining|left|to go)\b/gi;
const COUNT = /\b(\d+)\s+(agent|tool|recommendation|thought|step|event)s?\b/gi;
/** A second run of the same agent has a number behind its name, or in a line of its own. */
const AGAIN = /\((\d+)\)|\brun\s*#\s*(\d+)\b/gi;
const NOISE = /\b\d{1,2}:\d{2}(?::\d{2})?\b|\bID\b.*|\S*[A-Za-z_]\S*\d\S*|\S*\d[\w-]*[_-]\S*/g;

/**
 * Holds every figure that the page tells of its runs against what came: each is carried by a frame or an answer of the
 * API, follows from it (a duration in seconds, a share of steps, a count), and stands under the name that it has there.
 * @returns one violation of `screen-figure` per figure that nothing carries
 */
export function judgeFigures(states: readonly ToldState[], carried: Carried): Violation[] {
  const found = new Map<string, Violation>();
  const ahead = states.map((state) => state.ahead);
  const moved = Math.max(...ahead) - Math.min(...ahead);
  for (const { state, until } of withEnds(states, carried.wire.now)) {
    if (!['card', 'message', 'chat'].includes(state.place) || carried.events.length === 0) continue;
    if (state.place === 'chat' && (carried.events[0]?.frame.time ?? Infinity) > until) continue;
    // The text of an agent's note is the page's own; that of question and answer is compared to the letter elsewhere.
    const body = carried.agents.includes(state.name) ? [{ text: state.body, within: [] }] : [];
    for (const line of [...state.lines, ...body]) {
      const seen = { line, place: state.place, name: state.name, from: state.time, until, moved };
      for (const written of falseFigures(line.text, seen, carried)) {
        const key = `${state.place} ${written} ${line.within[0] ?? line.text}`;
        if (!found.has(key)) found.set(key, violation(written, seen));
      }
    }
  }
  return [...found.values()];
}

/** Each state of a part with the moment at which the next one of it came. */
export function withEnds(states: readonly ToldState[], now: number): { state: ToldState; until: number }[] {
  const next = new Map<string, number>();
  return states
    .toReversed()
    .map((state) => {
      const part = `${state.page} ${state.part}`;
      const until = next.get(part) ?? now;
      next.set(part, state.time);
      return { state, until };
    })
    .toReversed();
}

function violation(written: string, { line, place }: Pick<Seen, 'line' | 'place'>): Violation {
  const where = line.within.find((around) => around.length <= 120) ?? line.text;
  return {
    rule: 'screen-figure',
    frame: null,
    event: null,
    message: `the page shows "${written}" in ${quote(where, 80)} (${place}), and no frame and no answer of the API carries it there`,
    legal: ['a figure that came, under the name that it has'],
    came: quote(line.text),
  };
}

function falseFigures(text: string, seen: Omit<Seen, keyof Figure>, carried: Carried): string[] {
  // A figure alone may stand in a text of the wire as well, and yet under another name here.
  if (!/\d/.test(text) || (/\p{L}{3}/u.test(text) && carried.has(text))) return [];
  let rest = carried.without(text);
  const wrong: string[] = [];
  const take = (pattern: RegExp, isTrue: (...numbers: string[]) => boolean) => {
    rest = rest.replace(pattern, (whole: string, ...groups: unknown[]) => {
      const parts = groups.filter((group): group is string => typeof group === 'string').slice(0, 2);
      if (!isTrue(...parts)) wrong.push(whole);
      return ' ';
    });
  };
  const thoughts = newest(carried, seen);
  if (seen.place !== 'chat') {
    take(LEFT, (left) => thoughts.some(({ step, of }) => of - step === Number(left)));
    take(STEP, (step, of) => thoughts.some((one) => one.step === Number(step) && one.of === Number(of)));
    take(AGAIN, (nth) => Number(nth) <= carried.events.filter(({ step }) => step === 'start').length);
  }
  take(COUNT, (count, noun = '') => {
    const counts = countsOf(noun, carried, seen);
    return counts.has(Number(count)) || (carried.wire.mayMiss === true && Number(count) < Math.max(...counts));
  });
  rest = rest.replace(NOISE, ' ');
  for (const figure of figuresIn(rest)) {
    if (seen.place === 'chat' && figure.kind !== 'duration') continue;
    if (!isCarried({ ...seen, ...figure }, carried)) wrong.push(figure.written);
  }
  return wrong;
}

function figuresIn(text: string): Figure[] {
  const joined = text.replace(
    /(\d+)\s?m(?:in)?\s(\d+)\s?s\b/g,
    (_, minutes, seconds) => `${+minutes * 60 + +seconds}s`,
  );
  return [...joined.matchAll(FIGURE)].map(({ 0: written, groups = {} }) => {
    const number = groups.number!.replaceAll(',', '');
    const decimals = number.split('.')[1]?.length ?? 0;
    const unit = groups.unit ?? '';
    const time = /^(ms|s|m|h)/.exec(unit)?.[1] ?? '';
    const scale = time === '' ? ({ k: 1e3, K: 1e3, M: 1e6 }[unit] ?? 1) : MILLISECONDS[time]!;
    const kind = time === '' ? (unit === '%' ? 'percent' : groups.currency ? 'money' : 'bare') : 'duration';
    return { written: written.trim(), value: Number(number) * scale, grain: scale / 10 ** decimals, kind };
  });
}

function isCarried(figure: Seen, carried: Carried): boolean {
  const { kind, line, until, value, grain } = figure;
  const isIt = (number: number) => {
    const apart = Math.abs(number - value);
    if (kind === 'money' && apart > Math.abs(number) * ROUNDED_OFF) return false;
    return apart < (grain === 1 && kind !== 'duration' ? 0.51 : grain * 1.001);
  };
  const came = carried.numbers.filter(({ time }) => time <= until);
  const scaled = (words: readonly string[], number: number) =>
    kind === 'duration' && words.some((word) => /seconds?/.test(word)) ? number * 1_000 : number;

  // An average over the agents or tools of a run.
  const says = [line.text, line.within[0] ?? ''].join(' ');
  const isMean = (took: number) =>
    /\b(?:avg|average|mean)\b/i.test(says) && carried.events.some((_, place) => place < 20 && isIt(took / (place + 1)));
  const label = wordsOf(carried.withoutNames(labelOf(line, figure.written)));
  const named = came.filter(
    ({ words, isLength }) =>
      !isLength && words.length > 0 && label.length > 0 && words.every((word) => label.includes(word)),
  );
  if (kind !== 'percent' && named.length > 0)
    return named.some(({ words, value: number }) => isIt(scaled(words, number)));
  if (kind === 'percent' && isProgress(figure, carried)) return true;
  if (kind === 'duration' && durationsOf(figure, carried).some((took) => isIt(took) || isMean(took))) return true;
  if (kind === 'duration') return isUnderWay(figure, carried);
  return came.some(({ value: number }) => isIt(number)) || [...carried.inTexts].some(isIt);
}

/**
 * The words beside a figure: those of the nearest text around it with words in it. A long text, or one with another
 * figure, names nothing: it gives no words.
 */
function labelOf({ text, within }: Seen['line'], written: string): string {
  const beside = [text, ...within]
    .map((around) => around.replace(written, ' '))
    .find((around) => /\p{L}{2}/u.test(around));
  return beside !== undefined && beside.length <= 60 && !/\d/.test(beside) ? beside : '';
}

/** Milliseconds that ended agents and tools took, as frames say, else from frame to frame; of the run, both. */
function durationsOf(figure: Seen, carried: Carried): number[] {
  const { until, line } = figure;
  // What counts several agents or tools speaks of none of them, whoever is named around it.
  const ofSeveral = [...line.text.matchAll(COUNT)].some(([, count]) => Number(count) > 1);
  const named = carried.agents.includes(figure.name) ? figure.name : carried.subjectOf(line, carried.agents);
  const agent = ofSeveral ? null : named;
  const tool = ofSeveral ? null : carried.subjectOf(line, carried.tools);
  return carried.wire.runs.flatMap((run) => {
    const last = run.events.findLast(({ frame }) => frame.time <= until);
    const whole = last && run.startedAt !== null ? [last.frame.time - run.startedAt] : [];
    const ended = run.events.filter((event) => event.frame.time <= until && (isEnd(event) || event.step === 'return'));
    const ofOne = ended.filter((event) => (agent ? event.agent === agent : tool ? event.tool === tool : true));
    const told = (events: typeof ended) =>
      events.flatMap(({ fields }) => [
        ...['duration_ms', 'execution_time_ms', 'total_duration_ms'].map((name) => fields[name]),
        ...['execution_time', 'duration'].map((name) => Number(fields[name]) * 1_000),
      ]);
    const numbers = told(ofOne).filter((one): one is number => typeof one === 'number' && !Number.isNaN(one));
    if (agent || tool) return numbers.length > 0 ? numbers : elapsed(run.events, ofOne);
    const reported = run.events
      .map(({ fields }) => fields['total_duration_ms'])
      .filter((one) => typeof one === 'number');
    return [...numbers, ...reported, ...whole.flatMap((one) => [one - 500, one, one + 500])];
  });
}

/** From the start of what ended to its end, by arrival; an agent's clock starts a little before its first frame. */
function elapsed(events: Carried['events'], ended: Carried['events']): number[] {
  return ended.flatMap((end) => {
    const start = events.find(
      ({ step, agent, tool }) =>
        (step === 'start' || step === 'call') && agent === end.agent && (step === 'start' || tool === end.tool),
    );
    if (!start) return [];
    const took = end.frame.time - start.frame.time;
    return [took - 250, took, took + 250];
  });
}

/** A clock of something that goes on: that of the tool which its line names, else of any. */
function isUnderWay({ line, value, from, until, grain, moved }: Seen, carried: Carried): boolean {
  const isLess = /<\s*\d/.test(line.text);
  if (isLess && carried.wire.keepsTools) return true;
  const named = carried.subjectOf(line, carried.tools);
  return carried.events.some(({ step, tool, frame }) => {
    if (named === null ? step !== 'start' && step !== 'call' : step !== 'call' || tool !== named) return false;
    return value >= from - frame.time - LEEWAY - grain && (isLess || value <= until - frame.time + moved + LEEWAY);
  });
}

interface Thought {
  step: number;
  of: number;
  percent: unknown;
}

/** The newest thought of each agent in each run, for all moments at which a figure stood there. */
function newest({ events }: Carried, { from, until }: Pick<Seen, 'from' | 'until'>): Thought[] {
  const thoughts = events.filter(({ step, frame }) => step === 'think' && frame.time <= until);
  return thoughts
    .filter((event) => {
      const next = thoughts.find(
        ({ agent, run, frame }) => agent === event.agent && run === event.run && frame.seq > event.frame.seq,
      );
      return next === undefined || next.frame.time >= from - LEEWAY;
    })
    .map(({ fields }) => ({
      step: Number(fields['step_number']),
      of: Number(fields['total_steps']),
      percent: fields['progress_percentage'],
    }));
}

/** A bar may keep its last few percent until the run is over. */
function isProgress(figure: Seen, carried: Carried): boolean {
  return newest(carried, figure).some(({ step, of, percent }) =>
    [typeof percent === 'number' ? percent : NaN, (100 * step) / of].some(
      (share) => Math.abs(share - figure.value) <= 1 || (share === 100 && figure.value >= 90 && figure.value < 100),
    ),
  );
}

/** What an event is about, by which one that comes again is known. */
function identityOf({ step, text, execution, tool, agent }: Carried['events'][number]): string | null {
  return step === 'think' ? text : (execution ?? tool ?? agent);
}

/**
 * All numbers of agents, tools and so on that were true while a line stood there. What comes more than once may be
 * counted once.
 */
function countsOf(
  noun: string,
  { events, numbers, wire }: Carried,
  { from, until }: Pick<Seen, 'from' | 'until'>,
): Set<number> {
  const kind = noun.toLowerCase();
  const steps = { agent: ['start', 'end'], tool: ['call', 'return'], thought: ['think'] }[kind] ?? [];
  const moments = [from - LEEWAY, ...events.map(({ frame }) => frame.time).filter((time) => time <= until), until];
  const counts = wire.runs.flatMap((run) =>
    moments
      .filter((time) => time >= from - LEEWAY)
      .flatMap((time) => {
        const soFar = run.events.filter(({ frame }) => frame.time <= time);
        const came = steps.map((step) =>
          soFar.filter((event) => (step === 'end' ? isEnd(event) : event.step === step)).map(identityOf),
        );
        const underWay = (each: readonly number[]) => (each[0] ?? 0) - (each[1] ?? 0);
        const each = came.map((subjects) => subjects.length);
        const different = came.map((subjects) => new Set(subjects).size);
        return [...each, ...different, ...(kind === 'event' ? [soFar.length] : [underWay(each), underWay(different)])];
      }),
  );
  const told = numbers.filter(({ words }) => words.some((word) => word === kind || word === `${kind}s`));
  const ofSteps = kind === 'step' ? numbers.filter(({ words }) => words.some((word) => /step|plan/.test(word))) : [];
  return new Set([...counts, ...[...told, ...ofSteps].map(({ value }) => value)]);
}
