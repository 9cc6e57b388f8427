/** A machine of the bed, and the guard on it: called from the console, as the command line calls it over ssh. */
import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import type { Bed, BedMachine, MachineSpec, MachineState } from '../../bed';
import { Seed } from '../../bed/seed';

export const GUARD = resolve(__dirname, '..', '..', '..', 'assets', 'guard.sh');

/** The guard as it is, except that it waits seconds where it would wait half a minute. */
const IMPATIENT = ['SLACK=60 ', 'PATIENCE=30 '].reduce(
  (text, constant) => {
    assert.ok(text.includes(`\n${constant}`), `the guard sets ${constant}`);
    return text.replace(`\n${constant}`, `\n${constant.slice(0, constant.indexOf('='))}=3 `);
  },
  readFileSync(GUARD, 'utf8'),
);

export type Lines = Readonly<Record<string, string>>;

export interface Called {
  readonly code: number;
  readonly stdout: string;
  readonly lines: Lines;
}

/** What a system has besides its hardware: the text of a NixOS module, or only its options. */
export type Change = string;

let calls = 0;

export class Guarded {
  public static async on(bed: Bed, name: string): Promise<Guarded> {
    const { standIns } = await Seed.get();
    const guarded = new Guarded(bed.machine(name), standIns.get('nixpkgs')!.storePath);
    await guarded.install();
    return guarded;
  }

  private readonly path = '/var/lib/studio-cdk/guard-0123456789abcdef';

  private constructor(
    public readonly machine: BedMachine,
    private readonly nixpkgs: string,
  ) {}

  public async install(): Promise<void> {
    await this.machine.console(`mkdir -p -m 700 /var/lib/studio-cdk && base64 -d >${this.path} && chmod 700 ${this.path}`, {
      input: Buffer.from(IMPATIENT).toString('base64'),
    });
  }

  /** Calls a verb to its end. Its exit code is part of the answer. */
  public async call(verb: string, ...args: readonly string[]): Promise<Called> {
    const words = [verb, ...args].map(quote).join(' ');
    const said = await this.machine.console(`sh ${this.path} ${words} </dev/null 2>&1; echo "exit=$?"`, { timeoutMs: 60_000 });
    const end = said.lastIndexOf('exit=');
    const stdout = said.slice(0, end);
    return { code: Number(said.slice(end + 5)), stdout, lines: linesOf(stdout) };
  }

  /** …and expects that it is accepted. */
  public async ask(verb: string, ...args: readonly string[]): Promise<Lines> {
    const { code, stdout, lines } = await this.call(verb, ...args);
    assert.equal(code, 0, `guard ${verb} ${args.join(' ')} ended with ${code}: ${stdout}`);
    return lines;
  }

  /** An assembly with this change, received. */
  public async receive(change: Change, id = newId()): Promise<string> {
    const archive = archiveOf(this.files(change));
    const said = await this.machine.console(`base64 -d | sh ${this.path} receive ${id}`, { input: archive.toString('base64') });
    assert.equal(said, `received=${id}\n`);
    return id;
  }

  /** Sends a change and starts its deployment. */
  public async start(change: Change, ...options: readonly string[]): Promise<string> {
    const id = await this.receive(change);
    await this.ask('start', id, 'attribute=machine', 'by=alice@desk', 'stack=one', 'fingerprint=sha256-x', ...options);
    return id;
  }

  /** A deployment from its beginning to its end, with the word given when it is waited for. */
  public async deploy(change: Change, ...options: readonly string[]): Promise<Lines> {
    const id = await this.start(change, ...options);
    if (!options.some((option) => option.startsWith('confirm=0'))) {
      const phase = await this.until(id, 'wait', 'finished');
      if (phase === 'wait') await this.ask('confirm', id);
    }
    return this.result(id);
  }

  /** Waits for one of these phases; `finished` is one of them. */
  public async until(id: string, ...phases: readonly string[]): Promise<string> {
    const wanted = phases.map((phase) => `*" ${phase} "*) echo ${phase}; exit;;`).join(' ');
    const script = `i=0; while [ $i -lt 600 ]; do p=$(cat /run/studio-cdk/${id}/phase 2>/dev/null); case " $p " in ${wanted} esac; sleep 0.05; i=$((i+1)); done; echo "still in «$p»"`;
    const said = (await this.machine.console(script, { timeoutMs: 40_000 })).trim();
    assert.ok(phases.includes(said), `${id} is ${said}, not in ${phases.join(' or ')}: ${await this.log(id)}`);
    return said;
  }

