import { hiddenDifference } from './look-alikes.ts';
import { firstLine, plain } from './plain-text.ts';

/**
 * What an error of Playwright says, in one sentence about the page instead of about a locator: `the textbox "Message
 * input" should be editable within 3 s, but was not found`. An error with a sentence of its own keeps it.
 * @param most characters of such a sentence that are kept
 */
export function errorInWords(error: string, most?: number): string {
  const message = plain(error).replace(/^(?:Error: |TimeoutError: )+/, '');
  return (
    labelled(message) ??
    ofSnapshot(message) ??
    expectation(message) ??
    action(message) ??
    testTimeout(message) ??
    firstLine(message.replace(BROKEN_RULE, ''), most)
  );
}

/** How a broken rule begins: a mark, and the id of the rule. */
const BROKEN_RULE = /^\s*✗ \[[\w-]+\] /;

/** A check of a value, or any check under a label of its own; a poll tells its label twice. */
const LABELLED = /^(?:(?!expect\()(.+)\n\n(?:\1\n\n)?)?expect\((received|locator|page)?.*\)\.(not\.)?to/;
/** What this function, or a reporter that used it, has said already. */
const IN_WORDS = /, but (?:was|did)\b|did not succeed/;

/** `expect(received).toBe(expected)`, whose values stand in the lines below, if they are short. */
function labelled(message: string): string | undefined {
  const [, label, subject, not] = LABELLED.exec(message) ?? [];
  if (label ? IN_WORDS.test(label) : subject !== 'received') return undefined;
  const value = (name: string) =>
    new RegExp(`^${name}(?: (?:value|length|string))?: +(.{1,60})$`, 'm').exec(message)?.[1];
  const [wanted, came] = [value('Expected'), value('Received')];
  if (subject === 'received' && wanted !== undefined && (not || came !== undefined))
    return `${label ? `${label}: ` : ''}expected ${wanted}, but was ${came ?? wanted.replace(/^not /, '')}`;
  const difference = subject === 'received' ? differenceIn(message) : undefined;
  return difference ? `${label ? `${label}: ` : ''}${difference}` : label && `not as expected: ${label}`;
}

/** The lines that Playwright marks with a sign: those that were wanted, and those that came. */
function markedLines(message: string): { wanted: string[]; came: string[] } {
  const [wanted = [], came = []] = ['-', '\\+'].map((sign) =>
    [...message.matchAll(new RegExp(`^${sign} +(?!Expected  - |Received  \\+ )(.*\\w.*?),?$`, 'gm'))]
      .map(([, line]) => line!)
      .filter((line) => !/^(?:Array \[\]?|Object \{\}?)$/.test(line)),
  );
  return { wanted, came };
}

/** What values too long for a line differ in first. */
function differenceIn(message: string): string | undefined {
  const { wanted, came } = markedLines(message);
  const more = (lines: string[]) => (lines.length > 1 ? ` and ${lines.length - 1} more` : '');
  const [first, other] = [wanted, came].map(([line]) => line && shortened(line));
  if (first && other) return `expected ${first}, but was ${other}`;
  if (other) return `not expected: ${other}${more(came)}`;
  return first && `missing: ${first}${more(wanted)}`;
}

/** `expect(string).toMatchSnapshot(expected) failed`, whose difference is indented. */
function ofSnapshot(message: string): string | undefined {
  if (!message.startsWith('expect(string).toMatchSnapshot(expected) failed')) return undefined;
  const [, name = 'a snapshot'] = /^ *Snapshot: (.*)$/m.exec(message) ?? [];
  return `not as in ${name}: ${differenceIn(message.replaceAll(/^ +(?=[-+] )/gm, '')) ?? 'other characters'}`;
}

/** `expect(locator).not.toHaveText(expected) failed`, with its details in the lines below. */
function expectation(message: string): string | undefined {
  const [, not, matcher] = /^expect\((?:locator|page)\)\.(not\.)?to(\w+)\(.*\) failed/.exec(message) ?? [];
  if (!matcher) return undefined;
  const detail = (name: string) => new RegExp(`^${name}: +(.*)$`, 'm').exec(message)?.[1];
  const wanted = detail('Expected(?: (?:string|pattern|substring|value))?');
  const value = wanted && /^(?:not )?["/\d]/.test(wanted) ? ` ${shortened(wanted.replace(/^not /, ''))}` : '';
  const received = detail('Received(?: (?:string|value))?');
  const came = /element\(s\) not found/.test(message)
    ? 'was not found'
    : received === undefined
      ? ofList(message)
      : `was ${received === '""' ? 'empty' : shortened(received)}${otherwise(wanted, received)}`;
  const what = detail('Locator') ? thingIn(detail('Locator')!) : 'the page';
  if (matcher === 'HaveCount') return counted(what, wanted ?? '', received ?? '', within(detail('Timeout')));
  return `${what} should ${not ? 'not ' : ''}${words(matcher)}${value}${within(detail('Timeout'))}, but ${came}`;
}

/** What was there in place of a list of texts. */
function ofList(message: string): string {
  const { wanted, came } = markedLines(message);
  if (came.length > 0 && wanted.toSorted().join('\n') === came.toSorted().join('\n'))
    return `was in another order, first at ${shortened(came[0]!)}`;
  const difference = differenceIn(message);
  return difference ? `was not (${difference})` : 'was not';
}

/** What tells a text from the wanted one where nobody sees it. */
function otherwise(wanted: string | undefined, received: string): string {
  const [one, other] = [wanted ?? '', received].map((text) => text.replaceAll(/^"|"$/g, ''));
  const hidden = hiddenDifference(one!, other!);
  return hidden ? `, which looks the same: ${hidden}` : '';
}

/** Characters of a value that stand in a sentence. */
const LONGEST_VALUE = 160;

/** A value as a person reads it in a sentence: of a text of 10,000 characters, its beginning. */
function shortened(value: string): string {
  const closing = /["/]/.exec(value[0] ?? '')?.[0] ?? '';
  return value.length > LONGEST_VALUE ? `${value.slice(0, LONGEST_VALUE)}…${closing}` : value;
}

/** `toHaveCount` with what was wanted (`2`, `not 0`) and what was there. */
function counted(what: string, wanted: string, received: string, inTime: string): string {
  const should = wanted === 'not 0' ? 'appear' : wanted === '0' ? 'not be there' : `be there ${times(wanted)}`;
  return `${what} should ${should}${inTime}, but ${received === '0' ? 'was not found' : `was there ${times(received)}`}`;
}

/** `1` as `once`, `not 2` as `not 2 times`. */
function times(count: string): string {
  return count === '1' ? 'once' : `${count} times`;
}

/** `locator.click: Timeout 10000ms exceeded.`, with what it waited for in the call log. */
function action(message: string): string | undefined {
  const [, name, limit] = /^(?:locator|page|frame)\.(\w+): Timeout (\d+)ms exceeded/.exec(message) ?? [];
  const [, locator] = /waiting for ((?:getBy|locator)[^\n]+)/.exec(message) ?? [];
  if (!name || !limit) return undefined;
  return `${words(name)} on ${locator ? thingIn(locator) : 'the page'} did not succeed${within(limit)}`;
}

function testTimeout(message: string): string | undefined {
  const [, limit] = /^Test timeout of (\d+)ms exceeded/.exec(message) ?? [];
  return limit && `the test did not end${within(limit)}`;
}

function within(milliseconds: string | undefined): string {
  const limit = Number.parseInt(milliseconds ?? '', 10);
  return Number.isNaN(limit) ? '' : ` within ${limit / 1000} s`;
}

/** `BeVisible` as `be visible`. */
function words(name: string): string {
  return name.replaceAll(/(?<=[a-z])(?=[A-Z])/g, ' ').toLowerCase();
}

/** A locator, or its description, as a person would name what it finds: `the button "Send"`, `an answer`. */
function thingIn(locator: string): string {
  return locator.split('.or(').map(oneThingIn).join(' or ');
}

function oneThingIn(locator: string): string {
  const found = [
    ...locator.matchAll(/getBy(\w+)\((?:'([^']*)'|(\/.*?\/\w*))(?:, \{[^}]*name: (?:'([^']*)'|(\/.*?\/\w*))[^}]*\})?/g),
  ];
  const [, by, text = '', pattern = '', name, namePattern] = found.at(-1) ?? [];
  if (!by) return /^[\w ,"]+$/.test(locator) ? locator : selected(locator);
  const said = text || literal(pattern);
  const called = name ?? (namePattern && literal(namePattern));
  if (by === 'Role') return `the ${said}${called === undefined ? '' : ` "${called}"`}`;
  return by === 'TestId' ? `"${said}"` : `the ${words(by)} "${said}"`;
}

/** `locator('css').filter({ hasText: 'text' })` by its text, if it has one. */
function selected(locator: string): string {
  const [, text] = /hasText: '(.*?)'/s.exec(locator) ?? [];
  return text === undefined ? `"${locator}"` : `what holds the text "${firstLine(text.replaceAll('\\n', ' '), 60)}"`;
}

/** A pattern without the signs that only a program reads. */
function literal(pattern: string): string {
  return pattern.replace(/^\/\^?|\$?\/\w*$/g, '');
}
