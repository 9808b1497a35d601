import type { Frame } from '../evidence/index.ts';
import type { AgentEvent } from './event.ts';
import { shown } from './text.ts';
import { toMilliseconds } from './timestamp.ts';
import { isIdOf } from './user.ts';
import {
  type Definition,
  type EnvelopeDefinition,
  type FailureMarks,
  type Place,
  type Step,
  type Vocabulary,
  VOCABULARY,
} from './vocabulary.ts';

type Fields = Record<string, unknown>;

/** States in which a tool or an agent has failed. */
const FAILED = /^(?:fail(?:ed|ure)?|error(?:ed)?|timed?[ _-]?out|aborted|crashed|dead)$/i;

/** States in which somebody stopped an agent. */
const STOPPED = /^(?:cancell?ed|stopped)$/i;

/**
 * Makes an event of a frame of the product, whatever its envelope. Nothing is repaired: a type under another name, a
 * missing field or a bad timestamp stays what it is, for the rules to see.
 * @returns an event; `garbage` when the frame is not a JSON object with a string `type`. Never throws.
 */
export const normalise: (frame: Frame) => AgentEvent = makeNormaliser(VOCABULARY);

/** @returns {@link normalise} for a product with this vocabulary */
export function normaliserOf(vocabulary: Vocabulary): (frame: Frame) => AgentEvent {
  return vocabulary === VOCABULARY ? normalise : makeNormaliser(vocabulary);
}

function makeNormaliser(vocabulary: Vocabulary): (frame: Frame) => AgentEvent {
  // Rules, diagnosis and timeline ask for the same frames.
  const known = new WeakMap<Frame, AgentEvent>();
  const read = (frame: Frame): AgentEvent => {
    const root = parse(frame);
    if (typeof root === 'string') return garbage(frame, root);
    if (typeof root.type !== 'string' || root.type === '') return garbage(frame, 'the message has no type', root);
    return understand(frame, root, root.type, vocabulary);
  };
  return (frame) => {
    const event = known.get(frame) ?? read(frame);
    known.set(frame, event);
    return event;
  };
}

function understand(frame: Frame, root: Fields, rawType: string, vocabulary: Vocabulary): AgentEvent {
  const { fields } = vocabulary;
  const known = frame.direction === 'sent' ? vocabulary.messages : vocabulary.events;
  const envelope = envelopeOf(root, vocabulary.envelopes);
  const inner = envelope.within === null ? root : (object(root[envelope.within]) ?? {});
  const rootFirst = inner === root ? [root] : [root, inner];
  const innerFirst = rootFirst.toReversed();
  const type = typeOf(rawType, text(fields.wrapped, [inner]), known);
  const definition = definitionOf(type, known);
  const { kind } = definition;
  const step = stepOf(definition, innerFirst);
  const said = text(definition.text ?? [], innerFirst);
  const rawTimestamp = values(fields.timestamp, rootFirst).find((value) => value !== null);
  const event: AgentEvent = {
    frame,
    type,
    rawType,
    kind,
    step,
    definition,
    envelope: envelope.name,
    agent: text(definition.agent ?? fields.agent, rootFirst),
    run: id(values(fields.run, rootFirst)),
    user: id(values(fields.user, rootFirst)),
    thread: id(values(fields.thread, rootFirst)),
    tool: text(fields.tool, innerFirst),
    execution: text(fields.execution, innerFirst),
    timestamp: toMilliseconds(rawTimestamp),
    rawTimestamp,
    text: kind === 'error' ? null : said,
    answer: text(answerPlaces(definition, definitionOf(rawType, known)), [inner]),
    message: kind === 'error' ? said : null,
    failure: failureOf(definition.failure, innerFirst),
    acknowledged: text(fields.acknowledged, innerFirst),
    fields: merged(root, inner, envelope),
    lacks: [],
  };
  event.lacks = lacksOf(event, fields, innerFirst);
  return event;
}

function parse(frame: Frame): Fields | string {
  if (frame.binary) return 'the frame is binary';
  if (frame.length !== undefined)
    return `the frame has ${frame.length} characters, and only the first ${frame.text.length} were kept`;
  if (frame.text === '') return 'the frame is empty';
  try {
    return object(JSON.parse(frame.text)) ?? 'the frame is JSON, but no object';
  } catch (error) {
    return `the frame is not JSON: ${error instanceof Error ? error.message : String(error)}`;
  }
}

function garbage(frame: Frame, message: string, fields: Fields = {}): AgentEvent {
  return {
    frame,
    message,
    fields,
    type: '',
    rawType: '',
    kind: 'garbage',
    step: null,
    definition: { kind: 'garbage' },
    envelope: 'none',
    agent: null,
    run: null,
    user: null,
    thread: null,
    tool: null,
    execution: null,
    timestamp: null,
    rawTimestamp: undefined,
    text: null,
    answer: null,
    failure: null,
    acknowledged: null,
    lacks: [],
  };
}

function envelopeOf(root: Fields, envelopes: readonly EnvelopeDefinition[]): EnvelopeDefinition {
  return (
    envelopes.find(
      ({ within, beside }) =>
        (within === null || object(root[within]) !== null) && (beside?.some((name) => name in root) ?? true),
    ) ?? { name: 'none', within: null }
  );
}

