/** What every machine of a bed begins with: a store with the stand-ins of `test/fixtures`, and a system that boots. */
import { spawn } from 'node:child_process';
import { mkdirSync, mkdtempSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { leave, runOrFail } from './process';

export const SCRIPTS = join(__dirname, 'sh');
const FIXTURES = resolve(__dirname, '..', 'fixtures');

/** The stand-ins, by the name of the folder in `test/fixtures`. */
export const STAND_INS = ['nixpkgs', 'musnix', 'home-manager', 'nixos-hardware', 'nixgl'] as const;

export interface StandIn {
  readonly storePath: string;
  /** As a lock has it: `sha256-…`. */
  readonly narHash: string;
}

export interface BaseSystem {
  /** The text of a NixOS module: what `hardware` of a NixosStack is. */
  readonly hardware: string;
  readonly bootLoader: BootLoaderKind;
}

export type BootLoaderKind = 'systemd-boot' | 'grub';

/** Offline, quick, and as root: Nix for stores that live for seconds. */
export const NIX_CONFIG = `experimental-features = nix-command flakes
substituters =
flake-registry =
sandbox = false
build-users-group =
builders =
max-jobs = auto
fsync-metadata = false
gc-reserved-space = 0
warn-dirty = false
`;

/** One for the process: beds copy it. */
export class Seed {
  private static made: Promise<Seed> | undefined;

  /** Made when it is asked for first; a second. */
  public static get(): Promise<Seed> {
    Seed.made ??= Seed.make();
    return Seed.made;
  }

  private readonly systems = new Map<string, string>();
  private last: Promise<unknown> = Promise.resolve();

  private constructor(
    private readonly folder: string,
    public readonly standIns: ReadonlyMap<string, StandIn>,
  ) {}

  /** The /nix to copy. */
  public get nix(): string {
    return join(this.folder, 'nix');
  }

  /** Store paths of these systems, built where they were not yet. */
  public build(wanted: readonly BaseSystem[]): Promise<string[]> {
    // One after the other: two beds that start at once may want the same.
    const systems = this.last.then(async () => {
      const missing = [...new Map(wanted.map((system) => [JSON.stringify(system), system]))].filter(([key]) => !this.systems.has(key));
      if (missing.length > 0) {
        const built = await this.buildNew(missing.map(([, system]) => system));
        missing.forEach(([key], index) => this.systems.set(key, built[index]!));
      }
      return wanted.map((system) => this.systems.get(JSON.stringify(system))!);
    });
    this.last = systems.catch(() => undefined);
    return systems;
  }

  private async buildNew(systems: readonly BaseSystem[]): Promise<string[]> {
    const nixpkgs = this.standIns.get('nixpkgs')!.storePath;
    const folder = mkdtempSync(join(this.folder, 'base-'));
    const machines = systems.map(({ hardware, bootLoader }, index) => {
      writeFileSync(join(folder, `hardware-${index}.nix`), hardware);
      return `(machine ${JSON.stringify(bootLoader)} ./hardware-${index}.nix)`;
    });
    writeFileSync(
      join(folder, 'systems.nix'),
      `let
  inherit (import ${nixpkgs}/lib) nixosSystem;
  machine = bootLoader: hardware: (nixosSystem {
    modules = [ hardware ${join(__dirname, 'base')}/\${bootLoader}.nix ];
  }).config.system.build.toplevel;
in
[
  ${machines.join('\n  ')}
]
`,
    );
    return (await this.run('--build', join(folder, 'systems.nix'))).trim().split('\n');
  }

  private run(...args: string[]): Promise<string> {
    return runSeedScript(this.nix, args);
  }

  private static async make(): Promise<Seed> {
    const folder = mkdtempSync(join(tmpdir(), 'studio-cdk-seed-'));
    removeAfterUs(folder);
    const nix = join(folder, 'nix');
    mkdirSync(nix);
    const printed = await runSeedScript(
      nix,
      STAND_INS.map((name) => join(FIXTURES, name)),
    );
    const standIns = printed
      .trim()
      .split('\n')
      .map((line, index): [string, StandIn] => {
        const [, storePath, narHash] = line.split(' ') as [string, string, string];
        return [STAND_INS[index]!, { storePath, narHash }];
      });
    return new Seed(folder, new Map(standIns));
  }
}

function runSeedScript(nix: string, args: readonly string[]): Promise<string> {
  const env = { PATH: process.env.PATH, HOME: join(nix, '..'), NIX_CONFIG, NIX_REMOTE: 'local' };
  return runOrFail(['unshare', '--mount', 'sh', join(SCRIPTS, 'seed.sh'), nix, ...args], { env });
}

/** A process that waits for our end, however it comes, and then takes the folder away. */
function removeAfterUs(folder: string): void {
  const broom = spawn('sh', ['-c', 'cat >/dev/null; chmod -R u+w "$1"; rm -rf "$1"', 'sh', folder], {
    detached: true,
    stdio: ['pipe', 'ignore', 'ignore'],
  });
  leave(broom);
}
