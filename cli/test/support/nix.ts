import { spawnSync } from 'node:child_process';
import { chmodSync, cpSync, existsSync, mkdirSync, readFileSync, renameSync, rmSync, utimesSync, writeFileSync } from 'node:fs';
import { delimiter, join, resolve } from 'node:path';
import { findNix, type NixInstallation } from '../../../test/support/nix-installations';
import { makeEnvironment } from '../../../test/support/nix-process';
import { REPOSITORY, cdk, temporaryFolder, type Ran } from './cli';

/** A computer as far as Nix is concerned: a store, a state and a home of its own, and this Nix on PATH. */
export class Computer {
  public readonly env: NodeJS.ProcessEnv;
  public readonly home: string;

  public constructor(
    private readonly nix: NixInstallation,
    private readonly root = temporaryFolder(),
  ) {
    const programs = join(this.root, 'programs');
    mkdirSync(programs, { recursive: true });
    for (const program of ['nix', 'nix-store']) {
      const words = this.nix.command(program).map((word) => `'${word}'`);
      writeFileSync(join(programs, program), `#!/bin/sh\nexec ${words.join(' ')} "$@"\n`);
      chmodSync(join(programs, program), 0o755);
    }
    const { PATH = '', ...env } = makeEnvironment(this.root);
    this.env = { ...env, XDG_CONFIG_HOME: join(this.root, 'config'), PATH: [programs, PATH].join(delimiter) };
    this.home = String(env['HOME']);
    stores.push(this.root);
  }

  public cdk(args: readonly string[], cwd: string, env: NodeJS.ProcessEnv = {}): Ran {
    return cdk(args, { cwd, env: { ...this.env, ...env } });
  }

  /** Runs Nix itself. */
  public run(args: readonly string[]): string {
    const [file, ...first] = this.nix.command('nix');
    const { status, stdout, stderr } = spawnSync(file, [...first, ...args], { encoding: 'utf8', env: this.env });
    if (status !== 0) throw new Error(`nix ${args.join(' ')}: ${stderr}`);
    return stdout;
  }

  /** Runs a script there. @returns its exit code */
  public sh(script: string): number | null {
    return spawnSync('sh', [script], { env: this.env }).status;
  }

  /** Another computer with the same store folder, which it finds empty: whatever was known and fetched before is out of reach. */
  public forget(): void {
    for (const name of ['store', 'var', 'cache', 'home', 'config']) {
      const path = join(this.root, name);
      spawnSync('chmod', ['-R', 'u+w', path]);
      rmSync(path, { recursive: true, force: true });
    }
    mkdirSync(this.home);
    mkdirSync(join(this.root, 'cache'));
  }
}

/** The folders of a store are read-only, for their owner too. This goes before they are taken away. */
const stores: string[] = [];
process.prependOnceListener('exit', () => stores.forEach((root) => spawnSync('chmod', ['-R', 'u+w', root])));

/** Nothing to test where there is no Nix. Call it in `before`. */
export function needsNix(this: Mocha.Context): void {
  if (findNix().length > 0) return;
  console.log('      left out: there is no Nix on this machine (npm run verify installs one where it may)');
  this.skip();
}

export { findNix, type NixInstallation };

/** A copy of the stand-in inputs, to change and to take away. */
export class Inputs {
  public readonly folder = join(temporaryFolder(), 'inputs');

  public constructor() {
    for (const name of ['nixpkgs', 'musnix'])
      cpSync(resolve(REPOSITORY, 'test', 'fixtures', name), this.path(name), { recursive: true, preserveTimestamps: true });
  }

  public path(name: string): string {
    return join(this.folder, name);
  }

  public url(name: string): string {
    return `path:${this.path(name)}`;
  }

  /** A new revision. Its date is that day's. */
  public move(name: string, date: string): void {
    const file = join(this.path(name), 'flake.nix');
    writeFileSync(file, `${readFileSync(file, 'utf8')}# moved\n`);
    spawnSync('find', [this.path(name), '-exec', 'touch', '-d', `${date}T12:00:00Z`, '{}', '+']);
    utimesSync(this.path(name), new Date(`${date}T12:00:00Z`), new Date(`${date}T12:00:00Z`));
  }

  public takeAway(): void {
    renameSync(this.folder, `${this.folder}.away`);
  }

  public bringBack(): void {
    if (existsSync(`${this.folder}.away`)) renameSync(`${this.folder}.away`, this.folder);
  }
}
