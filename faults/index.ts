export type * from './effects.ts';

/** A fault as somebody asks for it: its id and its parameters. `person` (e-mail or id) limits it to one person. */
export interface FaultSpec {
  id: string;
  person?: string;
  [parameter: string]: string | number | boolean | undefined;
}

/**
 * Reads a fault as it is written on a command line: `F19`, or with parameters `F33:delay=5000,person=dev@example.com`.
 * @throws Error with one sentence for an unknown id or a parameter that makes no sense.
 */
export function parseFault(written: string): FaultSpec {
  const [id = '', rest = ''] = written.split(':', 2);
  const parameters = rest.split(',').filter((part) => part !== '').map((part) => part.split('=', 2));
  return { ...Object.fromEntries(parameters), id };
}
