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
  { name: 'diff', summary: 'compare the studio with what a machine runs', load: () => import('./commands/diff.js') },
  { name: 'deploy', summary: 'build machines and switch them, or put them back', load: () => import('./commands/deploy.js') },
  { name: 'verify', summary: 'run the checks of a deployment alone', load: () => import('./commands/verify.js') },
  { name: 'measure', summary: 'measure how late a machine wakes up', load: () => import('./commands/measure.js') },
  { name: 'report', summary: 'show whether a machine crackles, as text, page or picture', load: () => import('./commands/report.js') },
  { name: 'status', summary: 'ask machines how they are', load: () => import('./commands/status.js') },
  { name: 'generations', summary: 'list the systems that a machine keeps', load: () => import('./commands/generations.js') },
  { name: 'rollback', summary: 'put a machine back on a system that it keeps', load: () => import('./commands/rollback.js') },
  { name: 'pin', summary: 'keep a system, and name its boot entry', load: () => import('./commands/pin.js') },
  { name: 'unpin', summary: 'take such a name away', load: () => import('./commands/unpin.js') },
  { name: 'freeze', summary: 'have machines refuse to be changed for a while', load: () => import('./commands/freeze.js') },
  { name: 'thaw', summary: 'let them be changed again', load: () => import('./commands/thaw.js') },
  { name: 'logs', summary: 'print what a deployment said on the machine', load: () => import('./commands/logs.js') },
  { name: 'exec', summary: 'run a program on machines', load: () => import('./commands/exec.js') },
  { name: 'unlock', summary: 'free a machine from a deployment that never ended', load: () => import('./commands/unlock.js') },
  { name: 'update', summary: 'move the inputs to their newest revisions', load: () => import('./commands/update.js') },
  { name: 'snapshot', summary: 'keep a stack so that it opens in years', load: () => import('./commands/snapshot.js') },
  {
    name: 'import-hardware',
    summary: 'write the hardware file of a machine',
    load: () => import('./commands/import-hardware.js'),
  },
  {
    name: 'bootstrap-access',
    summary: 'print what lets a user of a machine deploy to it',
    load: () => import('./commands/bootstrap-access.js'),
  },
  { name: 'doctor', summary: 'say what makes a machine crackle, or check this computer', load: () => import('./commands/doctor.js') },
  { name: 'completion', summary: 'print a completion script for your shell', load: () => import('./commands/completion.js') },
  { name: '__complete', summary: '', hidden: true, load: () => import('./commands/complete.js') },
];
