import type { Frame } from '../evidence/index.ts';

type Direction = Frame['direction'];

/** What a field says of a message, as the page sees it; an ASGI server sends what the page receives. */
const SENT =
  /^(sent|send|sending|framesent|websocketframesent|outgoing|outbound|out|egress|tx|up|upstream|client|clienttoserver|client2server|clientserver|cs|c2s|toserver|browser|page|user|request|websocketreceive|>+|[-=]+>|→)$/;
const RECEIVED =
  /^(received|receive|receiving|recv|rcv|rcvd|framereceived|websocketframereceived|incoming|inbound|in|ingress|rx|down|downstream|server|servertoclient|server2client|serverclient|sc|s2c|fromserver|backend|response|websocketsend|<+|<[-=]+|←)$/;

/** @returns the direction that the value of a field names; null when it names none */
export function directionOf(value: unknown): Direction | null {
  if (typeof value !== 'string') return null;
  const word = value
    .toLowerCase()
    .replace(/^network\./, '')
    .replaceAll(/[\s_.]/g, '')
    .replace(/(?<=\w)([-=]+>?|→|>)(?=\w)/, '');
  if (SENT.test(word)) return 'sent';
  return RECEIVED.test(word) ? 'received' : null;
}

/** What a line of a log says before its message, the most telling first. */
const IN_A_LINE: readonly (readonly [RegExp, Direction])[] = [
  [/\b(client|browser|page|c)\s*(->|=>|→|-->|2|to)\s*(server|backend|s)\b|\bto (the )?(server|backend)\b/i, 'sent'],
  [/\b(server|backend|s)\s*(->|=>|→|-->|2|to)\s*(client|browser|page|c)\b|\bto (the )?(client|browser)\b/i, 'received'],
  [/\bfrom (the )?(client|browser|user)\b/i, 'sent'],
  [/\bfrom (the )?(server|backend)\b/i, 'received'],
  [/\b(sent|send|sending|sends|outgoing|outbound|tx|emit|emitting|publish(ing)?)\b/i, 'sent'],
  [/\b(received|receive|receiving|receives|recv|rcvd?|incoming|inbound|rx|got)\b/i, 'received'],
  [/(^|[\s:[(|])(>+|-+>|=+>|→)(?=[\s:\])|]|$)/, 'sent'],
  [/(^|[\s:[(|])(<+|<-+|<=+|←)(?=[\s:\])|]|$)/, 'received'],
];

/** @returns the direction that the beginning of a log line names; null when it names none */
export function directionIn(line: string): Direction | null {
  return IN_A_LINE.find(([words]) => words.test(line))?.[1] ?? null;
}
