import type { ArgumentSpec, CommandSpec, Completable, OptionSpec } from '../command';

export interface Candidate {
  readonly word: string;
  readonly meaning?: string;
}

/** What the candidates are made from; all of it is asked for only when it is needed. */
export interface Sources {
  readonly commands: readonly { readonly name: string; readonly alias?: string; readonly summary: string }[];
  readonly globals: readonly OptionSpec[];
  load(command: string): Promise<CommandSpec | undefined>;
  list(what: Completable): readonly Candidate[];
}

/** The words that could stand in the place of the last of `words`. */
export async function complete(words: readonly string[], sources: Sources): Promise<readonly Candidate[]> {
  const typed = words.at(-1) ?? '';
  if (words.slice(0, -1).includes('--')) return []; // what stands there are the words of another program
  const { operands, awaiting } = await read(words.slice(0, -1), sources);
  const candidates = awaiting ? valuesOf(awaiting, sources) : await placed(typed, operands, sources);
  return candidates.filter(({ word }) => word.startsWith(typed));
}

interface Reading {
  /** Names before the cursor, the command first. */
  readonly operands: readonly string[];
  /** The option whose value the cursor is on. */
  readonly awaiting?: OptionSpec;
}

async function read(words: readonly string[], sources: Sources): Promise<Reading> {
  const operands: string[] = [];
  let options = sources.globals;
  let awaiting: OptionSpec | undefined;
  for (const word of words) {
    if (awaiting) awaiting = undefined;
    else if (word.startsWith('-')) awaiting = options.find((option) => takesValue(option) && flagsOf(option).includes(word));
    else {
      operands.push(word);
      if (operands.length === 1) options = [...sources.globals, ...((await sources.load(word))?.options ?? [])];
    }
  }
  return { operands, ...(awaiting && { awaiting }) };
}

async function placed(typed: string, operands: readonly string[], sources: Sources): Promise<readonly Candidate[]> {
  const [name, ...earlier] = operands;
  const spec = name === undefined ? undefined : await sources.load(name);
  if (typed.startsWith('-')) return optionsOf([...(spec?.options ?? []), ...sources.globals, HELP]);
  if (name === undefined) return sources.commands.map(({ name: word, summary }) => ({ word, meaning: summary }));
  const argument = argumentAt(spec?.arguments ?? [], earlier.length);
  return argument ? valuesOf(argument, sources).filter(({ word }) => !earlier.includes(word)) : [];
}

const HELP: OptionSpec = { flags: '--help', summary: 'print this help' };

const valuesOf = ({ completes }: OptionSpec | ArgumentSpec, sources: Sources): readonly Candidate[] =>
  completes ? sources.list(completes) : [];

const optionsOf = (options: readonly OptionSpec[]): readonly Candidate[] =>
  options.map((option) => ({ word: flagsOf(option).at(-1)!, meaning: option.summary }));

const argumentAt = (all: readonly ArgumentSpec[], index: number): ArgumentSpec | undefined =>
  all[index] ?? (all.at(-1)?.syntax.includes('...') ? all.at(-1) : undefined);

const takesValue = ({ flags }: OptionSpec): boolean => flags.includes('<');
/** `-a, --app <COMMAND>` → `-a`, `--app` */
const flagsOf = ({ flags }: OptionSpec): readonly string[] => flags.replace(/ [<[].*$/, '').split(', ');
