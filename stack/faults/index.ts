import type { Effects, FrameEditor } from './effects.ts';
import { frameEdits } from './edits.ts';
import { eventFaults } from './events.ts';
import { checkParameters, fault, type Fault, type FaultSpec } from './fault.ts';
import { chain } from './frame.ts';
import { markupFaults } from './markup.ts';
import { overTimeFaults } from './over-time.ts';
import { pageFaults } from './page.ts';
import { privacyFaults } from './privacy.ts';
import { screenFaults } from './screen.ts';
import { serviceFaults } from './services.ts';
import { signInFaults } from './sign-in.ts';
import { silenceFaults } from './silence.ts';
import { socketFaults } from './sockets.ts';
import { textEdits } from './text-edits.ts';
import { uncheckedFaults } from './unchecked.ts';
import { upgradeFaults } from './upgrade.ts';

export type * from './effects.ts';
export type { Fault, FaultSpec } from './fault.ts';
export { chain } from './frame.ts';
export type { Check } from './checks.ts';

/** Nothing on the target is broken: the runner executes no tests and reports success. */
const hiddenOutage = fault({
  id: 'F60',
  title: 'An outage is hidden behind skipped tests',
  owner: 'suite',
  where: 'runner',
  effects: () => ({}),
});

/** Every fault: the 61 of the failure catalogue in their order, then the edits of frames. */
export const allFaults: readonly Fault[] = [
  ...[
    ...serviceFaults,
    ...signInFaults,
    ...upgradeFaults,
    ...socketFaults,
    ...silenceFaults,
    ...eventFaults,
    ...pageFaults,
    hiddenOutage,
  ]
    .filter(({ id }) => id.startsWith('F'))
    .sort((a, b) => a.id.localeCompare(b.id)),
  ...frameEdits,
  ...textEdits,
  ...[...serviceFaults, ...pageFaults].filter(({ id }) => !id.startsWith('F')),
  ...uncheckedFaults,
  ...privacyFaults,
  ...markupFaults,
  ...overTimeFaults,
  ...screenFaults,
];

/**
 * The fault of an id, in upper or lower case.
 * @throws Error with one sentence when there is none.
 */
export function faultOf(id: string): Fault {
  const found = allFaults.find((entry) => entry.id.toLowerCase() === id.toLowerCase());
  if (found !== undefined) return found;
  const several = /[,\s]/.test(id) ? ' Several stand apart by ";".' : '';
  throw new Error(`There is no fault "${id}". "npm run golden -- --list-faults" prints them all.${several}`);
}

/**
 * Checks a fault that came from outside, e.g. as JSON.
 * @returns the fault with its numbers as numbers.
 * @throws Error with one sentence for an unknown id or a parameter that makes no sense.
 */
export function checkFault(spec: FaultSpec): FaultSpec {
  return checkParameters(faultOf(String(spec.id)), spec);
}

/**
 * Reads a fault as it is written on a command line: `F19`, `f19`, or with parameters
 * `F33:delay=5000,person=dev@example.com`.
 * @throws Error with one sentence for an unknown id or a parameter that makes no sense.
 */
export function parseFault(written: string): FaultSpec {
  const [, id = '', rest = ''] = /^([^:]*):?(.*)$/s.exec(written) ?? [];
  const spec: FaultSpec = { id };
  for (const part of rest.split(',').filter((text) => text !== '')) {
    const [, name, value] = /^([^=]*)=(.*)$/s.exec(part) ?? [];
    if (name === undefined || value === undefined || name === 'id')
      throw new Error(`The fault "${written}" cannot be read: "${part}" does not have the form name=value.`);
    spec[name] = value;
  }
  return checkFault(spec);
}

/** Makes the effects of a fault, with a state of their own. */
export function effectsOf(spec: FaultSpec): Effects {
  return faultOf(spec.id).effects(spec);
}

/**
 * Edits the frames that a server sends over one socket by these faults, in their order; those without such an edit
 * change nothing.
 */
export function editorOf(specs: readonly FaultSpec[]): FrameEditor {
  return chain(specs.map((spec) => effectsOf(spec).frames?.()).filter((editor) => editor !== undefined));
}
