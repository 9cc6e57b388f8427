/** A machine of the bed whose systems are written in a test, built on the machine itself, and switched to. */
import type { BedMachine } from '../bed';

export interface Switched {
  readonly code: number;
  /** What was printed, to either stream. */
  readonly said: string;
}

export class SystemMachine {
  private nixpkgs: string | undefined;

  public constructor(public readonly machine: BedMachine) {}

  /** The store path of the system that the machine's first one becomes by these modules. `lib` and `pkgs` are at hand in them. */
  public async build(...modules: readonly string[]): Promise<string> {
    const all = modules.map((module) => `({ lib, pkgs, ... }: ${module})`);
    const expression = `((import ${await this.standIn()}/lib).nixosSystem { modules = [ ${await this.base()} ${all.join(' ')} ]; }).config.system.build.toplevel`;
    return (await this.machine.console('nix-build --no-out-link - 2>&1 | tail -n 1', { input: expression, timeoutMs: 60_000 })).trim();
  }

  /** Runs a system's switch-to-configuration. */
  public switchTo(system: string, action = 'test', environment = ''): Promise<Switched> {
    return this.try(`${environment} ${system}/bin/switch-to-configuration ${action}`);
  }

  /** Runs a command to its end, whatever that is. */
  public async try(command: string): Promise<Switched> {
    const output = await this.machine.console(`said=$({ ${command}\n} 2>&1); echo $?; printf '%s\\n' "$said"`, { timeoutMs: 60_000 });
    const end = output.indexOf('\n');
    return { code: Number(output.slice(0, end)), said: output.slice(end + 1).trim() };
  }

  /** Where the stand-in nixpkgs is on the machine. */
  public async standIn(): Promise<string> {
    this.nixpkgs ??= (await this.machine.console('dirname /nix/store/*-source/nixos')).trim();
    return this.nixpkgs;
  }

  /** What every system has, or the machine would not be found again. */
  private async base(): Promise<string> {
    const loader =
      this.machine.spec.bootLoader === 'grub' ? 'grub = { enable = true; device = "/dev/vda"; }' : 'systemd-boot.enable = true';
    await this.machine.console('cat > /root/hardware.nix', { input: this.machine.hardware });
    return `/root/hardware.nix { boot.loader.${loader}; nixpkgs.hostPlatform = "x86_64-linux"; system.stateVersion = "26.05"; networking.hostName = ""; }`;
  }
}

/** A service that the machine wants: it runs `command`, if there is one, and has what else is said of it. */
export const service = (name: string, more = '', command = '/bin/sleep 1000000'): string =>
  `{ systemd.services.${name} = { wantedBy = [ "multi-user.target" ]; ${command && `serviceConfig.ExecStart = ${JSON.stringify(command)};`} ${more} }; }`;

export const swappiness = (value: number): string => `{ boot.kernel.sysctl."vm.swappiness" = ${value}; }`;
