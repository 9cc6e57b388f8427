import type { Construct } from 'constructs';
import { join } from 'node:path';
import { Annotations, Stack, System, checkDefinitions, collectEnvironment, stacksBelow, whereabouts } from '../core';
import type { Environment, EnvironmentDraft, Nixpkgs, StackOutput, SynthesisSession } from '../core';
import { Nix, NODE, printFile, type NixNode } from '../nix';
import { environmentFile, inputsOf, kindsOf, type EnvironmentFileOptions } from './environment-file';
import { homeFile, nixosFile, overlayFile } from './environment-modules';
import { noSystems, reservedProgram, systemTwice } from './errors';
import { Graphics } from './graphics';
import { HOST_GRAPHICS, NIXGL } from './host-graphics';

/** What an environment can be told. */
export interface PortableStackProps {
  /**
   * The platforms that it is for. What does not exist on one of them is left out there.
   *
   * @default [System.X86_64_LINUX, System.AARCH64_LINUX]
   */
  readonly systems?: System[];

  /**
   * The collection that packages come from.
   *
   * @default - the app's
   */
  readonly nixpkgs?: Nixpkgs;

  /**
   * Where programs with OpenGL find the drivers of the graphics card.
   *
   * @default Graphics.NONE
   */
  readonly graphics?: Graphics;

  /**
   * Whether the output has an `.envrc`: with direnv, its shell is entered by `cd`.
   *
   * @default false
   */
  readonly direnv?: boolean;
}

/** The launcher, which is shipped with the library, compiled or not. */
const LAUNCHER = join(__dirname, '..', '..', 'assets', 'launcher.sh');

/**
 * A studio for any Linux, without administrator rights: the same programs, with the same plugins, on Debian, Fedora or Arch as on NixOS.
 *
 * It takes what a machine takes, `Studio`, `DawHost`, `PluginBundle`, and refuses what only a machine can do, such as `RealtimeKernel`. In the flake it
 * becomes, for every platform:
 *
 * - `packages`: each program in its wrapper, under its own name, and `studio` (the default) with everything;
 * - `apps`: `nix run .#ardour` starts one;
 * - `devShells.default`: a shell in which all programs find the plugins of all bundles;
 * - `checks`: proofs that every program finds its plugins.
 *
 * And for others to use, also in flakes that know nothing of this library: `homeModules.<stack>` for home-manager, `nixosModules.<stack>` for a NixOS
 * written by hand, and `overlays.default` with the packages that were changed.
 *
 * Where an app has several portable stacks, all names but the defaults have the stack's in front, as in `jam-ardour`; the defaults are the first one's.
 *
 * @example
 *
 * const jam = new PortableStack(app, 'jam', { graphics: Graphics.HOST });
 * const synths = new PluginBundle(jam, 'Synths', { plugins: ['surge-xt', 'zynaddsubfx'] });
 * new DawHost(jam, 'Ardour', { daw: Daw.ARDOUR, plugins: [synths] });
 */
export class PortableStack extends Stack {
  /** The platforms that it is for. */
  public readonly systems: System[];

  private readonly props: PortableStackProps;

  /**
   * @param scope the app
   * @param id the stack's name: letters, digits, dashes and underscores; unique in the app
   * @param props what it is for
   */
  public constructor(scope: Construct, id: string, props: PortableStackProps = {}) {
    const systems = props.systems ?? [System.X86_64_LINUX, System.AARCH64_LINUX];
    super(scope, id, { system: systems[0], nixpkgs: props.nixpkgs });
    this.systems = [...new Set(systems)];
    this.props = props;
    if (systems.length === 0) Annotations.of(this).addError(noSystems());
    else if (this.systems.length < systems.length) Annotations.of(this).addWarning(systemTwice());
  }

  public override contributeToEnvironment(environment: Environment): void {
    void environment; // what is in it speaks for itself
  }

  /** @internal */
  public override get _isEnvironment(): boolean {
    return true;
  }

  /** @internal */
  public _collect(session?: SynthesisSession): EnvironmentDraft {
    return collectEnvironment(this, this.systems, this.mainNixpkgs, session?.shelf);
  }

