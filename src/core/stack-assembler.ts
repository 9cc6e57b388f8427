import { createHash, type Hash } from 'node:crypto';
import { isDeepStrictEqual } from 'node:util';
import { readProjectFile, type AssemblyWriter, type InputEntry, type ProjectFile, type StackEntry } from '../assembly';
import type { App } from './app';
import { NixError, printExpression } from '../nix';
import { StudioError, followsNothing, inputConflict } from './errors';
import { error, sourceOf, type Finding } from './findings';
import type { FlakeInput } from './flake-input';
import type { FlakeOutput } from './flake';
import type { FlakeEnvironment } from './flake-environments';
import type { Stack } from './stack';
import { SynthesisSession, type FileSink, type StackOutput } from './synthesis-session';

/** Puts the stacks' files, outputs and inputs together into what `flake.nix` and the manifest are made from. */
export class StackAssembler {
  public readonly session: SynthesisSession;
  public readonly entries: StackEntry[] = [];
  public readonly outputs: FlakeOutput[] = [];
  public readonly environments: FlakeEnvironment[] = [];
  public readonly inputs: Record<string, InputEntry> = {};
  public readonly findings: Finding[] = [];

  private readonly files: StackFiles;

  public constructor(
    private readonly app: App,
    program: string | undefined,
    private readonly writer: AssemblyWriter | undefined,
  ) {
    this.files = new StackFiles(writer);
    this.session = new SynthesisSession(this.files, program);
  }

  public add(stack: Stack): void {
    this.files.start();
    const output = this.attempt(stack);
    if (!output) return;
    for (const input of output.inputs) this.addInput(input, stack);
    this.outputs.push(...output.outputs);
    if (output.environment) this.environments.push(output.environment);
    this.entries.push(this.entry(stack, output));
  }

  /** Says which inputs are to follow one that is not there: Nix only warns, and goes on with the input's own. */
  public checkFollows(): void {
    for (const [name, { follows = {} }] of Object.entries(this.inputs))
      for (const [theirs, ours] of Object.entries(follows))
        if (!Object.hasOwn(this.inputs, ours)) this.findings.push(error(this.app, followsNothing(name, theirs, ours)));
  }

  /** Packages and assets, which stacks may have in common. */
  public writeSharedFiles(): void {
    for (const [name, text] of this.session.shelf.texts) this.writer?.add(name, text);
    for (const [name, from] of this.session.shelf.copies) this.writer?.addCopy(name, from);
  }

  /** What cannot be written down, such as values made of each other, is one finding among the others. */
  private attempt(stack: Stack): StackOutput | undefined {
    try {
      return stack._synthesize(this.session);
    } catch (failure) {
      if (!(failure instanceof StudioError || failure instanceof NixError)) throw failure;
      this.findings.push(error(stack, failure.message));
      return undefined;
    }
  }

  private entry(stack: Stack, { entry: { kind, ...rest }, outputs, environment, sharedFiles }: StackOutput): StackEntry {
    for (const output of outputs) this.files.note(output);
    if (environment) this.files.note({ path: ['environments', environment.name], node: environment.call });
    const source = sourceOf(stack);
    for (const name of [...sharedFiles].sort()) this.files.share(name, this.session.shelf.contentsOf(name));
    return {
      name: stack.stackName,
      kind,
      path: stack.node.path,
      ...(source === undefined ? {} : { source }),
      system: stack.system,
      ...rest,
      dependencies: stack.dependencies.map(({ stackName }) => stackName),
      ...this.files.finish(),
    };
  }

  private addInput(input: FlakeInput, stack: Stack): void {
    const own = stack.nixpkgs._input(this.app.nixpkgs).name;
    const follows = Object.fromEntries(Object.entries(input.follows).map(([theirs, ours]) => [theirs, ours === 'nixpkgs' ? own : ours]));
    const entry: InputEntry = {
      url: input.url,
      ...(Object.keys(follows).length === 0 ? {} : { follows }),
      ...(input.isFlake ? {} : { flake: false }),
    };
    const known = this.inputs[input.name];
    if (!known) this.inputs[input.name] = entry;
    else if (!isDeepStrictEqual(known, entry)) this.findings.push(error(stack, inputConflict(input.name, meaning(known), meaning(entry))));
  }
}

/** What is said of an input, as short as the difference allows. */
function meaning({ url, follows = {}, flake }: InputEntry): string {
  const followed = Object.entries(follows).map(([theirs, ours]) => `${theirs} follows ${ours}`);
  return [url, ...followed, ...(flake === false ? ['no flake'] : [])].join(', ');
}

/** Writes the files of one stack after the other, and remembers for each what it is made of. */
class StackFiles implements FileSink {
  private names: string[] = [];
  private hash: Hash = createHash('sha256');
  private readonly originals = new Map<string, ProjectFile>();

  public constructor(private readonly writer: AssemblyWriter | undefined) {}

  public start(): void {
    this.names = [];
    this.hash = createHash('sha256');
  }

  public add(name: string, contents: string): void {
    const bytes = Buffer.from(contents);
    this.share(name, bytes);
    this.writer?.add(name, bytes);
  }

  public addCopy(name: string, from: string): void {
    const { contents, executable } = this.original(from);
    this.share(name, contents);
    this.writer?.add(name, contents, executable);
  }

  /** What belongs to the stack in `flake.nix`. */
  public note(output: FlakeOutput): void {
    this.hash.update(`${output.path.join('.')}\0${printExpression(output.node)}\0`);
  }

  /** A file that is written elsewhere. Without contents its name is made from them. */
  public share(name: string, contents: string | Buffer = ''): void {
    this.names.push(name);
    if (typeof contents === 'string') this.hash.update(`${name}\0${contents}\0`);
    else this.hash.update(`${name}\0`).update(contents).update('\0');
  }

  /** Machines of one model have one hardware file between them. */
  private original(from: string): ProjectFile {
    let file = this.originals.get(from);
    if (!file) this.originals.set(from, (file = readProjectFile(from)));
    return file;
  }

  public finish(): { files: string[]; digest: string } {
    return { files: this.names.sort(), digest: `sha256-${this.hash.digest('base64')}` };
  }
}
