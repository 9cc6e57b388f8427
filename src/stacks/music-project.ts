import type { Construct } from 'constructs';
import { Annotations, Nixpkgs, constructsOfMachine } from '../core';
import type { Environment, EnvironmentDraft, SynthesisSession, System } from '../core';
import { DawHost } from '../constructs/daw-host';
import type { Daw } from '../constructs/daw';
import type { Pkg } from '../constructs/pkg';
import type { PluginBundle } from '../constructs/plugin-bundle';
import { SampleLibrary } from '../constructs/sample-library';
import { badFolder, movingNixpkgs } from './errors';
import type { Graphics } from './graphics';
import { PortableStack } from './portable-stack';
import { sessionFile } from './session-file';

/** What a piece of music needs. */
export interface MusicProjectProps {
  /** The commit of nixpkgs that every package comes from, all 40 digits. `nix flake metadata github:NixOS/nixpkgs/nixos-26.05` prints today's. */
  readonly revision: string;

  /**
   * The programs that it is made with. All of them see all plugins. More programs, with plugins of their own, are `DawHost`s inside of the project.
   *
   * @default - none; those that are made inside of it
   */
  readonly daws?: Daw[];

  /**
   * Plugins for these programs: bundles, packages, or names of packages.
   *
   * @default - none but those in the user's own folders
   */
  readonly plugins?: (PluginBundle | Pkg | string)[];

  /**
   * The folders of the session, relative to it.
   *
   * @default ['audio', 'midi', 'mixes', 'notes']
   */
  readonly folders?: string[];

  /**
   * The platforms that it is for.
   *
   * @default [System.X86_64_LINUX, System.AARCH64_LINUX]
   */
  readonly systems?: System[];

  /**
   * Where programs with OpenGL find the drivers of the graphics card.
   *
   * @default Graphics.NONE
   */
  readonly graphics?: Graphics;
}

const FOLDERS = ['audio', 'midi', 'mixes', 'notes'];

/**
 * A piece of music that opens again in five years: the programs, the plugins and the samples that it was made with, all pinned.
 *
 * Everything comes from one revision of nixpkgs, whatever the rest of the app uses, so two computers that build it get the same files down to the last
 * bit. In the flake it is `packages.<system>.<project>` with everything, `<project>-ardour` and so on for its programs, and `<project>-session`,
 * which lays out the folder of the session.
 *
 * @example
 *
 * const song = new MusicProject(app, 'night-train', {
 *   revision: '59b6c96beacc898566c9be1052ae806f3835f87d',
 *   daws: [Daw.ARDOUR],
 *   plugins: ['surge-xt', 'dragonfly-reverb'],
 * });
 * new SampleLibrary(song, 'room', { path: 'assets/room' });
 */
export class MusicProject extends PortableStack {
  /** The commit of nixpkgs that every package comes from. */
  public readonly revision: string;

  /** The folders of the session. */
  public readonly folders: string[];

  /**
   * @param scope the app
   * @param id its name: letters, digits, dashes and underscores; unique in the app
   * @param props what it needs
   */
  public constructor(scope: Construct, id: string, props: MusicProjectProps) {
    super(scope, id, { systems: props.systems, nixpkgs: Nixpkgs.revision(props.revision), graphics: props.graphics });
    this.revision = props.revision;
    this.folders = props.folders ?? FOLDERS;
    for (const folder of this.folders) if (!isFolder(folder)) Annotations.of(this).addError(badFolder(folder));
    for (const daw of props.daws ?? []) new DawHost(this, daw.title, { daw, plugins: props.plugins });
  }

  public override contributeToEnvironment(environment: Environment): void {
    const samples = [...constructsOfMachine(this)].filter((construct) => construct instanceof SampleLibrary);
    const { file, args } = sessionFile({
      project: this.stackName,
      revision: this.revision,
      folders: this.folders,
      samples: samples.map((library) => ({ name: library.node.id, nix: library._files(environment) })),
    });
    environment.addProgram('session', environment._callPackage(file, args), { title: 'Lays out the folder of the session' });
  }

  /** @internal */
  public override _collect(session?: SynthesisSession): EnvironmentDraft {
    const draft = super._collect(session);
    for (const { url } of draft.inputs.values())
      if (/^github:NixOS\/nixpkgs\/(?![0-9a-f]{40}$)/.test(url)) Annotations.of(this).addWarning(movingNixpkgs(url));
    return draft;
  }

  /** @internal */
  public override get _isProject(): boolean {
    return true;
  }

  /** @internal */
  protected override get _prefix(): string {
    return `${this.stackName}-`;
  }

  /** @internal */
  protected override get _everything(): string {
    return this.stackName;
  }
}

/** Below the session's own folder, and nothing that a shell or a file system could take for something else. */
const isFolder = (path: string): boolean => /^[\w+-][\w.+ -]*(\/[\w+-][\w.+ -]*)*$/.test(path);
