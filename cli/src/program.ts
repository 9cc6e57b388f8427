import { Command, Help, Option } from 'commander';
import { GLOBAL_OPTIONS, type Call, type CommandSpec, type Example, type OptionSpec } from './command';
import { COMMANDS, type Registered } from './registry';
import type { Paint, Terminal } from './terminal';

export interface Surroundings {
  readonly terminal: Terminal;
  readonly cwd: string;
  readonly version: string;
}

const EXAMPLES: readonly Example[] = [
  { command: 'cdk init laptop my-studio', meaning: 'start a studio in ./my-studio' },
  { command: 'cdk synth', meaning: 'write its flake to cdk.out' },
  { command: 'cdk synth --print studio-laptop', meaning: "read a machine's Nix" },
];

/** The parser: every command by name, none of them loaded until it is called. */
export function createProgram(around: Surroundings, finish: (exitCode: number) => void): Command {
  const program = prepare(new Command('cdk'), around);
  program
    .description('Audio studios as code: TypeScript in, NixOS machines out.')
    .usage('<command> [options]')
    .version(around.version, '-V, --version', 'print the version')
    .addHelpText('after', () => examples(EXAMPLES, around.terminal.out.paint))
    .addHelpText('after', `\nMore about a command: cdk <command> --help`);
  GLOBAL_OPTIONS.forEach((option) => addOption(program, option));
  const registered = new Map<Command, Registered>();
  for (const entry of COMMANDS) {
    const command = prepare(new Command(entry.name), around).description(entry.summary);
    if (entry.alias) command.alias(entry.alias);
    program.addCommand(command, { hidden: entry.hidden === true });
    registered.set(command, entry);
  }
  program.hook('preSubcommand', async (_, command) => {
    const { command: spec } = await registered.get(command)!.load();
    configure(command, spec, around, finish);
  });
  return program;
}

/** What the parser would say on a wrong call becomes an exception of ours; help goes where we write. */
function prepare(command: Command, { terminal }: Surroundings): Command {
  const { paint } = terminal.out;
  return command
    .exitOverride()
    .helpCommand(false)
    .helpOption('-h, --help', 'print this help')
    .configureOutput({
      writeOut: (text) => terminal.out.write(text),
      writeErr: (text) => terminal.out.write(text),
      outputError: () => {},
      getOutHelpWidth: () => Math.min(terminal.out.columns, 110),
      getOutHasColors: () => paint.bold('') !== '',
    })
    .configureHelp({
      showGlobalOptions: true,
      styleTitle: (title) => paint.bold(title.replace(/^Arguments:/, 'Names:')),
      styleCommandText: paint.cyan,
      styleSubcommandText: paint.cyan,
      styleOptionText: paint.cyan,
      styleArgumentText: paint.cyan,
      subcommandTerm: (sub) => sub.name() + new Help().subcommandTerm(sub).replace(/^[^ ]*/, '').replace(' [options]', ''),
    });
}

function configure(command: Command, spec: CommandSpec, around: Surroundings, finish: (exitCode: number) => void): void {
  command.description(spec.description);
  for (const argument of spec.arguments ?? []) command.argument(argument.syntax, argument.summary);
  spec.options?.forEach((option) => addOption(command, option));
  if (spec.examples) command.addHelpText('after', () => examples(spec.examples ?? [], around.terminal.out.paint));
  command.action(async () => {
    const call: Call = { arguments: command.args, options: command.optsWithGlobals(), ...around };
    finish(await spec.run(call));
  });
}

function addOption(command: Command, spec: OptionSpec): void {
  const option = new Option(spec.flags, spec.summary);
  if (spec.repeatable) option.argParser((value, earlier: readonly string[] | undefined) => [...(earlier ?? []), value]);
  command.addOption(option);
}

function examples(list: readonly Example[], paint: Paint): string {
  const width = Math.max(...list.map(({ command }) => command.length));
  const lines = list.map(({ command, meaning }) => `  ${paint.cyan(command.padEnd(width))}  ${meaning}`);
  return `\n${paint.bold('Examples:')}\n${lines.join('\n')}`;
}
