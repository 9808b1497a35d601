import type { ToldState, Violation } from '../../evidence/index.ts';
import { type AgentEvent, isEnd, named } from '../event.ts';
import type { Run } from '../run.ts';
import { flatten, quote } from '../text.ts';
import { Carried, wordsOf } from './carried.ts';
import { withEnds } from './figures.ts';

const COMPLETED = /\b(?:completed|finished|succeeded|done)\b|✅|✓/i;
const FAILED = /\b(?:failed|ended early|stopped|cancelled|canceled|aborted|error)\b|❌|✗/i;

function violation(rule: string, message: string, legal: string, came: string, event: AgentEvent | null): Violation {
  return { rule, frame: event?.frame.seq ?? null, event: event?.type ?? null, message, legal: [legal], came };
}

/**
 * Holds what the page says of agents against their events: nobody has completed who failed or goes on, nobody has
 * failed who completed, and no thought is without words.
 * @returns violations of `screen-told`, each agent's once
 */
export function judgeOutcomes(states: readonly ToldState[], carried: Carried): Violation[] {
  const found = new Map<string, Violation>();
  const tell = (key: string, one: Violation) => found.has(key) || found.set(key, one);
  for (const { state, until } of withEnds(states, carried.wire.now)) {
    if (state.place !== 'card' && state.place !== 'message') continue;
    const author = carried.agents.includes(state.name) ? state.name : null;
    const words = carried.withoutNames(state.body);
    if (author && state.place === 'message' && state.lines.length > 0 && !/[\p{L}\d]/u.test(words))
      tell(
        `empty ${author} ${state.body}`,
        violation(
          'screen-told',
          `the page shows a message of ${author} without words: ${quote(state.body)}`,
          'the words of a frame',
          quote(state.body),
          null,
        ),
      );
    const lines = [...state.lines, ...(author ? [{ text: state.body, within: [] }] : [])];
    for (const line of lines) {
      const rest = carried.without(line.text);
      const says = FAILED.test(rest) ? 'failed' : COMPLETED.test(rest) ? 'completed' : null;
      const agent = carried.subjectOf(line, carried.agents) ?? (line.within.length === 0 ? author : null);
      // "Completed Agents" is the heading of a list, and speaks of nobody.
      if (!says || !agent || /\bagents\b/i.test(rest)) continue;
      const ends = carried.events.filter((event) => event.agent === agent && isEnd(event) && event.frame.time <= until);
      const isTrue = ends.some((event) => outcomesOf(event).includes(says));
      // An answer that is read where it is stored ends a run that was missed on the socket; so may an error. Where the
      // end of an agent did not come, that of its run tells of it.
      const isLoose =
        says === 'completed'
          ? carried.hasStoredAnswer(agent, until) || carried.isInCompletedRun(agent, until)
          : carried.hasLooseError(agent, until);
      if (isTrue || (ends.length === 0 && isLoose)) continue;
      const last = ends.at(-1) ?? null;
      const message = last
        ? `the page says of ${agent} that it ${says}, and ${named(last)} says otherwise: ${quote(line.text)}`
        : `the page says of ${agent} that it ${says}, and no frame ends it: ${quote(line.text)}`;
      tell(
        `${agent} ${says}`,
        violation('screen-told', message, last ? named(last) : 'nothing of its end', quote(line.text), last),
      );
    }
  }
  return [...found.values()];
}

/** A tool and how long it has been at work, and nothing else. */
const CLOCK_ALONE = /^<?\s*\d+\s?s$/;

/**
 * Holds the tools that a card shows at work against their events: at some moment of one run, these and no others were.
 * @returns violations of `screen-told`, each tool's once
 */
export function judgeToolsAtWork(states: readonly ToldState[], carried: Carried): Violation[] {
  if (carried.wire.keepsTools) return [];
  const moments = carried.wire.runs.flatMap((run) => [...toolsAtWork(run, false), ...toolsAtWork(run, true)]);
  const found = new Map<string, Violation>();
  for (const { place, lines } of states) {
    if (place !== 'card') continue;
    const shown = lines.flatMap((line) => {
      const tool = carried.tools.find((name) => line.text.startsWith(name));
      return tool !== undefined && CLOCK_ALONE.test(line.text.slice(tool.length).trim()) ? [tool] : [];
    });
    const key = listOf(shown);
    if (shown.length === 0 || found.has(key) || moments.includes(key)) continue;
    const message = `the page shows ${shown.join(' and ')} at work, and at no moment of a run ${shown.length === 1 ? 'it was so alone' : 'they were so together'}`;
    const legal = [...new Set(moments)].map((one) => one || 'none');
    found.set(key, { rule: 'screen-told', frame: null, event: null, message, legal, came: key });
  }
  return [...found.values()];
}

