import { startPiped } from '../../child-process';
import { whenAborted } from '../../ssh/abort';
import type { Connection, RemoteCommand, RemoteResult } from '../../ssh/connection';
import { aborted } from '../../ssh/errors';
import { feed } from '../../ssh/input';
import { collect } from '../../ssh/output';

/** Runs a program that talks while it runs, and hears whether we are still there: on a machine, or here. */
export type MachineRun = (command: RemoteCommand) => Promise<RemoteResult>;

export const runOn =
  (connection: Pick<Connection, 'run'>): MachineRun =>
  (command) =>
    connection.run(command);

/** On this computer, as ourselves. A program that is to end is asked to: it has its own things to end first. */
export const runHere: MachineRun = (command) =>
  new Promise((resolve, reject) => {
    const { argv, input, signal } = command;
    const [program = '', ...args] = argv;
    if (signal?.aborted) return reject(aborted());
    const child = startPiped({ program, args });
    let failure: Error | undefined;
    const stop = (why: Error): void => {
      failure ??= why;
      child.kill('SIGTERM');
    };
    const ignore = whenAborted(signal, () => stop(aborted()));
    const said = collect('this computer', command, child.stdout, child.stderr, stop);
    feed(input, child.stdin, stop);
    child.once('error', (error) => (ignore(), reject(error)));
    child.once('close', (code) => {
      ignore();
      const output = said();
      if (failure) reject(failure);
      else resolve({ code: code ?? 255, ...output });
    });
  });
