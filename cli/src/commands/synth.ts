import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Message, StackEntry } from '../../../src/assembly/manifest';
import type { Call, CommandSpec } from '../command';
import { UserError } from '../errors';
import { synthesise, type Assembly } from '../project/assembly';
import { checkLock } from '../project/lock';
import { selectStacks } from '../project/select';
import { messagesOf, printMessages } from '../render/messages';
import { buildCommand, mainFile } from '../render/next-step';
import { displayPath } from '../render/paths';
import { table } from '../render/table';
import { jsonText } from '../render/json-text';

interface SynthOptions {
  readonly quiet?: boolean;
  readonly json?: boolean;
  readonly strict?: boolean;
  readonly locked?: boolean;
  readonly print?: string;
}

export const command: CommandSpec = {
  description:
    'Runs the program that cdk.json names and writes what it describes as a Nix flake. Everything is written; STACK says what to report on.',
  arguments: [{ syntax: '[STACK...]', summary: 'names or globs, as in studio-*', completes: 'stacks' }],
  options: [
    { flags: '-q, --quiet', summary: 'only warnings and errors' },
    { flags: '--json', summary: 'describe the result as JSON on standard output' },
    { flags: '--strict', summary: 'warnings are errors' },
    { flags: '--locked', summary: 'a flake.lock that is missing, or of other inputs, is an error' },
    { flags: '--print <STACK>', summary: 'print the Nix of one machine', completes: 'stacks' },
  ],
  examples: [
    { command: 'cdk synth', meaning: 'write everything to cdk.out' },
    { command: 'cdk synth --print studio-laptop | less', meaning: "read a machine's Nix" },
    { command: 'cdk synth -c rate=96000 -o /tmp/try', meaning: 'try a context value, elsewhere' },
    { command: 'cdk synth --strict --locked --quiet', meaning: 'for a continuous build' },
  ],
  run: synth,
};

async function synth(call: Call): Promise<number> {
  const options = call.options as SynthOptions;
  if (options.print !== undefined && options.json) throw new UserError('--print shows Nix and --json shows JSON: choose one of the two.');
  const forReading = options.json === true || options.print !== undefined;
  const assembly = await synthesise(call, forReading ? 'stderr' : 'inherit');
  const { stacks, messages } = assembly.manifest;
  const chosen = selectStacks(stacks, options.print === undefined ? call.arguments : [...call.arguments, options.print]);
  const heard = messagesOf(messages, stacks, chosen).filter(({ level }) => level === 'warning' || !options.quiet);
  if (!options.json) printMessages(heard, call.terminal.err);
  if (options.json) call.terminal.out.line(summary(assembly, chosen, heard));
  else if (options.print !== undefined) printStack(call, assembly, selectStacks(stacks, [options.print]));
  else if (!options.quiet) report(call, assembly, chosen);
  if (options.locked) checkLock(assembly);
  return options.strict ? judge(call, heard) : 0;
}

const summary = ({ folder, manifest }: Assembly, stacks: readonly StackEntry[], messages: readonly Message[]): string =>
  jsonText({ output: folder, generator: manifest.generator, program: manifest.program, stacks, inputs: manifest.inputs, messages }, 2);

/** The machine's own file first, then what it is made of. */
function printStack({ terminal: { out } }: Call, { folder }: Assembly, stacks: readonly StackEntry[]): void {
  for (const stack of stacks) {
    const first = mainFile(stack);
    const files = [first, ...stack.files.filter((file) => file.endsWith('.nix') && file !== first)];
    const texts = files.map((file) => `${out.paint.dim(`# ${file}`)}\n${read(join(folder, file))}`);
    out.write(texts.join('\n'));
  }
}

function read(file: string): string {
  try {
    return readFileSync(file, 'utf8');
  } catch (error) {
    throw new UserError(`${file} cannot be read: ${(error as Error).message}. Run «cdk synth» to write it anew.`);
  }
}

function report({ terminal: { out }, cwd }: Call, { folder }: Assembly, stacks: readonly StackEntry[]): void {
  const [first] = stacks;
  const where = displayPath(cwd, folder);
  out.line(`${out.paint.green('✔')} ${counted(stacks)} in ${out.paint.bold(where)}`);
  if (!first) return;
  const rows = stacks.map((stack) => [`  ${stack.name}`, displayPath(cwd, join(folder, mainFile(stack)))]);
  out.line(`\n${table(rows, (cell, column) => (column === 0 ? out.paint.bold(cell) : cell))}\n`);
  out.line(`Next: ${out.paint.cyan(buildCommand(where, first))}`);
}

function counted(stacks: readonly StackEntry[]): string {
  const machines = stacks.filter(({ kind }) => kind === 'nixos').length;
  const others = stacks.length - machines;
  const parts = [plural(machines, 'machine'), plural(others, 'portable environment')].filter((part) => part !== '');
  return parts.join(' and ') || 'No machine yet: the app has no stack. The flake is';
}

const plural = (count: number, what: string): string => (count === 0 ? '' : `${count} ${what}${count === 1 ? '' : 's'}`);

function judge({ terminal: { err } }: Call, messages: readonly Message[]): number {
  const warnings = messages.filter(({ level }) => level === 'warning').length;
  if (warnings === 0) return 0;
  err.line(err.paint.red(`${plural(warnings, 'warning')}, and with --strict that is an error. The flake was written all the same.`));
  return 1;
}
