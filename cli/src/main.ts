import { CommanderError } from 'commander';
import { version } from '../package.json';
import { bug, isComplete, noWorkingFolder, usage } from './errors';
import { createProgram } from './program';
import { COMMANDS } from './registry';
import { harmless } from './ssh/harmless';
import { openTerminal, type Terminal } from './terminal';

/** The whole life of a call: parse, run, tell what went wrong, set the exit code. */
export async function main(argv: readonly string[]): Promise<void> {
  const terminal = openTerminal({ color: argv.includes('--no-color') ? false : undefined, ci: argv.includes('--ci') });
  let exitCode = 0;
  try {
    const program = createProgram({ terminal, cwd: workingFolder(), version, ...behindDashes(argv) }, (code) => (exitCode = code));
    await program.parseAsync(asked(argv), { from: 'user' });
  } catch (error) {
    exitCode = report(error, argv, terminal);
  }
  process.exitCode = exitCode;
}

function workingFolder(): string {
  try {
    return process.cwd();
  } catch {
    throw noWorkingFolder();
  }
}

/** The parser takes the dashes out, and with them the border between a command's own words and those of a program that it runs. */
function behindDashes(argv: readonly string[]): { readonly behindDashes?: readonly string[] } {
  const at = argv.indexOf('--');
  return at < 0 ? {} : { behindDashes: argv.slice(at + 1) };
}

/** `cdk` alone and `cdk help synth` ask for help, too. */
function asked(argv: readonly string[]): readonly string[] {
  if (argv.length === 0) return ['--help'];
  return argv[0] === 'help' ? [...argv.slice(1), '--help'] : argv;
}

function helpFor(argv: readonly string[]): string {
  const command = COMMANDS.find(({ name, alias }) => argv.some((word) => word === name || word === alias));
  return command ? `cdk ${command.name} --help` : 'cdk --help';
}

/** @returns the exit code */
function report(error: unknown, argv: readonly string[], { err }: Terminal): number {
  if (error instanceof CommanderError) {
    if (error.exitCode === 0) return 0;
    return complain(usage(error.message, helpFor(argv)).message, err);
  }
  const name = error instanceof Error ? error.name : '';
  if (name === 'Interrupted') return (error as { exitCode?: number }).exitCode ?? 130;
  if (name === 'AlreadyReported') return 1;
  complain(isComplete(error) ? error.message : bug(error), err);
  if (argv.includes('--debug') && error instanceof Error) err.line(err.paint.dim(harmless(String(error.stack))));
  return 1;
}

/** A message may quote what a machine or a file says. */
function complain(message: string, err: Terminal['err']): number {
  const [first = '', ...rest] = harmless(message).split('\n');
  err.line([err.paint.red(first), ...rest].join('\n'));
  return 1;
}
