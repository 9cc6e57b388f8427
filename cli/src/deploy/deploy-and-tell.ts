import type { Call } from '../command';
import { deployFleet, type FleetRun } from './fleet';
import { interruptible } from './interrupts';
import { Whereabouts } from './leaving';
import { isFine } from './outcome';
import type { View } from './view/view';

/**
 * Deploys, shows how it goes on and how it went, and obeys Ctrl-C.
 *
 * @returns the exit code: 0 all machines are fine, 130 the user stopped, 1 otherwise
 */
export async function deployAndTell({ terminal }: Call, view: View, run: Omit<FleetRun, 'listen' | 'signal'>): Promise<number> {
  terminal.outliveReaders(); // «cdk deploy | head -1» is to end as the machines do
  const whereabouts = new Whereabouts();
  const words = {
    onFirst: () => view.say('Stopping: what can be undone is undone. Ctrl-C once more leaves at once.'),
    onSecond: () => (view.close(), terminal.err.line(whereabouts.text())),
  };
  const { result, exitCode } = await interruptible(words, (signal) =>
    deployFleet({ ...run, signal, listen: (event) => (whereabouts.onEvent(event), view.onEvent(event)) }),
  );
  view.end(result);
  return result.every(({ outcome }) => isFine(outcome)) ? 0 : (exitCode ?? 1);
}
