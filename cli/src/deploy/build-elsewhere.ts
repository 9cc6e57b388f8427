import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { LOCK_FILE } from '../../../src/assembly/lock';
import { NixRefusal, type Nix } from '../nix/nix';
import { derivationOf } from '../render/next-step';
import type { Connect, Connection, Destination } from '../ssh/connection';
import { harmless } from '../ssh/harmless';
import { builderRefused, buildRefused, copyRefused, noSystemBuilt, spaceInPath } from './errors';
import { explainNix } from './explain-nix';
import type { Payload } from './payload';
import { sshOptionsFor } from './nix-ssh';
import type { Step } from './plan';
import type { ElsewhereBuild } from './ssh-executor';

export interface ElsewhereOptions {
  readonly nix: Nix;
  readonly connect: Connect;
  /** A file in place of the user's own configuration of ssh. */
  readonly sshConfig?: string;
  /** Takes a lock that Nix made here home. @returns what is wrong with it */
  readonly keepLock: (text: string) => string | undefined;
}

/**
 * Builds the system of a plan on this computer or on a builder, with real Nix, and copies it to the machine.
 *
 * Whoever builds, it is evaluated here. Host keys are checked by OpenSSH, which Nix uses: it asks nothing and takes no unknown one.
 *
 * @returns the store path, which is on the machine now
 * @throws UserError when Nix does not do it
 */
export async function buildElsewhere(build: ElsewhereBuild, options: ElsewhereOptions): Promise<string> {
  const work = mkdtempSync(join(tmpdir(), 'studio-cdk-build-'));
  if (/\s/.test(work)) throw spaceInPath('The folder for temporary files (TMPDIR)', work); // NIX_SSHOPTS knows no quotes in older versions of Nix
  try {
    return await new Elsewhere(build, options, work).run();
  } finally {
    rmSync(work, { recursive: true, force: true });
  }
}

class Elsewhere {
  private readonly lines: string[] = [];
  private sshOptions: string | undefined;

  public constructor(
    private readonly build: ElsewhereBuild,
    private readonly options: ElsewhereOptions,
    private readonly work: string,
  ) {}

  public async run(): Promise<string> {
    const { plan, payload, report } = this.build;
    const step = plan.steps.find((found) => found.kind === 'build')!;
    const copy = plan.steps.find((found) => found.kind === 'copy');
    report('building', step.builder === undefined ? 'on this computer' : `on ${step.builder}`);
    const flake = `path:${unpack(payload, this.work)}#${derivationOf({ kind: 'nixos', attribute: step.attribute })}`;
    const system = step.builder === undefined ? await this.buildHere(flake, step) : await this.buildThere(flake, step, step.builder);
    this.takeLock(payload);
    report('copying', `to ${plan.target.host}`);
    const from = step.builder === undefined ? [] : ['--from', `ssh://${step.builder}`];
    await this.copy([...from, ...(copy?.substitute ? ['--substitute-on-destination'] : [])], addressOf(plan.target), system);
    return system;
  }

  private async buildHere(flake: string, { attribute }: Extract<Step, { kind: 'build' }>): Promise<string> {
    const said = await this.nix(['build', '--json', '--out-link', join(this.work, 'result'), flake], this.refused);
    const [first] = parse(said) as { outputs?: Record<string, string> }[];
    const system = first?.outputs?.['out'];
    if (system === undefined) throw noSystemBuilt(attribute, 'this computer');
    return system;
  }

  /** The derivation goes to the builder, which then needs nothing but Nix. */
  private async buildThere(flake: string, { attribute }: Extract<Step, { kind: 'build' }>, builder: string): Promise<string> {
    const derivation = (await this.nix(['eval', '--raw', `${flake}.drvPath`], this.refused)).trim();
    await this.nix(['copy', '--derivation', '--to', `ssh://${builder}`, derivation], ({ said }) => copyRefused('you', builder, said));
    const connection = await this.options.connect(destinationOf(builder), { signal: this.build.signal });
    try {
      return await this.realise(connection, derivation, attribute, builder);
    } finally {
      await connection.close();
    }
  }

  private async realise(connection: Connection, derivation: string, attribute: string, builder: string): Promise<string> {
    const out: string[] = [];
    const { signal } = this.build;
    const onLine = (line: string, stream: 'out' | 'err'): void => (stream === 'out' ? void out.push(line.trim()) : this.heard(line));
    const { code } = await connection.run({ argv: ['nix-store', '--realise', derivation], onLine, signal });
    if (code !== 0) throw builderRefused(builder, explainNix(this.lines) ?? `it ended with exit code ${code}`);
    const system = out.findLast((line) => line.startsWith('/'));
    if (system === undefined) throw noSystemBuilt(attribute, builder);
    return system;
  }

  private async copy(args: readonly string[], to: string, system: string): Promise<void> {
    const { user, host } = this.build.plan.target;
    await this.nix(['copy', ...args, '--to', `ssh://${to}`, system], ({ said }) => copyRefused(user, host, said));
  }

  private async nix(args: readonly string[], refused: (refusal: NixRefusal) => Error): Promise<string> {
    this.sshOptions ??= await sshOptionsFor(this.build, this.work, this.options.sshConfig);
    const env = { NIX_SSHOPTS: `${this.sshOptions} ${process.env['NIX_SSHOPTS'] ?? ''}`.trim() };
    try {
      return await this.options.nix.run(args, { onLine: (line) => this.heard(line), env, stop: this.build.signal });
    } catch (error) {
      if (!(error instanceof NixRefusal)) throw error;
      throw refused(error);
    }
  }

  private readonly refused = ({ said, reason }: NixRefusal): Error =>
    buildRefused(explainNix(said.split('\n'), this.build.payload.files) ?? reason);

  private takeLock({ lockIsOpen }: Payload): void {
    if (!lockIsOpen) return;
    const trouble = this.options.keepLock(readFileSync(join(this.work, 'flake', LOCK_FILE), 'utf8'));
    if (trouble !== undefined) this.heard(trouble);
  }

  /** What Nix passes on comes from builds, and from machines. */
  private heard(said: string): void {
    const line = harmless(said);
    this.lines.push(line);
    this.build.onLine(line);
  }
}

/** A folder of our own: Nix writes the lock there, and the assembly stays as it is. */
function unpack({ files, lock }: Payload, work: string): string {
  const folder = join(work, 'flake');
  for (const { name, contents, executable } of files) {
    mkdirSync(dirname(join(folder, name)), { recursive: true });
    writeFileSync(join(folder, name), contents, { mode: executable ? 0o755 : 0o644 });
  }
  if (lock !== undefined) writeFileSync(join(folder, LOCK_FILE), lock);
  return folder;
}

/** `user@host`, an IPv6 address in brackets. The port stands in a configuration of ssh, for older versions of Nix do not take it here. */
const addressOf = ({ user, host }: Destination): string =>
  `${user === undefined ? '' : `${user}@`}${host.includes(':') ? `[${host}]` : host}`;

function destinationOf(builder: string): Destination {
  const at = builder.lastIndexOf('@');
  return { host: builder.slice(at + 1), ...(at > 0 && { user: builder.slice(0, at) }) };
}

function parse(json: string): unknown {
  try {
    return JSON.parse(json);
  } catch {
    return [];
  }
}
