import { toMilliseconds } from '../protocol/index.ts';

/**
 * A time as a file has it. `epoch`: epoch milliseconds. `zoneless`: the same, read as UTC, of a clock whose time zone
 * is not told. `relative`: milliseconds since a moment that is not told.
 */
export interface Moment {
  at: number;
  clock: 'epoch' | 'zoneless' | 'relative';
}

const DAY_AND_TIME = /(\d{4}-\d\d-\d\d)[T ](\d\d:\d\d:\d\d)(?:[.,](\d{1,9}))?\s?(Z|UTC|[+-]\d\d:?\d\d)?/;
const TIME_OF_DAY = /(?<![\d:])(\d\d):(\d\d):(\d\d)(?:[.,](\d{1,9}))?(?![\d:])/;
const EPOCH = /(?<![\w.-])(1\d{9}(?:\.\d+)?|1\d{12}(?:\.\d+)?|1\d{15}|1\d{18})(?![\w.-])/;

/**
 * @param value a number or a text, as it stands in a field
 * @param name of the field: one that ends in `ms` holds milliseconds
 * @returns null for what is no time
 */
export function momentOf(value: unknown, name = ''): Moment | null {
  if (typeof value === 'number') return ofNumber(value, name);
  if (typeof value !== 'string') return null;
  if (/^-?\d+(\.\d+)?$/.test(value.trim())) return ofNumber(Number(value), name);
  return momentIn(value);
}

/** The first time in a line of a log, before the message. */
export function momentIn(text: string): Moment | null {
  const day = DAY_AND_TIME.exec(text);
  if (day) {
    const [, date, time, fraction = '0', zone] = day;
    const at = Date.parse(`${date}T${time}Z`) + fractionOf(fraction);
    if (Number.isNaN(at)) return null;
    return zone === undefined ? { at, clock: 'zoneless' } : { at: at - offsetOf(zone), clock: 'epoch' };
  }
  const epoch = EPOCH.exec(text);
  if (epoch) return ofNumber(Number(epoch[1]), '');
  const time = TIME_OF_DAY.exec(text);
  if (!time) return null;
  const [, hours, minutes, seconds, fraction = '0'] = time;
  const at = ((Number(hours) * 60 + Number(minutes)) * 60 + Number(seconds)) * 1000 + fractionOf(fraction);
  return { at, clock: 'relative' };
}

/** No machine has been running for longer, in milliseconds: ten years. */
const LONGEST = 3_653 * 24 * 60 * 60_000;

/** Epoch seconds, milliseconds, microseconds or nanoseconds, told apart by their size; smaller ones are relative. */
function ofNumber(value: number, name: string): Moment | null {
  if (!Number.isFinite(value) || value < 0) return null;
  const scaled = value >= 1e17 ? value / 1e6 : value >= 1e14 ? value / 1e3 : value;
  const epoch = toMilliseconds(scaled);
  if (epoch !== null) return { at: epoch, clock: 'epoch' };
  const at = /(ms|millis(econds)?)$/i.test(name) ? value : value * 1000;
  return at > LONGEST ? null : { at, clock: 'relative' };
}

function fractionOf(digits: string): number {
  return Number(`0.${digits}`) * 1000;
}

function offsetOf(zone: string): number {
  const found = /([+-])(\d\d):?(\d\d)/.exec(zone);
  if (!found) return 0;
  return (found[1] === '-' ? -1 : 1) * (Number(found[2]) * 60 + Number(found[3])) * 60_000;
}
