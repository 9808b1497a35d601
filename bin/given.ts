import type { COMMANDS } from './commands.mjs';

/** An option of a command. Without `value` it is a switch. */
export interface Option {
  about: string;
  /** What stands for its value in the help, e.g. `NAME`. */
  value?: string;
  /** The only values that it takes. */
  oneOf?: readonly string[];
  /** Its value is a whole number, at least this. */
  least?: number;
  /** And at most this. */
  most?: number;
  many?: boolean;
  /** Another option, without which it means nothing. */
  with?: string;
  /** Its value is a regular expression. */
  pattern?: true;
  /** What holds when it is not given. */
  default?: string | number;
}

/** A command as a person knows it. */
export interface Command {
  /** The file whose `main` does it, beside the table. */
  file: string;
  /** Whether it needs a browser. */
  browser?: boolean;
  /** What it does, as a sentence without a subject. */
  does: string;
  /** What it takes besides options. */
  takes?: { value: string; about: string; most?: number };
  /** All further arguments go to `playwright test` with this configuration. */
  playwright?: string;
  options?: Readonly<Record<string, Option>>;
  /** What it is used for: the task, the command line, and how long that takes. The first is the example of the help. */
  uses: readonly (readonly [task: string, line: string, takes: string])[];
  /** Where its result is. */
  result: string;
  /** What its exit codes mean, except those that all commands share. */
  exits: Readonly<Record<number, string>>;
}

type Value<O> = O extends { value: string }
  ? O extends { many: true }
    ? string[]
    : | (O extends { least: number } ? number : O extends { oneOf: readonly (infer One)[] } ? One : string)
      | (O extends { default: unknown } ? never : undefined)
  : boolean;

type OptionsOf<Name extends keyof typeof COMMANDS> = (typeof COMMANDS)[Name] extends { options: infer All }
  ? { [Key in keyof All]: Value<All[Key]> }
  : Record<never, never>;

/** What a command is given: its options, and all else in its order. */
export interface Given<Name extends keyof typeof COMMANDS> {
  options: OptionsOf<Name>;
  rest: string[];
}