/**
 * The tools that are at work after each event of a run.
 * @param endWithAgents whether the end of an agent also ends its tools: a page may hold it either way
 */
function toolsAtWork({ events }: Run, endWithAgents: boolean): string[] {
  let open: AgentEvent[] = [];
  return events.map((event) => {
    const ends = ({ tool, execution, agent }: AgentEvent) =>
      event.step === 'return'
        ? tool === event.tool && execution === event.execution
        : endWithAgents && isEnd(event) && agent === event.agent;
    open = event.step === 'call' ? [...open, event] : open.filter((one) => !ends(one));
    return listOf(open.map(({ tool }) => tool ?? ''));
  });
}

function listOf(tools: readonly string[]): string {
  return [...new Set(tools)].toSorted().join(', ');
}

/** What a page may say of an end: a completion that tells of a failure in its fields is both. */
function outcomesOf({ step, failure }: AgentEvent): ('completed' | 'failed')[] {
  if (step !== 'complete') return ['failed'];
  return failure === null ? ['completed'] : ['completed', 'failed'];
}

/** A text that the run told, where it must stand, and the word beside it. */
interface Due {
  event: AgentEvent;
  what: string;
  text: string;
  /** The agent under whose name it must stand, where the page names one. */
  agent: string | null;
  /** Further words that stand with it. */
  beside: { name: string; value: string }[];
}

/**
 * What a run told and the page does not: thoughts under their agents' names, agents with their outcome, recommendations
 * with impact and effort (docs/contract/frontend.md 6); and the plan in its order and the costs, where it shows any.
 * @returns violations of `screen-told`, in the order of frames
 */
export function untold(run: Run, states: readonly ToldState[], carried: Carried): Violation[] {
  const places = states.filter(({ place }) => place === 'card' || place === 'message');
  const dues = run.events.flatMap((event) => [...thoughtOf(event), ...reportOf(event)]);
  const ends = run.events.filter((event) => isEnd(event) && event.agent !== null);
  return [
    ...dues.filter((due) => !isLeftOut(due, dues, places)).flatMap((due) => missing(due, places, carried)),
    ...planOrder(run, places),
    ...ends.flatMap((event) => untoldEnd(event, places, carried)),
  ];
}

/** A page need not show a plan or costs; one that shows a part of them shows all. */
function isLeftOut({ what }: Due, dues: readonly Due[], places: readonly ToldState[]): boolean {
  if (what !== 'step of the plan' && what !== 'cost') return false;
  const texts = dues.filter((due) => due.what === what).flatMap(({ text, beside }) => beside[0]?.value ?? text);
  return !places.some(({ lines }) => lines.some((line) => texts.some((text) => line.text.includes(text))));
}

function thoughtOf(event: AgentEvent): Due[] {
  const text = flatten(event.text ?? '');
  if (event.step !== 'think' || text === '') return [];
  return [{ event, what: 'thought', text, agent: event.agent, beside: [] }];
}

function reportOf(event: AgentEvent): Due[] {
  if (event.kind !== 'delivery') return [];
  const { recommendations, action_plan: plan, cost_analysis: costs } = event.fields;
  const due = (what: string, text: unknown, beside: Due['beside'] = []): Due[] =>
    typeof text === 'string' && flatten(text) !== '' ? [{ event, what, text: flatten(text), agent: null, beside }] : [];
  const listed = (value: unknown): unknown[] => (Array.isArray(value) ? value : []);
  const advice = listed(recommendations).flatMap((one) => {
    if (typeof one !== 'object' || one === null) return due('recommendation', one);
    const { title, description, ...more } = one as Record<string, unknown>;
    const beside = Object.entries(more).flatMap(([name, value]) =>
      typeof value === 'string' ? [{ name, value }] : [],
    );
    return [...due('recommendation', title, beside), ...due('description of a recommendation', description)];
  });
  const amounts = Object.entries(typeof costs === 'object' && costs !== null ? costs : {}).flatMap(([name, value]) =>
    typeof value === 'number' ? due('cost', wordsOf(name).join(' '), [{ name: '', value: amount(value) }]) : [],
  );
  return [...advice, ...listed(plan).flatMap((step) => due('step of the plan', step)), ...amounts];
}

function amount(value: number): string {
  return value.toLocaleString('en-US');
}

