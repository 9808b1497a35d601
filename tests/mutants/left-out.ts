/*
 * Code of the stack that random mutants do not change, since nothing in it is the behaviour of a product. Short on
 * purpose: a survivor is to be killed by a spec, or to be taken out of the stack.
 */

/** Files, each with the reason. */
export const filesLeftOut: Readonly<Record<string, string>> = {
  'stack/server/breakage.ts': 'it injects faults, and no fault is on: the other mutants prove it',
  'stack/server/agent/fate.ts': 'it ends and slows runs as a fault has it: the other mutants prove it',
  'stack/server/auth/create-token.ts': 'a call that is there only while a fault opens it',
  'stack/server/socket/fate.ts': 'it closes and cuts sockets as a fault has it: the other mutants prove it',
  'stack/server/socket/outbox.ts': 'it holds frames back, as only faults do',
  'stack/server/http/listen.ts': 'it says that a port is taken, as `tests/harness/stack/host.spec.ts` holds',
  'stack/server/log.ts': 'it tells the harness what the stack saw',
};

/** Methods whose calls, and whose negated calls, are left as they are. */
export const callsLeftOut: Readonly<Record<string, string>> = {
  note: 'it tells the harness what the stack saw',
  skips: 'it asks whether a fault leaves a check out, and no fault is on: the fault `unchecked` proves each check',
};

/** Properties of an element, each with the reason. */
export const propertiesLeftOut: Readonly<Record<string, string>> = {
  class: 'names of CSS classes: what they make of an element is judged on the screen',
};