  /** @internal */
  public override _synthesize(session: SynthesisSession): StackOutput {
    const draft = this._collect(session);
    const options = this.fileOptions(draft);
    for (const { name, owner } of draft.programs)
      if (name === 'studio' || name === 'default') Annotations.of(owner).addError(reservedProgram(name));
    checkDefinitions(draft.home);
    checkDefinitions(draft.nixos);
    const files = this.files(draft, options, session);
    for (const [name, node] of Object.entries(files)) if (node) session.sink.add(this.path(name), printFile(node));
    this.placeTools(draft, session);
    const { everything, nixpkgs, prefix } = options;
    const name = localName(this.stackName, inputsOf(draft, nixpkgs));
    return {
      entry: {
        kind: 'portable',
        attribute: `packages.${this.system}.${everything}`,
        systems: this.systems,
        programs: draft.programs.map((program) => ({ name: `${prefix}${program.name}`, title: program.title, systems: program.systems })),
      },
      inputs: [this.nixpkgs._input(this.mainNixpkgs), ...draft.inputs.values()],
      outputs: (['home', 'nixos'] as const).map((kind) => ({
        path: [`${kind}Modules`, this.stackName],
        node: Nix.call(this.imported(`${kind}.nix`), Nix.name(name))[NODE],
      })),
      environment: {
        name,
        nixpkgs,
        systems: this.systems,
        call: Nix.call(this.imported(''), Nix.inherit([{ names: [...inputsOf(draft, nixpkgs), 'system'] }]))[NODE],
        kinds: kindsOf(draft),
        ...(files['overlay.nix'] && { overlay: this.imported('overlay.nix')[NODE] }),
      },
      sharedFiles: draft.files,
    };
  }

  /**
   * What stands before the names of its packages and apps.
   *
   * @internal
   */
  protected get _prefix(): string {
    return portableStacks(this).filter(({ _isProject }) => !_isProject).length > 1 ? `${this.stackName}-` : '';
  }

  /**
   * The name of the package with everything.
   *
   * @internal
   */
  protected get _everything(): string {
    return `${this._prefix}studio`;
  }

  /**
   * Whether it is for one piece of music.
   *
   * @internal
   */
  public get _isProject(): boolean {
    return false;
  }

  private fileOptions(draft: EnvironmentDraft): EnvironmentFileOptions {
    return {
      stack: this.stackName,
      nixpkgs: this.nixpkgs._input(this.mainNixpkgs).name,
      systems: this.systems,
      prefix: this._prefix,
      isDefault: mainStack(this) === this,
      everything: this._everything,
      ...(this.props.graphics === Graphics.HOST && draft.programs.length > 0 && { started: this.withGraphics(draft) }),
    };
  }

  private files(draft: EnvironmentDraft, options: EnvironmentFileOptions, session: SynthesisSession): Record<string, NixNode | undefined> {
    const header = session.header(this.stackName);
    const module = { header, whereabouts: whereabouts(this), everything: options.everything };
    return {
      'default.nix': environmentFile(draft, options, header),
      'home.nix': homeFile(draft, module),
      'nixos.nix': nixosFile(draft, module),
      'overlay.nix': overlayFile(draft, header),
    };
  }

  /** `program: …`: the program, started with the drivers of the host. */
  private withGraphics(draft: EnvironmentDraft): Nix {
    draft.useInput(NIXGL, this);
    draft.passInput(NIXGL.name);
    const call = draft.callPackage(HOST_GRAPHICS, Nix.inherit([{ names: [NIXGL.name, 'program'] }])[NODE]);
    return Nix.fn('program', Nix._fromNode(call));
  }

  /** What people start by hand: the same files for all portable stacks of an app. */
  private placeTools(draft: EnvironmentDraft, session: SynthesisSession): void {
    session.shelf.copies.set('studio', LAUNCHER);
    draft.files.add('studio');
    if (!this.props.direnv) return;
    // path: matters: without it Nix looks at the Git repository around the folder, where the folder may be ignored.
    session.shelf.texts.set('.envrc', `# ${session.header()}\nuse flake "path:$PWD"\n`);
    draft.files.add('.envrc');
  }

  private imported(file: string): Nix {
    return Nix.call(Nix.name('import'), Nix.path(`./${this.path(file)}`.replace(/\/$/, '')));
  }

  private path(file: string): string {
    return `environments/${this.stackName}/${file}`;
  }
}

/** The one that the flake's defaults are: the first environment, or the first project where there are only projects. */
function mainStack(stack: PortableStack): PortableStack | undefined {
  const stacks = portableStacks(stack);
  return stacks.find(({ _isProject }) => !_isProject) ?? stacks[0];
}

/** The portable stacks of the app, in the order of the program. */
function portableStacks(stack: PortableStack): PortableStack[] {
  return stacksBelow(stack.node.root).filter((one) => one instanceof PortableStack);
}

/** The name of a stack in `flake.nix`, where inputs and a few other things have names too. */
function localName(stackName: string, inputs: readonly string[]): string {
  const taken = [...inputs, 'eachSystem', 'system', 'self', 'builtins', 'import', 'map', 'throw', 'abort', 'toString'];
  return taken.includes(stackName) || KEYWORDS.includes(stackName) ? `${stackName}-environment` : stackName;
}

const KEYWORDS = ['assert', 'else', 'if', 'in', 'inherit', 'let', 'or', 'rec', 'then', 'with', 'true', 'false', 'null'];
