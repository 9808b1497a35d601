import type { AttachedEvidence, Evidence, Exchange, Frame, Socket } from '../evidence/index.ts';
import type { Expectations } from '../protocol/index.ts';
import { scrubText } from '../secrets/scrub.ts';
import { type Fields, listOf, objectOf } from './json.ts';
import { type Message, messageOf } from './message.ts';
import { directionOf } from './side.ts';
import { type Room, Unreadable } from './unreadable.ts';
import type { Recorded } from './recorded.ts';

/** A value with the fields of this suite's evidence; null for every other. */
export function evidenceIn(value: unknown): Fields | null {
  const fields = objectOf(value) ?? {};
  const [person] = listOf(fields.people);
  const inner = objectOf(fields.evidence) ?? (person ? { ...fields, ...objectOf(person) } : fields);
  return Array.isArray(inner.sockets) && (Array.isArray(inner.exchanges) || Array.isArray(inner.frames)) ? inner : null;
}

/**
 * Takes over what a test of this suite wrote down: its evidence as it is attached to a report (without the frames,
 * which stand in `frames.jsonl`), or with the frames.
 */
export function takeEvidence(fields: Fields, recorded: Recorded): void {
  const evidence = fields as Partial<AttachedEvidence & Evidence>;
  recorded.kind = 'evidence of this suite';
  if ([fields.sockets, fields.exchanges, fields.frames].some((all) => listOf(all).some((one) => !objectOf(one))))
    throw new Unreadable(`${recorded.file} has the fields of this suite's evidence, but not as the suite writes them.`);
  for (const socket of listOf(fields.sockets) as Socket[]) recorded.sockets.push(socket);
  for (const exchange of listOf(fields.exchanges) as Exchange[]) recorded.exchanges.push(exchange);
  for (const frame of listOf(fields.frames) as Frame[]) recorded.frames.push(frame);
  const violations = evidence.violations ?? listOf(evidence.runs).flatMap((run) => listOf(objectOf(run)?.violations));
  recorded.told = { ...evidence, violations: violations as Evidence['violations'] };
  recorded.foundBroken = listOf(objectOf(fields.outcome)?.rules).filter((rule) => typeof rule === 'string');
  recorded.endedAt = evidence.takenAt ?? lastOf(evidence);
}

/** The last moment of which evidence without the moment of its making tells. */
function lastOf({ sockets = [], exchanges = [], screen = [] }: Partial<AttachedEvidence>): number | null {
  const times = [
    ...sockets.flatMap(({ openedAt, closedAt }) => [openedAt, closedAt ?? 0]),
    ...exchanges.map(({ startedAt, took }) => startedAt + (took ?? 0)),
    ...screen.map(({ time }) => time),
  ];
  return times.length === 0 ? null : Math.max(...times);
}

/**
 * The messages of a JSON value that holds them in a list, or in several, such as `{"sent": [...], "received": [...]}`;
 * what it says was expected of them is taken over.
 * @param place of the value, as a sentence names it
 */
export function messagesInLists(value: unknown, recorded: Recorded, room: Room, place: string): Message[] {
  const lists = listsIn(value, '');
  const messages = lists.flatMap(({ name, list }) =>
    list.flatMap((one) => {
      const message = messageOf(one);
      if (!message) return [];
      const text = scrubText(message.text, []);
      room.take(text, `${place}, in the list "${name}"`);
      return [{ ...message, text, direction: message.direction ?? directionOf(name) }];
    }),
  );
  const timed = lists.length > 1 && messages.every(({ time }) => time !== null);
  if (timed) messages.sort((one, other) => one.time!.at - other.time!.at);
  const expectations = lists.length > 0 ? objectOf(objectOf(value)?.expectations) : null;
  if (expectations) recorded.expectations = expectations as Partial<Expectations>;
  return messages;
}

interface NamedList {
  name: string;
  list: unknown[];
}

/** Lists that hold a message, each with the name under which it stands; not those within a message. */
function listsIn(value: unknown, name: string, depth = 0): NamedList[] {
  if (depth > 4) return [];
  if (Array.isArray(value)) return value.some((one) => messageOf(one) !== null) ? [{ name, list: value }] : [];
  return Object.entries(objectOf(value) ?? {}).flatMap(([key, inner]) => listsIn(inner, key, depth + 1));
}
