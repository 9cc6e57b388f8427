import type { CommandSpec } from './command';

/** A command that is not loaded yet: all that the list of commands needs. */
export interface Registered {
  readonly name: string;
  readonly alias?: string;
  readonly summary: string;
  /** Works for others, not for people: not listed. */
  readonly hidden?: true;
  readonly load: () => Promise<{ readonly command: CommandSpec }>;
}

/** In the order of the help. A new command is a file in `commands/` and a line here. */
export const COMMANDS: readonly Registered[] = [
  { name: 'init', summary: 'start a new studio in a folder', load: () => import('./commands/init.js') },
  { name: 'synth', alias: 'synthesize', summary: 'turn the studio into a Nix flake', load: () => import('./commands/synth.js') },
  { name: 'ls', alias: 'list', summary: 'list the machines and environments', load: () => import('./commands/ls.js') },
  { name: 'update', summary: 'move the inputs to their newest revisions', load: () => import('./commands/update.js') },
  { name: 'snapshot', summary: 'keep a stack so that it opens in years', load: () => import('./commands/snapshot.js') },
  { name: 'doctor', summary: 'check that this computer has what is needed', load: () => import('./commands/doctor.js') },
  { name: 'completion', summary: 'print a completion script for your shell', load: () => import('./commands/completion.js') },
  { name: '__complete', summary: '', hidden: true, load: () => import('./commands/complete.js') },
];
