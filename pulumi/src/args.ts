import type { types } from '@pulumi/command';
import type { Input } from '@pulumi/pulumi';

/** What a machine is to be, and how it is brought there. */
export interface StudioMachineArgs {
  /**
   * The folder that `cdk synth` wrote: absolute, or seen from the folder of `Pulumi.yaml`. Where `cdk.json` lies beside it, the `flake.lock` there
   * counts, as it does for `cdk deploy`.
   */
  readonly assembly: string;
  /** Which machine of the studio: the name of its stack, as `cdk ls` prints it. */
  readonly stack: string;
  /**
   * Where the machine is, and with which key one logs in: for a machine that the same program makes. `host`, `port` (22), `user` (`root`),
   * `privateKey` with `privateKeyPassword`, `agentSocketPath`, `hostKey`, and `dialErrorLimit` (10, while the machine comes up) count.
   * Without a key or an agent the keys of your own ssh configuration are tried; without a host key your known_hosts must know the machine.
   * `password` and `proxy` are refused. A private key stays in the memory of this program: Pulumi's state holds where the machine is, encrypted, and
   * no key.
   *
   * @default the target of the stack, and your own ssh configuration
   */
  readonly connection?: Input<types.input.remote.ConnectionArgs>;
  /**
   * How far it goes. `switch`: now, and from the next boot on. `test`: until the next boot. `boot`: from the next boot on. `build`: it is built on
   * the machine, and no more.
   *
   * @default 'switch'
   */
  readonly goal?: 'switch' | 'test' | 'boot' | 'build';
  /**
   * Boots the new system where the change needs that, once on trial: a machine that does not come up goes back. With the goals `switch` and `boot`.
   *
   * @default false
   */
  readonly reboot?: boolean;
  /**
   * Takes over a machine whose system somebody else made since the last deployment.
   *
   * @default false
   */
  readonly adopt?: boolean;
  /**
   * Checks that are left out, each with the reason, which is kept on the machine.
   *
   * @default none
   */
  readonly skipGates?: readonly SkippedGate[];
  /**
   * What happens where somebody records or plays: `refuse` fails before anything is changed, `wait` waits without end, `{ waitFor }` so many seconds
   * (1 to 604800, a week), `interrupt` asks nobody.
   *
   * @default 'refuse'
   */
  readonly whenBusy?: 'refuse' | 'wait' | 'interrupt' | { readonly waitFor: number };
  /**
   * Seconds (5 to 86400) after which a machine that runs the new system without our word goes back. The time of the checks comes on top.
   *
   * @default 60
   */
  readonly confirmWithin?: number;
  /**
   * Units of systemd whose failure does not count: `jack` is `jack.service`.
   *
   * @default none
   */
  readonly tolerateUnits?: readonly string[];
}

/** A check that is left out. */
export interface SkippedGate {
  /** Its id, as `cdk verify --list` prints it. */
  readonly gate: string;
  /** Why: a few words on one line, at most 200 characters. */
  readonly because: string;
}

/** What a check said in this run. */
export interface GateResult {
  /** Its id, as `cdk verify --list` prints it. */
  readonly id: string;
  /** `skip`: it was left out, and `text` is the reason. A `fail` fails the run. */
  readonly verdict: 'pass' | 'warn' | 'fail' | 'skip';
  /** A sentence for people. */
  readonly text: string;
}

/**
 * How a run ended. `unchanged`: the machine ran this already. `switched`: it runs the new system, checked. `staged`: the new system is the one of the
 * next boot. `built`: it is built there. Every other end fails the run, and the machine runs what it ran before.
 */
export type MachineOutcome = 'unchanged' | 'switched' | 'staged' | 'built';

/** What is known of a machine after a run. */
export interface MachineResult {
  /** The store path of the system. */
  readonly system: string;
  /** The number of its generation. Undefined where there is none: with the goals `test` and `build`. */
  readonly generation: number | undefined;
  /** The checks that were asked in this run, in their order; none where nothing was done. */
  readonly gates: readonly GateResult[];
  /** How it ended. */
  readonly outcome: MachineOutcome;
}