  /** How it ended, when it has ended. */
  public async result(id: string): Promise<Lines> {
    let lines: Lines = {};
    const deadline = Date.now() + 40_000;
    do {
      ({ lines } = await this.call('result', id));
      if (lines.outcome !== undefined) break;
      await sleep(50);
    } while (Date.now() < deadline);
    assert.ok(lines.outcome !== undefined, `${id} does not end: ${await this.log(id)}`);
    await this.untilFree();
    return lines;
  }

  public async log(id: string): Promise<string> {
    return (await this.call('logs', id)).stdout;
  }

  public async untilFree(): Promise<void> {
    const deadline = Date.now() + 10_000;
    while ((await this.machine.state()).lock !== undefined) {
      assert.ok(Date.now() < deadline, 'the lock is still held');
      await sleep(50);
    }
  }

  /** What must be true after every deployment, however it ended: it boots what it runs, can be reached, nothing is armed, nobody holds the lock. */
  public async atRest(expected: { readonly generation: number; readonly system?: string }): Promise<MachineState> {
    await this.untilFree();
    const state = await this.machine.state();
    assert.deepEqual(
      {
        generation: state.generation,
        boots: state.defaultSystem,
        profile: state.profileSystem,
        reachable: state.sshReachable,
        armed: state.armed,
        lock: state.lock,
        once: state.bootsOnce,
      },
      {
        generation: expected.generation,
        boots: state.profileSystem,
        profile: expected.system ?? state.runningSystem,
        reachable: true,
        armed: undefined,
        lock: undefined,
        once: false,
      },
    );
    assert.doesNotMatch(await this.machine.console('ls -A /nix/var/nix/gcroots/studio-cdk 2>/dev/null; true'), /\S/);
    return state;
  }

  private files(change: Change): Readonly<Record<string, string>> {
    return {
      'flake.nix': `{
  inputs.nixpkgs.url = "path:${this.nixpkgs}";
  outputs = { nixpkgs, ... }: {
    nixosConfigurations.machine = nixpkgs.lib.nixosSystem { modules = [ ./hardware.nix ./guard.nix ./change.nix ]; };
  };
}
`,
      'hardware.nix': this.machine.hardware,
      'guard.nix': guardModule(this.machine.spec),
      'guard.sh': IMPATIENT,
      'change.nix': change,
      '.complete': '',
    };
  }
}

const guardModule = ({ name, bootLoader = 'systemd-boot' }: MachineSpec): string => `{ pkgs, ... }:
let
  guard = pkgs.writeScriptBin "studio-cdk-guard" (builtins.readFile ./guard.sh);
in
{
  networking.hostName = "${name}";
  nixpkgs.hostPlatform = "x86_64-linux";
  services.openssh.enable = true;
  boot.loader.${bootLoader === 'grub' ? 'grub = { enable = true; device = "/dev/vda"; }' : 'systemd-boot.enable = true'};
  system.stateVersion = "26.05";
  environment.systemPackages = [ guard ];
  systemd.services.studio-cdk-guard = {
    wantedBy = [ "multi-user.target" ];
    restartIfChanged = false;
    serviceConfig = {
      Type = "oneshot";
      RemainAfterExit = true;
      ExecStart = "\${guard}/bin/studio-cdk-guard boot";
    };
  };
}
`;

export const newId = (): string => `test-${process.pid}-${++calls}`;
export const quote = (word: string): string => `'${word.replaceAll("'", `'\\''`)}'`;
export const sleep = (ms: number): Promise<void> => new Promise((done) => setTimeout(done, ms));

export function linesOf(text: string): Lines {
  return Object.fromEntries(
    text
      .split('\n')
      .filter((line) => line.includes('='))
      .map((line) => [line.slice(0, line.indexOf('=')), line.slice(line.indexOf('=') + 1)]),
  );
}

/** A gzipped tar of these files, with `.complete` as the last. */
export function archiveOf(files: Readonly<Record<string, string>>): Buffer {
  const folder = mkdtempSync(join(tmpdir(), 'studio-cdk-assembly-'));
  try {
    for (const [name, text] of Object.entries(files)) {
      mkdirSync(join(folder, name, '..'), { recursive: true });
      writeFileSync(join(folder, name), text);
    }
    const { status, stdout, stderr } = spawnSync('tar', ['-C', folder, '-czf', '-', '--', ...Object.keys(files)]);
    assert.equal(status, 0, stderr.toString());
    return stdout;
  } finally {
    rmSync(folder, { recursive: true });
  }
}
