/** Studios that deploy to a bed: projects in the operator's home, as a user has them. */
import { mkdirSync, readFileSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { dirname, join, resolve } from 'node:path';
import type { Manifest } from '../../src/assembly';
import type { Bed } from './bed';
import { lockOf } from './lock';
import type { Ran, Running, RunOptions } from './process';
import { Seed } from './seed';

const REPOSITORY = resolve(__dirname, '..', '..');
/** The command line, as a user starts it; it has to be built. */
export const CDK = join(REPOSITORY, 'cli', 'bin', 'cdk.js');

/** A stack for a machine of the bed. */
export interface StudioMachine {
  /** The machine's name in the bed. */
  readonly machine: string;
  /** @default the machine's name */
  readonly stack?: string;
  /** What else the machine is: the text of a NixOS module. */
  readonly module?: string;
  /** Lines of the program that add constructs to `stack`. */
  readonly code?: string;
  /** Further properties of the stack, as code: `tags: ['canary']`. */
  readonly props?: string;
  /** Further properties of its target, as code: `user: 'alice'`. */
  readonly target?: string;
  /** Stacks that must be deployed first. */
  readonly dependsOn?: readonly string[];
}

export interface StudioOptions {
  readonly machines: readonly (string | StudioMachine)[];
  /** Its name in the operator's home. @default 'studio' */
  readonly folder?: string;
  /** False: the project has no flake.lock (which no machine of a bed can make, for that needs the internet). @default true */
  readonly lock?: boolean;
}

/** Writes a project; its program runs once, for the lock. */
export async function studio(bed: Bed, { machines, folder = 'studio', lock = true }: StudioOptions): Promise<Studio> {
  const made = new Studio(
    bed,
    join(bed.operator.home, folder),
    machines.map((machine) => (typeof machine === 'string' ? { machine } : machine)),
  );
  made.writeFiles();
  if (lock) await made.writeLock();
  return made;
}

export class Studio {
  private readonly modules = new Map<string, string>();

  public constructor(
    private readonly bed: Bed,
    /** The project's folder. */
    public readonly folder: string,
    private readonly machines: readonly StudioMachine[],
  ) {}

  /** Runs `cdk` with these arguments in the project, where the operator sits. */
  public cdk(args: readonly string[], options: RunOptions = {}): Promise<Ran> {
    return this.start(args, options).ended;
  }

  /** Starts `cdk`, to talk to it while it runs. */
  public start(args: readonly string[], options: RunOptions = {}): Running {
    return this.bed.operator.spawn([process.execPath, CDK, ...args], { cwd: this.folder, ...options });
  }

  /** Changes what a stack's machine is beside its constructs. */
  public setModule(stack: string, module: string): void {
    this.modules.set(stack, module);
    this.write(`modules/${stack}.nix`, module);
  }

  public writeFiles(): void {
    const { operator } = this.bed;
    this.write('cdk.json', `${JSON.stringify({ app: 'node -r tsx/cjs bin/studio.ts', output: 'cdk.out' }, undefined, 2)}\n`);
    this.write('package.json', '{ "private": true }\n');
    // As after `npm install`.
    this.link('studio-cdk', REPOSITORY);
    for (const name of ['constructs', 'tsx']) this.link(name, join(REPOSITORY, 'node_modules', name));
    for (const entry of this.machines) {
      const name = stackOf(entry);
      this.write(`hardware/${name}.nix`, this.bed.machine(entry.machine).hardware);
      this.setModule(name, entry.module ?? this.modules.get(name) ?? '{ }\n');
    }
    this.write('bin/studio.ts', this.program(operator.publicKey));
  }

  public async writeLock(): Promise<void> {
    const output = join(this.folder, 'for-the-lock');
    const { code, stderr } = await this.bed.operator.run([process.execPath, '-r', 'tsx/cjs', 'bin/studio.ts'], {
      cwd: this.folder,
      env: { STUDIO_CDK_OUTPUT: output },
    });
    if (code !== 0) throw new Error(`The studio's program does not run. Is the library built?\n${stderr}`);
    const manifest = JSON.parse(readFileSync(join(output, 'manifest.json'), 'utf8')) as Manifest;
    rmSync(output, { recursive: true });
    this.write('flake.lock', lockOf(manifest.inputs, (await Seed.get()).standIns));
  }

  private program(key: string): string {
    const stacks = this.machines.map((entry, index) => {
      const name = stackOf(entry);
      const { spec } = this.bed.machine(entry.machine);
      const bootLoader = spec.bootLoader === 'grub' ? `  bootLoader: BootLoader.grub({ device: '/dev/vda' }),\n` : '';
      const dependencies = (entry.dependsOn ?? []).map((other) => `stack${index}.addDependency(stack${this.indexOf(other)});\n`);
      return `
const stack${index} = new NixosStack(app, ${JSON.stringify(name)}, {
  stateVersion: '26.05',
  hardware: 'hardware/${name}.nix',
  target: { host: ${JSON.stringify(entry.machine)}, authorizedKeys: [${JSON.stringify(key)}], ${entry.target ?? ''} },
${bootLoader}  ${entry.props ?? ''}
});
stack${index}.addModule('modules/${name}.nix');
{
  const stack = stack${index};
  void stack;
${entry.code ?? ''}
}
${dependencies.join('')}`;
    });
    return `import * as cdk from 'studio-cdk';
const { App, BootLoader, NixosStack } = cdk;
void BootLoader;

const app = new App();
${stacks.join('')}
app.synth();
`;
  }

  private indexOf(stack: string): number {
    return this.machines.findIndex((entry) => stackOf(entry) === stack);
  }

  private write(name: string, text: string): void {
    const file = join(this.folder, name);
    mkdirSync(dirname(file), { recursive: true });
    writeFileSync(file, text);
  }

  private link(name: string, to: string): void {
    const link = join(this.folder, 'node_modules', name);
    mkdirSync(dirname(link), { recursive: true });
    symlinkSync(to, link);
  }
}

const stackOf = ({ machine, stack = machine }: StudioMachine): string => stack;
