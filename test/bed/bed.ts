/**
 * Real machines for tests, on this computer: each a tree of processes in namespaces of its own, with a disk, a boot
 * loader, a network, an ssh server and Nix. See README.md for what is real and what is pretended.
 */
import type { MachineSpec } from './hardware';
import { Hub } from './hub';
import { BedMachine } from './machine';
import { Operator } from './operator';
import { Seed } from './seed';
import { whyNoBed, type BedKind } from './why-no-bed';

export interface BedOptions {
  readonly kind: BedKind;
  /** A name stands for a machine of that name with nothing special about it. */
  readonly machines: readonly (string | MachineSpec)[];
}

export class Bed {
  /** Starts the machines; they have booted their first generation, and their sshd answers. */
  public static async start({ kind, machines }: BedOptions): Promise<Bed> {
    const reason = whyNoBed(kind);
    if (reason !== undefined) throw new Error(`There can be no bed: ${reason}.`);
    const bed = new Bed(
      kind,
      machines.map((machine) => (typeof machine === 'string' ? { name: machine } : machine)),
    );
    try {
      await bed.begin();
    } catch (error) {
      await bed.stop();
      throw error;
    }
    return bed;
  }

  /** Where the deployer sits. */
  public readonly operator: Operator;
  private readonly hub = new Hub();
  private readonly machines: readonly BedMachine[];

  private constructor(kind: BedKind, specs: readonly MachineSpec[]) {
    this.operator = new Operator(this.hub);
    this.machines = specs.map((spec, index) => new BedMachine({ hub: this.hub, operator: this.operator, kind }, spec, addressOf(index)));
    if (new Set(specs.map(({ name }) => name)).size < specs.length) throw new Error('Two machines of a bed have the same name.');
  }

  public machine(name: string): BedMachine {
    const found = this.machines.find((machine) => machine.name === name);
    if (!found) throw new Error(`The bed has no machine «${name}», only ${this.machines.map((machine) => machine.name).join(', ')}.`);
    return found;
  }

  /** Ends everything that runs in the bed; nothing of it is left. */
  public stop(): Promise<void> {
    return this.hub.stop();
  }

  private async begin(): Promise<void> {
    const [seed] = await Promise.all([Seed.get(), this.hub.start(this.machines).then(() => this.operator.furnish())]);
    const systems = await seed.build(
      this.machines.map(({ hardware, spec }) => ({ hardware, bootLoader: spec.bootLoader ?? 'systemd-boot' })),
    );
    const install = this.machines.map((machine, index) => machine.install(seed.nix, systems[index]!).then(() => machine.powerOn()));
    await Promise.all([this.operator.stock(seed.nix), ...install]);
  }
}

const addressOf = (index: number): string => `10.77.${Math.floor((index + 2) / 250)}.${(index + 2) % 250}`;
