import type { FlakeInput, NixosModule, Nixpkgs } from '../../core';
import { Nix } from '../../nix';
import { badKernelVersion, unknownSeries } from './errors';
import { isAtLeast, isKernelVersion } from './kernel-version';

/** The series that nixpkgs has in 2026; the names of all others only print that they are gone. */
const SERIES = ['5.10', '5.15', '6.1', '6.6', '6.12', '6.18', '7.1'];
const NEWEST = '7.1';

/** What nobody can see from outside of a kernel. */
export interface KernelProps {
  /** Its version, such as `6.12`: what it can do is checked against it. */
  readonly version: string;

  /**
   * Whether it was built with PREEMPT_RT. Such a kernel is used as it is, together with `Preemption.REALTIME`: nothing is added and nothing is
   * compiled but what its maker's cache does not serve.
   *
   * @default false
   */
  readonly preemptRt?: boolean;
}

/**
 * A Linux kernel, together with the drivers that are built for it (in nixpkgs a `linuxPackages` set).
 *
 * @example
 *
 * new RealtimeKernel(laptop, 'Kernel', { kernel: Kernel.series('6.12') });
 */
export class Kernel {
  /**
   * A long-lived series of nixpkgs.
   *
   * @param version `5.10`, `5.15`, `6.1`, `6.6`, `6.12`, `6.18` or `7.1`
   * @param nixpkgs the one it comes from; the machine's own by default
   */
  public static series(version: string, nixpkgs?: Nixpkgs): Kernel {
    const problem = SERIES.includes(version) ? undefined : unknownSeries(version, SERIES, nextSeries(version));
    const attribute = `linuxPackages_${version.replaceAll('.', '_')}`;
    return new Kernel(version, false, problem, (module) => Nix.attr(module.packages(nixpkgs), attribute));
  }

  /**
   * The newest stable kernel of nixpkgs, for hardware of this year. It changes series every few months.
   *
   * @param nixpkgs the one it comes from; the machine's own by default
   */
  public static latest(nixpkgs?: Nixpkgs): Kernel {
    return new Kernel(NEWEST, false, undefined, (module) => Nix.attr(module.packages(nixpkgs), 'linuxPackages_latest'));
  }

  /**
   * A kernel of another flake: one that somebody else builds and caches.
   *
   * @param input the flake
   * @param attribute where its packages are, e.g. `legacyPackages.x86_64-linux.linuxPackages_rt`
   * @param props its version, and whether it has PREEMPT_RT
   */
  public static fromFlake(input: FlakeInput, attribute: string, props: KernelProps): Kernel {
    return Kernel.known(props, (module) => Nix.attr(module.input(input), attribute));
  }

  /**
   * A kernel as an expression of the Nix language: `Nix.call(Nix.pkgs('linuxPackagesFor'), …)`.
   *
   * @param expression a `linuxPackages` set
   * @param props its version, and whether it has PREEMPT_RT
   */
  public static packages(expression: Nix, props: KernelProps): Kernel {
    return Kernel.known(props, () => expression);
  }

  private static known({ version, preemptRt }: KernelProps, packages: (module: NixosModule) => Nix): Kernel {
    return new Kernel(version, preemptRt ?? false, isKernelVersion(version) ? undefined : badKernelVersion(version), packages);
  }

  /** Its version, such as `6.12`. */
  public readonly version: string;

  /** Whether it was built with PREEMPT_RT. */
  public readonly hasPreemptRt: boolean;

  /** @internal */
  public readonly _problem: string | undefined;

  private readonly packages: (module: NixosModule) => Nix;

  private constructor(version: string, hasPreemptRt: boolean, problem: string | undefined, packages: (module: NixosModule) => Nix) {
    this.version = version;
    this.hasPreemptRt = hasPreemptRt;
    this._problem = problem;
    this.packages = packages;
  }

  /** @internal */
  public _packages(module: NixosModule): Nix | undefined {
    return this._problem === undefined ? this.packages(module) : undefined;
  }
}

/** The series to use in place of one that is gone. */
const nextSeries = (version: string): string => SERIES.find((series) => isAtLeast(series, version)) ?? NEWEST;

/** The kernel that a machine gets which asks for none, as far as the releases of nixpkgs tell. */
export function defaultVersion(nixpkgs: Nixpkgs): string | undefined {
  if (nixpkgs.gitRef === 'nixos-unstable') return '6.18';
  const release = /^nixos-(\d\d\.\d\d)$/.exec(nixpkgs.gitRef)?.[1];
  if (release === undefined) return undefined;
  if (isAtLeast(release, '26.05')) return '6.18';
  return isAtLeast(release, '25.05') ? '6.12' : '6.6';
}
