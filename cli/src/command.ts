import type { Registered } from './registry';
import type { Terminal } from './terminal';

/** What a file in `commands/` exports: the command as data, and what it does. Help, the parser and the completions are made from it. */
export interface CommandSpec {
  /** Said in the command's own help, below the usage line. */
  readonly description: string;
  /** What stands behind the name in the usage line. @default the arguments and [options] */
  readonly usage?: string;
  readonly arguments?: readonly ArgumentSpec[];
  readonly options?: readonly OptionSpec[];
  readonly examples?: readonly Example[];
  /** @returns the exit code: 0 nothing wrong, 1 an error, 2 differences were found */
  run(call: Call): Promise<number>;
}

export interface ArgumentSpec {
  /** `<TEMPLATE>`, `[DIR]` or `[STACK...]` */
  readonly syntax: string;
  readonly summary: string;
  readonly completes?: Completable;
}

export interface OptionSpec {
  /** `-q, --quiet` or `--print <STACK>` */
  readonly flags: string;
  readonly summary: string;
  readonly completes?: Completable;
  /** May be given several times: the value is a list. */
  readonly repeatable?: boolean;
}

export type Completable =
  | 'stacks'
  | 'machines'
  | 'tags'
  | 'goals'
  | 'units'
  | 'formats'
  | 'transports'
  | 'engines'
  | 'places'
  | 'inputs'
  | 'snapshots'
  | 'templates'
  | 'shells';

export interface Example {
  readonly command: string;
  readonly meaning: string;
}

/** One call of a command. */
export interface Call {
  readonly arguments: readonly string[];
  /** What stood behind `--`, which is at the end of the arguments, too. Undefined: there was no `--`. */
  readonly behindDashes?: readonly string[];
  /** By the long name in camel case: what the user gave, and the global options. */
  readonly options: Readonly<Record<string, unknown>>;
  readonly terminal: Terminal;
  readonly cwd: string;
  readonly version: string;
  /** All that there are. */
  readonly commands: readonly Registered[];
}

/** Options that every command takes, before or after its name. */
export interface GlobalOptions {
  readonly app?: string;
  readonly output?: string;
  readonly context?: readonly string[];
  readonly debug?: boolean;
  readonly ci?: boolean;
  readonly color?: boolean;
}

export const GLOBAL_OPTIONS: readonly OptionSpec[] = [
  { flags: '-a, --app <COMMAND>', summary: 'what to run instead of "app" in cdk.json, or a synthesised folder' },
  { flags: '-o, --output <DIR>', summary: 'where to write, instead of "output" in cdk.json or cdk.out' },
  { flags: '-c, --context <KEY=VALUE>', summary: 'a context value for the app; may be repeated', repeatable: true },
  { flags: '--debug', summary: 'show stack traces' },
  { flags: '--ci', summary: 'plain lines, as for a log' },
  { flags: '--no-color', summary: 'no colours; so does the variable NO_COLOR' },
];
