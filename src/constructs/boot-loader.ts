import type { NixosModule } from '../core';

/** How a machine with UEFI firmware starts. */
export interface SystemdBootProps {
  /**
   * How many generations the menu offers, 1 or more. The boot partition holds a kernel for each kernel version among them, and a full one makes
   * the next deployment fail.
   *
   * @default 20
   */
  readonly generations?: number;

  /**
   * Whether the firmware's own list of systems may be written. Off on machines whose firmware forgets or dislikes it.
   *
   * @default true
   */
  readonly touchEfiVariables?: boolean;
}

/** How a machine without UEFI starts. */
export interface GrubProps {
  /** The disk whose first sectors hold the boot loader, e.g. `/dev/sda`; a disk, not a partition. */
  readonly device: string;

  /**
   * How many generations the menu offers, 1 or more.
   *
   * @default 20
   */
  readonly generations?: number;
}

const GENERATIONS = 20;

/**
 * What starts the machine, and offers its earlier generations when the newest one disappoints.
 */
export abstract class BootLoader {
  /**
   * systemd-boot, for machines with UEFI firmware: nearly all since 2012.
   *
   * @param props how many generations it offers
   */
  public static systemdBoot(props: SystemdBootProps = {}): BootLoader {
    return new SystemdBoot(props);
  }

  /**
   * GRUB in the first sectors of a disk, for machines with a BIOS.
   *
   * @param props the disk, and how many generations it offers
   */
  public static grub(props: GrubProps): BootLoader {
    return new Grub(props);
  }

  /** Nothing is set here: the hardware file says it, or the machine starts in a way of its own, as a Raspberry Pi does. */
  public static none(): BootLoader {
    return new NoBootLoader();
  }

  /** @internal */
  public abstract _problems(): string[];

  /** @internal */
  public abstract _contributeTo(module: NixosModule): void;
}

class SystemdBoot extends BootLoader {
  public constructor(private readonly props: SystemdBootProps) {
    super();
  }

  public _problems(): string[] {
    return generationProblems(this.props.generations);
  }

  public _contributeTo(module: NixosModule): void {
    module.set('boot.loader.efi.canTouchEfiVariables', this.props.touchEfiVariables ?? true);
    module.set('boot.loader.systemd-boot.enable', true);
    module.set('boot.loader.systemd-boot.configurationLimit', this.props.generations ?? GENERATIONS);
  }
}

class Grub extends BootLoader {
  public constructor(private readonly props: GrubProps) {
    super();
  }

  public _problems(): string[] {
    const { device, generations } = this.props;
    const problems = generationProblems(generations);
    if (!/^\/dev\/[\w./:-]+$/.test(device) && device !== 'nodev')
      problems.push(`GRUB cannot be installed to «${device}»: that is no disk. Name one such as /dev/sda, or better /dev/disk/by-id/….`);
    return problems;
  }

  public _contributeTo(module: NixosModule): void {
    module.set('boot.loader.grub.enable', true);
    module.set('boot.loader.grub.configurationLimit', this.props.generations ?? GENERATIONS);
    module.set('boot.loader.grub.device', this.props.device);
  }
}

class NoBootLoader extends BootLoader {
  public _problems(): string[] {
    return [];
  }

  public _contributeTo(): void {
    // said elsewhere
  }
}

function generationProblems(generations: number | undefined): string[] {
  if (generations === undefined || (Number.isInteger(generations) && generations >= 1)) return [];
  return [
    `The boot menu cannot offer ${generations} generations: it takes a whole number, 1 or more. Two are needed to go back to the one before.`,
  ];
}
