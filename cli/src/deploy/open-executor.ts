import type { Call } from '../command';
import { Nix } from '../nix/nix';
import type { Assembly } from '../project/assembly';
import { buildElsewhere } from './build-elsewhere';
import type { Executor } from './executor';
import { figuresIn } from './figures-in';
import { keepLock } from './keep-lock';
import { limited } from '../limit';
import { openWays } from './open-machine';
import { patienceFor } from './patience';
import type { Payload } from './payload';
import type { MachinePlan } from './plan';
import type { EngineName } from './deploy-options';
import { SshExecutor, type SshExecutorOptions } from './ssh-executor';
import type { View } from './view/view';

/** What is evaluated here takes a gigabyte each. Nix itself builds as much at once as it is told to in nix.conf. */
const BUILDS_AT_ONCE = 4;

export interface Work {
  readonly assembly: Assembly;
  readonly payloads: ReadonlyMap<string, Payload>;
  readonly plans: readonly MachinePlan[];
  readonly view: View;
  /** What was asked for, in seconds. */
  readonly patience: number | undefined;
  /** Who carries out what changes a machine. @default ssh */
  readonly engine?: EngineName;
}

/**
 * Everything that a deployment is made of: the ways to the machines, what they are given, and where questions are asked.
 *
 * @throws UserError when a system is to be built here, and there is no Nix
 */
export async function openExecutor(call: Call, { assembly, payloads, plans, view, patience, engine }: Work): Promise<Executor> {
  const ways = openWays(call, (work) => view.aside(work));
  const { connect, open, guard, sshConfig } = ways;
  const [sent] = [...payloads.values()];
  const bringHome = (text: string): string | undefined => keepLock(assembly.home, sent?.lock, text);
  const isElsewhere = plans.some(({ steps }) => steps.some((step) => step.kind === 'build' && step.on !== 'target'));
  const nix = isElsewhere ? await Nix.find('«--build-on»') : undefined;
  const inTurn = limited(BUILDS_AT_ONCE);
  const ssh: SshExecutorOptions = {
    connect: open,
    guard,
    payloads,
    keepLock: bringHome,
    patience: patienceFor(patience),
    figures: figuresIn(assembly.home),
    ...(nix && {
      provide: (build) =>
        inTurn(() => buildElsewhere(build, { nix, connect, keepLock: bringHome, ...(sshConfig !== undefined && { sshConfig }) })),
    }),
  };
  if (engine !== 'pulumi') return new SshExecutor(ssh);
  const { openPulumi } = await import('../pulumi/open-pulumi.js');
  return openPulumi(call, { home: assembly.home, ssh, door: ways.door, aside: (work) => view.aside(work) });
}
