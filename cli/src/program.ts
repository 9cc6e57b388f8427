import { Command, Option } from 'commander';
import { GLOBAL_OPTIONS, type Call, type CommandSpec, type Example, type OptionSpec } from './command';
import { helpStyle } from './help';
import { COMMANDS, type Registered } from './registry';

export type Surroundings = Pick<Call, 'terminal' | 'cwd' | 'version' | 'behindDashes'>;

const EXAMPLES: readonly Example[] = [
  { command: 'cdk init laptop my-studio', meaning: 'start a studio in ./my-studio' },
  { command: 'cdk synth', meaning: 'write its flake to cdk.out' },
  { command: 'cdk synth --print studio-laptop', meaning: "read a machine's Nix" },
];

/** The parser: every command by name, none of them loaded until it is called. */
export function createProgram(around: Surroundings, finish: (exitCode: number) => void): Command {
  const examples = new Map<Command, readonly Example[]>();
  const prepare = (name: string): Command => prepared(name, around, (command) => examples.get(command) ?? []);
  const program = prepare('cdk')
    .description('Audio studios as code: TypeScript in, NixOS machines out.')
    .usage('<command> [options]')
    .version(around.version, '-V, --version', 'print the version');
  examples.set(program, EXAMPLES);
  GLOBAL_OPTIONS.forEach((option) => addOption(program, option));

  const registered = new Map<Command, Registered>();
  for (const entry of COMMANDS) {
    const command = prepare(entry.name).description(entry.summary);
    if (entry.alias) command.alias(entry.alias);
    program.addCommand(command, { hidden: entry.hidden === true });
    registered.set(command, entry);
  }
  program.hook('preSubcommand', async (_, command) => {
    const { command: spec } = await registered.get(command)!.load();
    examples.set(command, spec.examples ?? []);
    configure(command, spec, around, finish);
  });
  return program;
}

/** What the parser would say on a wrong call becomes an exception, which `main` puts into words; help goes where we write. */
function prepared(name: string, { terminal: { out } }: Surroundings, examplesOf: (command: Command) => readonly Example[]): Command {
  return new Command(name)
    .exitOverride()
    .helpCommand(false)
    .helpOption('-h, --help', 'print this help')
    .configureOutput({
      writeOut: (text) => out.write(text),
      outputError: () => {},
      getOutHelpWidth: () => Math.min(out.columns, 110),
      getOutHasColors: () => out.paint.bold('') !== '',
    })
    .configureHelp(helpStyle(out, examplesOf));
}

function configure(command: Command, spec: CommandSpec, around: Surroundings, finish: (exitCode: number) => void): void {
  command.description(spec.description);
  for (const argument of spec.arguments ?? []) command.argument(argument.syntax, argument.summary);
  spec.options?.forEach((option) => addOption(command, option));
  if (spec.arguments?.at(-1)?.completes === 'machines') command.allowExcessArguments(); // it has better words for «one machine, please»
  command.usage(spec.usage ?? [...(spec.arguments ?? []).map(({ syntax }) => syntax), '[options]'].join(' '));
  command.action(async () => {
    const call: Call = { arguments: command.args, options: command.optsWithGlobals(), commands: COMMANDS, ...around };
    finish(await spec.run(call));
  });
}

function addOption(command: Command, spec: OptionSpec): void {
  const option = new Option(spec.flags, spec.summary);
  if (spec.repeatable) option.argParser((value, earlier: readonly string[] | undefined) => [...(earlier ?? []), value]);
  command.addOption(option);
}