function missing(
  { event, what, text, agent, beside }: Due,
  places: readonly ToldState[],
  carried: Carried,
): Violation[] {
  const since = places.filter(({ time }) => time >= event.frame.time - 1_000);
  const says = `${named(event)} tells the ${what} ${quote(text, 60)}`;
  const wanted = text.toLowerCase();
  const all = since.flatMap((state) =>
    [...state.lines, { text: state.body, within: [] as string[] }]
      .map((line) => ({
        state,
        line,
        around: [line.text, ...line.within].filter((one) => one.toLowerCase().includes(wanted)),
      }))
      .filter(({ around }) => around.length > 0),
  );
  // The line itself, where there is one, and not all that stands around it.
  const own = all.filter(({ line }) => line.text.toLowerCase().includes(wanted));
  const holding = own.length > 0 ? own : all;
  if (holding.length === 0)
    return [violation('screen-told', `${says}, and the page does not`, quote(text), 'nothing of it', event)];
  const owners = holding.map(({ state, line }) =>
    carried.agents.includes(state.name)
      ? state.name
      : carried.subjectOf({ ...line, text: line.text.replace(text, ' ') }, carried.agents),
  );
  if (agent !== null && !owners.some((owner) => owner === null || owner === agent))
    return [
      violation(
        'screen-told',
        `${says} of ${agent}, and the page gives it to ${owners[0]}`,
        agent,
        String(owners[0]),
        event,
      ),
    ];
  return beside.flatMap(({ name, value }) => {
    const isThere = ({ line, around }: (typeof holding)[number]) =>
      [...around, ...line.within.filter((one) => one.length <= 400)].some((row) =>
        standsBeside(row, text, name, value),
      );
    if (holding.some(isThere)) return [];
    const label = name === '' ? '' : ` with ${name}`;
    return [
      violation(
        'screen-told',
        `${says}${label} ${value}, and the page does not show that beside it`,
        value,
        quote(holding[0]!.around.at(-1) ?? '', 80),
        event,
      ),
    ];
  });
}

/** Whether a row with a text also has a value, before or behind its name where it names it. */
function standsBeside(row: string, text: string, name: string, value: string): boolean {
  const rest = row.toLowerCase().replace(text.toLowerCase(), ' ');
  const wanted = value.toLowerCase();
  const at = name === '' ? -1 : rest.indexOf(name.toLowerCase());
  if (at < 0) return rest.includes(wanted);
  const after = rest.slice(at + name.length).replace(/^[^\p{L}\p{N}]+/u, '');
  const before = rest.slice(0, at).replace(/[^\p{L}\p{N}]+$/u, '');
  return after.startsWith(wanted) || before.endsWith(wanted);
}

/** The steps of a plan stand in the order in which they came. */
function planOrder(run: Run, places: readonly ToldState[]): Violation[] {
  const event = run.events.findLast(({ fields }) => Array.isArray(fields['action_plan']));
  const plan = ((event?.fields['action_plan'] ?? []) as unknown[])
    .filter((step) => typeof step === 'string')
    .map(flatten);
  const last = places.findLast(
    ({ lines, place }) => place === 'card' && plan.some((step) => lines.some(({ text }) => text.includes(step))),
  );
  if (!event || !last) return [];
  const order = plan.map((step) => last.lines.findIndex(({ text }) => text.includes(step)));
  const wrong = order.findIndex((at, index) => index > 0 && at >= 0 && at < (order[index - 1] ?? -1));
  if (wrong < 0) return [];
  const says = `${named(event)} tells a plan in another order than the page: ${quote(plan[wrong]!, 60)} is step ${wrong + 1}`;
  return [violation('screen-told', says, plan.join(' → '), 'another order', event)];
}

function untoldEnd(event: AgentEvent, places: readonly ToldState[], carried: Carried): Violation[] {
  const words = outcomesOf(event).map((outcome) => (outcome === 'completed' ? COMPLETED : FAILED));
  const told = places
    .filter(({ time }) => time >= event.frame.time - 1_000)
    .some((state) =>
      [...state.lines, { text: state.body, within: [] }].some((line) => {
        const agent = carried.agents.includes(state.name) ? state.name : carried.subjectOf(line, carried.agents);
        return (
          agent === event.agent &&
          words.some((word) => word.test(carried.without([line.text, line.within[0] ?? ''].join(' '))))
        );
      }),
    );
  if (told) return [];
  const message = `${named(event)} ends ${event.agent}, and the page does not say how it ended`;
  return [violation('screen-told', message, `${event.agent} with its outcome`, 'nothing of it', event)];
}
