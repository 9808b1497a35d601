import type { Effects } from './effects.ts';

/** A parameter of a fault that is a number. */
export interface NumberParameter {
  about: string;
  default: number;
  min: number;
  max: number;
}

/** A parameter of a fault that is a text; with `oneOf`, one of these. */
export interface TextParameter {
  about: string;
  default: string;
  oneOf?: readonly string[];
}

export type FaultParameters = Record<string, NumberParameter | TextParameter>;

/** The values of parameters, defaults filled in. */
export type Values<P extends FaultParameters> = {
  [Name in keyof P]: P[Name] extends NumberParameter ? number : string;
};

/** A fault as it is requested: its id and its parameters. `person` (e-mail or id) limits it to one person. */
export interface FaultSpec {
  id: string;
  person?: string;
  [parameter: string]: string | number | undefined;
}

/**
 * Where a fault is made: in the stack; on the wire, so that it also works on a real target; or by the runner of the
 * tests.
 */
export type Where = 'stack' | 'wire' | 'runner';

/** Whose part of the product it breaks; `suite`: the suite itself. */
export type Owner = 'frontend' | 'backend' | 'auth' | 'infrastructure' | 'suite';

/** A way in which the product broke, as code. */
export interface Fault {
  id: string;
  title: string;
  owner: Owner;
  /** Id of the cause that a diagnosis must name; `unknown` when it fits no entry of the catalogue. */
  cause: string;
  where: Where;
  params: FaultParameters;
  /** Makes its effects, with a state of their own. */
  effects(spec: FaultSpec): Effects;
}

interface Definition<P extends FaultParameters> {
  id: string;
  title: string;
  owner: Owner;
  /** Default: its own id. */
  cause?: string;
  where: Where;
  params?: P;
  effects(values: Values<P>): Effects;
}

/** Writes down a fault; its effects get their parameters typed. */
export function fault<const P extends FaultParameters>({
  id,
  title,
  owner,
  cause = id,
  where,
  params,
  effects,
}: Definition<P>): Fault {
  const known: FaultParameters = params ?? {};
  return {
    id,
    title,
    owner,
    cause,
    where,
    params: known,
    effects: (spec) => effects(valuesOf(known, spec) as Values<P>),
  };
}

function valuesOf(params: FaultParameters, spec: FaultSpec): Record<string, string | number> {
  return Object.fromEntries(Object.entries(params).map(([name, parameter]) => [name, spec[name] ?? parameter.default]));
}

function problemWith(parameter: NumberParameter | TextParameter, value: string | number): string | undefined {
  if (typeof parameter.default === 'number') {
    const { min, max } = parameter as NumberParameter;
    const fits = typeof value === 'number' && Number.isFinite(value) && value >= min && value <= max;
    return fits ? undefined : `must be a number from ${min} to ${max}`;
  }
  const { oneOf } = parameter as TextParameter;
  if (oneOf !== undefined) return oneOf.includes(String(value)) ? undefined : `must be one of ${oneOf.join(', ')}`;
  return String(value) === '' ? 'must not be empty' : undefined;
}

/** A value as written on a command line; a number where one is wanted. */
function read(parameter: NumberParameter | TextParameter, value: string | number): string | number {
  const wantsNumber = typeof parameter.default === 'number';
  return wantsNumber && typeof value === 'string' && /^-?\d+(\.\d+)?$/.test(value) ? Number(value) : value;
}

/**
 * Checks the parameters of a fault.
 * @returns the fault with numbers as numbers.
 * @throws Error with one sentence for a parameter that it does not have or a value that makes no sense.
 */
export function checkParameters({ id, params }: Fault, spec: FaultSpec): FaultSpec {
  const checked: FaultSpec = { id };
  for (const [name, given] of Object.entries(spec)) {
    if (name === 'id' || given === undefined) continue;
    if (name === 'person') {
      if (given === '') throw new Error(`The parameter person of the fault ${id} must be an e-mail address or an id.`);
      checked.person = String(given);
      continue;
    }
    const parameter = Object.hasOwn(params, name) ? params[name] : undefined;
    if (parameter === undefined) {
      throw new Error(
        `The fault ${id} has no parameter ${name}; it has ${[...Object.keys(params), 'person'].join(', ')}.`,
      );
    }
    const value = read(parameter, given);
    const problem = problemWith(parameter, value);
    if (problem !== undefined) throw new Error(`The parameter ${name} of the fault ${id} ${problem}, not "${given}".`);
    checked[name] = value;
  }
  return checked;
}
