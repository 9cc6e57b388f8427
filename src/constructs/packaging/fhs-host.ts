import type { Construct } from 'constructs';
import { Annotations } from '../../core';
import { DawHost, type DawHostProps } from '../daw-host';
import { toPkg, type Pkg } from '../pkg';
import type { WrappedProgram } from '../wrapped-program';

/** What a host with a conventional file system is made of. */
export interface FhsHostProps extends DawHostProps {
  /**
   * What the program finds in `/usr/lib` and `/usr/bin`: names of nixpkgs, or `Pkg`.
   *
   * @default - what most programs with a window and sound need: ALSA, JACK, X11, OpenGL, fonts, curl and zlib. The C and C++ libraries are there anyway
   */
  readonly libraries?: (string | Pkg)[];
}

/** What a vendor's program takes for granted. */
const LIBRARIES = [
  'alsa-lib',
  'curl',
  'fontconfig',
  'freetype',
  'libGL',
  'libjack2',
  'libx11',
  'libxcursor',
  'libxext',
  'libxinerama',
  'libxrandr',
  'libxrender',
  'zlib',
];

/**
 * A program with exactly its plugins, like `DawHost`, for one that runs only where `/usr`, `/lib` and `/etc` are as other distributions have them: what
 * a vendor ships for Debian or Ubuntu.
 *
 * It is started in an environment of its own (`buildFHSEnv`), in which its libraries stand in `/usr/lib`. That needs user namespaces, which every
 * distribution but the most locked-down ones allows. A program that can be patched starts faster as `PluginPackage.prebuilt` in a `DawHost`.
 *
 * @example
 *
 * const mixbus = PluginPackage.fromUrl({ url: 'https://vendor.example/Mixbus-10.0.tar.gz', hash: 'sha256-…' }).prebuilt({
 *   formats: [], mainProgram: 'mixbus10', unfree: true, patchElf: false,
 *   phases: { installPhase: 'mkdir -p $out/bin $out/opt\ncp -r Mixbus-10.0 $out/opt/mixbus\nln -s $out/opt/mixbus/bin/mixbus10 $out/bin\n' },
 * });
 * new FhsHost(studio, 'Mixbus', { daw: Daw.of(mixbus, { title: 'Mixbus' }), plugins: [effects] });
 */
export class FhsHost extends DawHost {
  private readonly libraries: readonly Pkg[];

  /**
   * @param scope the studio or the machine
   * @param id its name
   * @param props the program, its plugins, and the libraries around it
   */
  public constructor(scope: Construct, id: string, props: FhsHostProps) {
    super(scope, id, props);
    const libraries = (props.libraries ?? LIBRARIES).map(toPkg);
    for (const problem of libraries.flatMap(({ _problems }) => _problems)) Annotations.of(this).addError(problem);
    for (const caution of libraries.flatMap(({ _cautions }) => _cautions)) Annotations.of(this).addWarning(caution);
    this.libraries = libraries.filter(({ _problems }) => _problems.length === 0);
  }

  /** @internal */
  public override get _wrapped(): WrappedProgram {
    return { ...super._wrapped, fileSystem: this.libraries };
  }
}