function definitionOf(type: string, known: Vocabulary['events']): Definition {
  return (Object.hasOwn(known, type) && known[type]) || { kind: 'unknown' };
}

/** What the event does; a completion that says that it was cancelled is a stop. */
function stepOf({ step, failure }: Definition, parts: readonly Fields[]): Step | null {
  if (step !== 'complete' || failure === undefined || failure === 'always') return step ?? null;
  return values(failure.states, parts).some((state) => typeof state === 'string' && STOPPED.test(state))
    ? 'stop'
    : step;
}

/** Where the answer is: in an end that stands within a delivery, also where deliveries have it. */
function answerPlaces({ answer = [] }: Definition, outer: Definition): readonly Place[] {
  const places = outer.kind === 'delivery' && outer.answer !== answer ? outer.answer : undefined;
  return places && answer.length > 0 ? [...answer, ...places] : answer;
}

function typeOf(rawType: string, wrapped: string | null, known: Vocabulary['events']): string {
  return definitionOf(rawType, known).wraps && wrapped !== null && Object.hasOwn(known, wrapped) ? wrapped : rawType;
}

/** @returns names of what the event needs and does not have; a piece of an answer may be empty, and nothing else. */
function lacksOf(event: Omit<AgentEvent, 'lacks'>, fields: Vocabulary['fields'], parts: readonly Fields[]): string[] {
  const { definition, agent, tool, text: said, answer, kind } = event;
  const read: Record<string, string | null> = { agent, tool, text: said, answer };
  const placesOf = (need: string): readonly Place[] | undefined =>
    need === 'text' ? definition.text : need === 'answer' ? definition.answer : fields[need as keyof typeof fields];
  const isThere = (need: string) => {
    const one = read[need];
    if (one === undefined) return values(placesOf(need) ?? [need], parts).length > 0;
    return one !== null && (one !== '' || kind === 'text');
  };
  const lacking = (definition.needs ?? []).filter((need) => !isThere(need)).map((need) => placesOf(need)?.[0] ?? need);
  const isText = values(fields.run, parts).every((value) => value === null || typeof value === 'string');
  return isText ? lacking : [...lacking, `${fields.run[0]} that is text`];
}

/** Everything by which a frame says that what it reports has failed, in words. */
function failureOf(marks: FailureMarks | undefined, parts: readonly Fields[]): string | null {
  if (marks === undefined) return null;
  if (marks === 'always') return 'its type says so';
  const named = (places: readonly Place[], isFailure: (value: unknown) => boolean) => {
    const found = places.flatMap((place) => values([place], parts).map((value) => ({ place, value })));
    return found
      .filter(({ value }) => isFailure(value))
      .slice(0, 1)
      .map(({ place, value }) => `${place} is ${shown(value)}`);
  };
  const said = [
    ...named(marks.flags, (value) => value === false),
    ...named(marks.states, (value) => typeof value === 'string' && FAILED.test(value)),
    ...named(marks.errors, (value) => (typeof value === 'string' && value !== '') || object(value) !== null),
  ];
  return said.length === 0 ? null : said.join(', ');
}

function merged(root: Fields, inner: Fields, { within }: EnvelopeDefinition): Fields {
  if (within === null) return root;
  const { [within]: _, ...outer } = root;
  return { ...outer, ...inner };
}

function object(value: unknown): Fields | null {
  return typeof value === 'object' && value !== null && !Array.isArray(value) ? (value as Fields) : null;
}

/** What stands at these places, place by place in each of the parts of a frame. */
function values(places: readonly Place[], parts: readonly Fields[]): unknown[] {
  const found: unknown[] = [];
  for (const place of places) {
    for (const part of parts) {
      const value = valueAt(place, part);
      if (value !== undefined) found.push(value);
    }
  }
  return found;
}

function valueAt(place: Place, part: Fields): unknown {
  const dot = place.indexOf('.');
  if (dot === -1) return own(part, place);
  const inner = object(own(part, place.slice(0, dot)));
  return inner === null ? undefined : valueAt(place.slice(dot + 1), inner);
}

function own(fields: Fields, name: string): unknown {
  return Object.hasOwn(fields, name) ? fields[name] : undefined;
}

/** The first text at these places; an empty one counts, because a piece or an answer may be empty by mistake. */
function text(places: readonly Place[], parts: readonly Fields[]): string | null {
  for (const place of places) {
    for (const part of parts) {
      const value = valueAt(place, part);
      if (typeof value === 'string') return value;
    }
  }
  return null;
}

/**
 * What the frame names, as text whatever its type, an id and its own beginning only once; where it contradicts itself,
 * all that it names: that is nobody's id.
 */
function id(named: readonly unknown[]): string | null {
  const ids = new Set(
    named.filter((value) => value !== null).map((value) => (typeof value === 'string' ? value : shown(value))),
  );
  const [only = null] = ids;
  if (ids.size <= 1) return only;
  const whole = [...ids].filter((one) => ![...ids].some((other) => other !== one && isIdOf(one, other)));
  return whole.length === 0 ? null : whole.join(' and ');
}
